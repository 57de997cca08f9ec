package org.objectomaly.live.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.objectomaly.Fault;
import org.objectomaly.video.Addresses;

/**
 * Where MQTT messages go.
 *
 * @param server the broker as the client library names it, without user name and password
 * @param user user name; null for none
 * @param password password; null for none
 * @param prefix what all topics begin with, without a slash at its end
 */
record MqttTarget(String server, String user, String password, String prefix) {
    private static final String DEFAULT_PREFIX = "objectomaly";
    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;

    /**
     * Reads an address such as {@code mqtt://user:password@host:1883/prefix}.
     *
     * @param address the address
     * @return the target
     * @throws Fault of kind USAGE if it is none
     */
    static MqttTarget of(final String address) {
        final URI uri;
        try {
            uri = new URI(address);
        } catch (final URISyntaxException e) {
            // The exception holds the address with its password; it is not passed on.
            throw wrong(address);
        }
        final boolean tls = "mqtts".equalsIgnoreCase(uri.getScheme());
        if (!tls && !"mqtt".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw wrong(address);
        }
        final String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("^/+|/+$", "");
        if (path.contains("#") || path.contains("+") || uri.getFragment() != null) {
            throw wrong(address);
        }
        final int port = uri.getPort() >= 0 ? uri.getPort() : tls ? TLS_PORT : PORT;
        final String[] user = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        return new MqttTarget(
                (tls ? "ssl://" : "tcp://") + uri.getHost() + ":" + port,
                user.length > 0 ? decoded(user[0]) : null,
                user.length > 1 ? decoded(user[1]) : null,
                path.isEmpty() ? DEFAULT_PREFIX : path);
    }

    private static String decoded(final String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Fault wrong(final String address) {
        return Fault.of(
                Fault.Kind.USAGE,
                "An MQTT broker is given as mqtt://user:password@host:1883/prefix or mqtts://..., with %%40 for an @"
                        + " within the password, not as %s.",
                Addresses.withoutSecrets(address));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return server + "/" + prefix;
    }
}
