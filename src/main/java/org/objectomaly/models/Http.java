package org.objectomaly.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** GET as downloads need it: through the environment's proxies, along redirects, every wait with a deadline. */
final class Http {
    /** By default the JDK tells no proxy a password before a tunnel, which most proxies with passwords want. */
    private static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    private static final long LOOK_EVERY_MILLIS = 100;

    private final HttpClient client;
    private final Patience patience;
    private final BooleanSupplier stop;

    Http(final UnaryOperator<String> environment, final Patience patience, final BooleanSupplier stop) {
        if (System.getProperty(TUNNEL_SCHEMES) == null) {
            System.setProperty(TUNNEL_SCHEMES, "");
        }
        final Proxies proxies = new Proxies(environment);
        this.patience = patience;
        this.stop = stop;
        client = HttpClient.newBuilder()
                // An upgrade to HTTP/2 brings a single large file nothing, and some proxies stumble over it.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .cookieHandler(new CookieManager())
                .connectTimeout(patience.connect())
                .proxy(proxies)
                .authenticator(proxies.authenticator())
                .build();
    }

    /**
     * Asks for a file, or for the rest of it.
     *
     * @param address of the file
     * @param from the first byte that is wanted
     * @param validator what the server called the version that the bytes before are of; empty if it is not known
     * @return the answer, whose body the caller closes
     * @throws IOException if no answer comes in time
     * @throws CancellationException if the user wants to stop
     */
    HttpResponse<InputStream> get(final URI address, final long from, final String validator) throws IOException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(patience.answer())
                .header("User-Agent", "objectomaly")
                .header("Accept-Encoding", "identity");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
            if (!validator.isEmpty()) {
                request.header("If-Range", validator);
            }
        }
        final CompletableFuture<HttpResponse<InputStream>> answer =
                client.sendAsync(request.build(), head -> new BodyStream(patience.stall(), stop));
        // The request's own deadline ends this, too; the second one is there in case that it does not.
        final long deadline = System.nanoTime() + 2 * patience.answer().toNanos();
        while (true) {
            if (stop.getAsBoolean() || System.nanoTime() - deadline > 0) {
                answer.cancel(true);
                if (stop.getAsBoolean()) {
                    throw new CancellationException("the user wants to stop");
                }
                throw new IOException("no answer came");
            }
            try {
                return answer.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (final TimeoutException e) {
                continue;
            } catch (final ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            } catch (final InterruptedException e) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw new CancellationException("the thread was interrupted");
            }
        }
    }
}
