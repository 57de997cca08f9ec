package org.objectomaly.video;

import java.util.Locale;
import org.objectomaly.Fault;

/**
 * Where a stream is published to.
 *
 * @param url the whole address, which may hold a password
 * @param format FFmpeg's name of the container that the scheme carries
 */
record PublishAddress(String url, String format) {
    /**
     * Reads an address.
     *
     * @param url its scheme is rtsp, rtmp, rtmps, srt or udp
     * @return the address
     * @throws Fault of kind USAGE for another scheme, without saying the address's password
     */
    static PublishAddress of(final String url) {
        final int end = url.indexOf("://");
        final String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        final String format =
                switch (scheme) {
                    case "rtsp" -> "rtsp";
                    case "rtmp", "rtmps" -> "flv";
                    case "srt", "udp" -> "mpegts";
                    default ->
                        throw Fault.of(
                                Fault.Kind.USAGE,
                                "Streams can be forwarded to rtsp://, rtmp://, rtmps://, srt:// and udp:// addresses, not to "
                                        + "'%s'.",
                                scheme.isEmpty() ? "an address without any of these" : scheme + "://");
                };
        final PublishAddress address = new PublishAddress(url, format);
        if (address.host().isEmpty()) {
            throw Fault.of(Fault.Kind.USAGE, "'%s' names no host to forward to.", address);
        }
        return address;
    }

    /** Whether the connection is opened by the muxer itself and not as a plain stream of bytes. */
    boolean isRtsp() {
        return format.equals("rtsp");
    }

    private String host() {
        final String rest = url.substring(url.indexOf("://") + 3);
        final String authority = rest.split("[/?#]", 2)[0];
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** The address without what is secret: user, password, and path and query, in which stream keys stand. */
    @Override
    public String toString() {
        return url.substring(0, url.indexOf("://") + 3).toLowerCase(Locale.ROOT) + host();
    }
}
