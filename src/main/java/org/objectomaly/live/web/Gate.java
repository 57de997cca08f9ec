package org.objectomaly.live.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.objectomaly.Fault;

/**
 * Who may see anything. With a token, whoever shows it: in a header, once in the page's address (which leaves a cookie),
 * or by that cookie. Without one, whoever comes from this machine to this machine's own name: a page from elsewhere in
 * the same browser must neither read nor change anything.
 */
final class Gate {
    private static final int TOKEN_BYTES = 24;
    private static final int SHORTEST_TOKEN = 8;
    private static final int COOKIE_SECONDS = 30 * 24 * 3600;
    private static final String BEARER = "Bearer ";
    private static final String TOKEN = "token";

    /** What tells nothing about anybody: the look of the page that asks for the token, and whether the watch is well. */
    private static final Set<String> OPEN = Set.of("/healthz", "/app.css", "/icon.svg");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";

    private final String token;
    private final byte[] digest;
    private final String cookieValue;

    /**
     * A gate.
     *
     * @param settings where the page is served; another address than a loopback one gets a token if it has none
     * @throws Fault of kind USAGE if the address is unknown or the token too short
     */
    Gate(final WebSettings settings) {
        final boolean loopback = address(settings.bind()).isLoopbackAddress();
        if (settings.token() != null && settings.token().strip().length() < SHORTEST_TOKEN) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "A token of fewer than %d characters is guessed too easily; give a longer one.",
                    SHORTEST_TOKEN);
        }
        token = settings.token() != null ? settings.token().strip() : loopback ? null : random();
        digest = token == null ? null : digest(token);
        // The cookie is made from the token, which it does not tell.
        cookieValue = token == null ? null : HexFormat.of().formatHex(digest("cookie of " + token));
    }

    static InetAddress address(final String bind) {
        try {
            return InetAddress.getByName(bind);
        } catch (final UnknownHostException e) {
            throw Fault.of(
                            Fault.Kind.USAGE,
                            "This machine has no network address %s to serve the page at; give one of its own, such as"
                                    + " 127.0.0.1 or 0.0.0.0.",
                            bind)
                    .because(e);
        }
    }

    private static String random() {
        final byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] digest(final String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The token, or null if none is asked for. */
    String token() {
        return token;
    }

    /**
     * Lets a request pass, or not.
     *
     * @param ctx the request
     * @throws Refusal if it may not
     */
    void check(final Context ctx) {
        headers(ctx);
        if (token == null) {
            checkHost(ctx);
        }
        checkOrigin(ctx);
        if (token == null || OPEN.contains(ctx.path())) {
            return;
        }
        if (!knows(ctx)) {
            throw new Refusal(
                    401, "This watch is shown to those who have its token; open the address that it printed at start.");
        }
        if (ctx.path().equals("/") && ctx.queryParam(TOKEN) != null) {
            ctx.cookie(
                    new Cookie(cookieName(ctx), cookieValue, "/", COOKIE_SECONDS, false, true, null, SameSite.STRICT));
            ctx.redirect("/", HttpStatus.SEE_OTHER);
            ctx.skipRemainingHandlers();
        }
    }

    private static void headers(final Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cache-Control", "no-store");
    }

    /** Cookies do not tell ports apart: two watches on one machine need two names. */
    private static String cookieName(final Context ctx) {
        return "objectomaly-" + ctx.req().getLocalPort();
    }

    private boolean knows(final Context ctx) {
        final String header = ctx.header("Authorization");
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return isToken(header.substring(BEARER.length()).strip());
        }
        final String parameter = ctx.queryParam(TOKEN);
        if (parameter != null) {
            return isToken(parameter.strip());
        }
        final String cookie = ctx.cookie(cookieName(ctx));
        return cookie != null && MessageDigest.isEqual(digest(cookie), digest(cookieValue));
    }

    private boolean isToken(final String given) {
        return MessageDigest.isEqual(digest(given), digest);
    }

    /** A name that somebody else's server had resolved to this machine would open the page to that server's scripts. */
    private static void checkHost(final Context ctx) {
        final String host = ctx.header("Host");
        if (host == null || !isLoopbackName(host)) {
            throw new Refusal(
                    403,
                    "This page is for this machine alone; open it as http://localhost:%d/.",
                    ctx.req().getLocalPort());
        }
    }

    private static boolean isLoopbackName(final String host) {
        final String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    /** Pages of other sites may link here, but neither embed nor change anything. */
    private static void checkOrigin(final Context ctx) {
        final String site = ctx.header("Sec-Fetch-Site");
        final boolean foreign = site != null && !site.equals("same-origin") && !site.equals("none");
        final boolean link =
                READING.contains(ctx.req().getMethod()) && ("navigate".equals(ctx.header("Sec-Fetch-Mode")));
        final String origin = ctx.header("Origin");
        if (foreign && !link || origin != null && !isOwn(origin, ctx.header("Host"))) {
            throw new Refusal(403, "Only this watch's own page may do that, not one of another site.");
        }
    }

    private static boolean isOwn(final String origin, final String host) {
        try {
            return host != null && host.equalsIgnoreCase(new URI(origin).getRawAuthority());
        } catch (final URISyntaxException e) {
            return false;
        }
    }
}
