package org.objectomaly.models;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.objectomaly.Fault;

/**
 * The proxies that the usual environment variables name: {@code HTTPS_PROXY} and {@code HTTP_PROXY}, or
 * {@code ALL_PROXY} for both, with the exceptions of {@code NO_PROXY}; in lower case, which goes first, or upper case. A value is
 * {@code [http://][user:password@]host:port}.
 */
final class Proxies extends ProxySelector {
    private static final int USUAL_PORT = 80;

    /** A proxy, and who may use it. */
    private record Gate(InetSocketAddress address, PasswordAuthentication user) {}

    private final Gate http;
    private final Gate https;
    private final List<String> without = new ArrayList<>();

    /**
     * Reads the variables.
     *
     * @param environment gives a variable's value or null
     * @throws Fault of kind USAGE if a value is no proxy that can be used
     */
    Proxies(final UnaryOperator<String> environment) {
        final Gate all = gate("ALL_PROXY", environment, null);
        http = gate("HTTP_PROXY", environment, all);
        https = gate("HTTPS_PROXY", environment, all);
        final String exceptions = value("NO_PROXY", environment);
        if (exceptions != null) {
            for (final String host : exceptions.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
                without.add(host.replaceFirst("^\\*?\\.", ""));
            }
        }
    }

    @Override
    public List<Proxy> select(final URI address) {
        final Gate gate = gate(address);
        return List.of(gate == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, gate.address));
    }

    @Override
    public void connectFailed(final URI address, final SocketAddress proxy, final IOException failure) {
        // The request itself fails with the same exception.
    }

    /** Names the user to the proxies that these variables name, and to nobody else. */
    Authenticator authenticator() {
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                if (getRequestorType() != RequestorType.PROXY) {
                    return null;
                }
                // A tunnel, which is for HTTPS, asks without an address.
                final URL wanted = getRequestingURL();
                final Gate gate = wanted == null ? https : gate(URI.create(wanted.toString()));
                return gate == null ? null : gate.user;
            }
        };
    }

    private Gate gate(final URI address) {
        final String host = address.getHost().toLowerCase(Locale.ROOT);
        for (final String exception : without) {
            final String name = exception.replaceFirst(":\\d+$", "");
            final boolean port = name.equals(exception) || exception.endsWith(":" + address.getPort());
            if (exception.equals("*") || !name.isEmpty() && port && (host.equals(name) || host.endsWith("." + name))) {
                return null;
            }
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? https : http;
    }

    private static String value(final String variable, final UnaryOperator<String> environment) {
        final String lower = environment.apply(variable.toLowerCase(Locale.ROOT));
        final String value = lower != null ? lower : environment.apply(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static Gate gate(final String variable, final UnaryOperator<String> environment, final Gate otherwise) {
        final String value = value(variable, environment);
        if (value == null) {
            return otherwise;
        }
        final URI proxy;
        try {
            proxy = URI.create(value.contains("://") ? value : "http://" + value);
        } catch (final IllegalArgumentException e) {
            // Without the value, and without the exception that quotes it: it may hold a password.
            throw unusable(variable);
        }
        if (!"http".equalsIgnoreCase(proxy.getScheme()) || proxy.getHost() == null) {
            throw unusable(variable);
        }
        final int port = proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
        return new Gate(InetSocketAddress.createUnresolved(proxy.getHost(), port), user(proxy.getRawUserInfo()));
    }

    private static Fault unusable(final String variable) {
        return Fault.of(
                Fault.Kind.USAGE,
                "The environment variable %s names no proxy that can be used; its form is"
                        + " http://[user:password@]host:port.",
                variable);
    }

    private static PasswordAuthentication user(final String userInfo) {
        if (userInfo == null) {
            return null;
        }
        final int colon = userInfo.indexOf(':');
        final String name = colon < 0 ? userInfo : userInfo.substring(0, colon);
        final String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return new PasswordAuthentication(decoded(name), decoded(password).toCharArray());
    }

    /** Percent signs only: a plus is a plus in this part of an address. */
    private static String decoded(final String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
