package org.objectomaly.live.web;

/**
 * Where the page is served, and to whom.
 *
 * @param bind name or number of the network address to serve at, such as {@code 127.0.0.1} or {@code 0.0.0.0}
 * @param port TCP port; 0 for any free one
 * @param token what everybody must show who wants to see anything; null for none, which another address than a loopback
 *     one turns into a random one
 */
public record WebSettings(String bind, int port, String token) {
    /** To this machine alone, at any free port. */
    public static final WebSettings LOOPBACK = new WebSettings("127.0.0.1", 0, null);
}
