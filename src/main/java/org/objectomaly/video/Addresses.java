package org.objectomaly.video;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as they may be shown: the one place that takes passwords out of them. */
public final class Addresses {
    private static final String SCHEME = "://";
    private static final String HIDDEN = "***";

    /** What parameters that hold secrets are called, anywhere in their names; SRT's stream id may hold a password. */
    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "(?i)([?&;#][^=&;#]*(?:pass|pwd|token|key|auth|secret|sig|credential|session|streamid)[^=&;#]*=)[^&;#]*");

    /**
     * Cameras want passwords in their paths too, as in {@code /user=admin_password=x_channel=1}. A password that holds one
     * of the characters that end it is hidden as far as that.
     */
    private static final Pattern SECRET_IN_PATH =
            Pattern.compile("(?i)((?<![a-z])(?:password|passwd|pass|pwd)=)[^&/_?;#]*");

    private static final Pattern PORT = Pattern.compile("([^\\[\\]:]*|\\[[^\\]]*])(:\\d{1,5})?");

    private Addresses() {}

    /**
     * An address without user name and password, and with the values of parameters such as {@code token} replaced by
     * {@code ***}. Where an odd address leaves open how far its password reaches, too much is taken out rather than
     * too little.
     *
     * @param address an address or a path; it need not be a valid one
     * @return what may be shown, logged and stored
     */
    public static String withoutSecrets(final String address) {
        return hide(SECRET_IN_PATH, hide(SECRET_PARAMETER, withoutUser(address)));
    }

    /**
     * What a file made of a source may be called: the last part of its path, or the host where an address has none, without
     * secrets and without the ending of a file's name.
     *
     * @param source an address, a path, or "-" for standard input
     * @return a name without a slash
     */
    public static String stem(final String source) {
        if (source.equals("-")) {
            return "standard-input";
        }
        final String shown = withoutSecrets(source);
        final int scheme = shown.indexOf(SCHEME);
        if (scheme < 0) {
            return withoutEnding(Path.of(shown).toAbsolutePath().getFileName().toString());
        }
        final String rest = shown.substring(scheme + SCHEME.length());
        final String path = rest.substring(0, end(rest, "?#")).replaceFirst("/+$", "");
        final int slash = path.lastIndexOf('/');
        final String name = slash < 0 ? path : withoutEnding(path.substring(slash + 1));
        return name.isEmpty() ? "stream" : name.replaceAll("[^\\p{L}\\p{N}._-]", "_");
    }

    private static String withoutEnding(final String name) {
        final int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String hide(final Pattern secret, final String text) {
        return secret.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + HIDDEN));
    }

    private static String withoutUser(final String address) {
        final int scheme = address.indexOf(SCHEME);
        final int begin = scheme < 0 ? 0 : scheme + SCHEME.length();
        final String rest = address.substring(begin);
        final String authority = rest.substring(0, end(rest, "/?#"));
        final int at;
        if (authority.contains("@")) {
            // A password may hold an @ of its own, and a slash as well.
            at = rest.substring(0, Math.max(authority.length(), end(rest, "?#")))
                    .lastIndexOf('@');
        } else if (authority.contains(":") && !PORT.matcher(authority).matches()) {
            // What looks like a port is no number: a password that holds one of the characters that end a host.
            at = rest.lastIndexOf('@');
        } else if (scheme < 0 && (!rest.startsWith("/") || rest.startsWith("//"))) {
            // A slip in the scheme, as in rtsp//user:password@host, leaves the look of a path.
            at = rest.substring(0, end(rest, "?#")).lastIndexOf('@');
        } else {
            at = -1;
        }
        final boolean named = scheme >= 0 || rest.substring(0, Math.max(at, 0)).contains(":");
        return at < 0 || !named ? address : address.substring(0, begin) + rest.substring(at + 1);
    }

    private static int end(final String text, final String stops) {
        for (int i = 0; i < text.length(); i++) {
            if (stops.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
