package org.objectomaly.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/**
 * An encoded picture on its way to any number of viewers. Nobody waits for a slow one: what a viewer has not taken in
 * time is left out for that viewer, up to the next piece that can be shown by itself.
 *
 * <p>May be used by any number of threads.
 */
public final class Feed {
    /**
     * A part of the stream.
     *
     * @param bytes the part itself; not to be changed
     * @param type of a header its MIME type with codecs; null for every other piece
     * @param key whether it can be shown without the pieces before it
     * @param captured when its frame arrived, on the clock of {@link System#nanoTime()}
     */
    public record Piece(byte[] bytes, String type, boolean key, long captured) {
        /**
         * Whether viewers must begin anew with this piece.
         *
         * @return true for a header
         */
        public boolean isHeader() {
            return type != null;
        }
    }

    private final int backlog;
    private final LongConsumer delays;
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private Piece header;
    private volatile long joins;

    /**
     * A feed that nobody views yet.
     *
     * @param backlog pieces that wait for a viewer at most; 1 for pictures that are each whole, so that the newest wins
     * @param delays told, in nanoseconds, how long each piece took from its frame's arrival to its last byte sent
     */
    public Feed(final int backlog, final LongConsumer delays) {
        this.backlog = backlog;
        this.delays = delays;
    }

    /**
     * Whether it is worth while to encode anything.
     *
     * @return true if somebody views it
     */
    public boolean hasViewers() {
        return !viewers.isEmpty();
    }

    /**
     * How often somebody began to view it.
     *
     * @return a count that only grows
     */
    public long joins() {
        return joins;
    }

    /**
     * How many view it.
     *
     * @return 0 or more
     */
    public int viewers() {
        return viewers.size();
    }

    /**
     * Hands a piece to every viewer. A header is kept and given to each later viewer first.
     *
     * @param piece the next piece
     */
    public void publish(final Piece piece) {
        synchronized (this) {
            if (piece.isHeader()) {
                header = piece;
            }
            for (final Viewer viewer : viewers) {
                viewer.offer(piece);
            }
        }
    }

    /**
     * Begins to view.
     *
     * @return a viewer, to be closed by the caller
     */
    public Viewer join() {
        synchronized (this) {
            final Viewer viewer = new Viewer();
            if (header != null) {
                viewer.offer(header);
            }
            viewers.add(viewer);
            joins++;
            return viewer;
        }
    }

    /** One who views the feed. */
    public final class Viewer implements AutoCloseable {
        private final Deque<Piece> waiting = new ArrayDeque<>();
        private boolean needsKey = true;
        private boolean closed;

        private Viewer() {}

        private synchronized void offer(final Piece piece) {
            if (piece.isHeader()) {
                waiting.clear();
                needsKey = true;
            } else if (needsKey && !piece.key()) {
                return;
            } else {
                needsKey = false;
                if (waiting.size() >= backlog) {
                    waiting.removeIf(late -> !late.isHeader());
                    if (!piece.key()) {
                        needsKey = true;
                        return;
                    }
                }
            }
            waiting.add(piece);
            notifyAll();
        }

        /**
         * Waits for the next piece.
         *
         * @param longest how long to wait
         * @return the piece, or null if none came or the viewer was closed
         * @throws InterruptedException if the thread is interrupted
         */
        public synchronized Piece next(final Duration longest) throws InterruptedException {
            final long end = System.nanoTime() + longest.toNanos();
            while (waiting.isEmpty() && !closed) {
                final long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return null;
                }
                wait(left);
            }
            return closed ? null : waiting.poll();
        }

        /**
         * Notes that the last byte of a piece is on its way.
         *
         * @param piece a piece that was sent
         */
        public void sent(final Piece piece) {
            if (!piece.isHeader()) {
                delays.accept(System.nanoTime() - piece.captured());
            }
        }

        /** Whether the viewer has left. */
        public synchronized boolean isClosed() {
            return closed;
        }

        /** Leaves; who waits in {@link #next} gets null. */
        @Override
        public void close() {
            viewers.remove(this);
            synchronized (this) {
                closed = true;
                waiting.clear();
                notifyAll();
            }
        }
    }
}
