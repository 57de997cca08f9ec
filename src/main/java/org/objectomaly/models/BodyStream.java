package org.objectomaly.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The body of an answer as a stream whose reads have a deadline: the JDK's own waits for the next byte for ever. A read
 * also ends when the user wants to stop. Holds no more than what the connection hands over at once.
 */
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {
    private static final long LOOK_EVERY_MILLIS = 100;

    /** What comes from the connection's thread: bytes, or how it ended. */
    private record Event(List<ByteBuffer> bytes, Throwable failure) {}

    private final Duration stall;
    private final BooleanSupplier stop;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<InputStream> body = new CompletableFuture<>();
    private volatile Subscription subscription;
    private List<ByteBuffer> bytes = List.of();
    private int at;
    private boolean ended;

    BodyStream(final Duration stall, final BooleanSupplier stop) {
        this.stall = stall;
        this.stop = stop;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(final Subscription given) {
        subscription = given;
        body.complete(this);
    }

    @Override
    public void onNext(final List<ByteBuffer> item) {
        events.add(new Event(item, null));
    }

    @Override
    public void onError(final Throwable failure) {
        body.completeExceptionally(failure);
        events.add(new Event(List.of(), failure));
    }

    @Override
    public void onComplete() {
        events.add(new Event(null, null));
    }

    @Override
    public int read() throws IOException {
        final byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(final byte[] into, final int offset, final int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            while (at < bytes.size()) {
                final ByteBuffer next = bytes.get(at);
                if (next.hasRemaining()) {
                    final int count = Math.min(length, next.remaining());
                    next.get(into, offset, count);
                    return count;
                }
                at++;
            }
            await();
        }
        return -1;
    }

    private void await() throws IOException {
        subscription.request(1);
        final Event event = next();
        if (event.failure != null) {
            throw new IOException(event.failure.getMessage(), event.failure);
        }
        ended = event.bytes == null;
        bytes = ended ? List.of() : event.bytes;
        at = 0;
    }

    private Event next() throws IOException {
        final long deadline = System.nanoTime() + stall.toNanos();
        while (true) {
            if (stop.getAsBoolean()) {
                throw new CancellationException("the user wants to stop");
            }
            try {
                final Event event = events.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    return event;
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the thread was interrupted");
            }
            if (System.nanoTime() - deadline > 0) {
                throw new HttpTimeoutException("no byte came for " + stall.toMillis() / 1000.0 + " s");
            }
        }
    }

    /** Ends the connection where the body has not ended by itself. */
    @Override
    public void close() {
        if (!ended && subscription != null) {
            subscription.cancel();
        }
    }
}
