package org.objectomaly.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.objectomaly.image.MaskSet;
import org.objectomaly.motion.MaskCarrier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks beside the rings of one or several videos. Each video has a {@link Seat} where it leaves its newest frame;
 * the lookout goes round the seats and looks at one frame after another.
 *
 * <p>Scores and masks are made side by side on two threads of low priority, so that the videos keep their rate and the
 * networks take what is left. When masks take much longer than scores, nobody waits for them: fresh scores are averaged in
 * the last masks there are, carried along the flow to the frame of the scores.
 */
public final class Lookout implements AutoCloseable {
    /** What the names of its threads begin with. */
    public static final String THREADS = "objectomaly-look-";

    /** Masks that come this much later than the scores of their frame are waited for. */
    private static final Duration GRACE = Duration.ofMillis(100);

    /** A look that takes longer is left to the end of the process, and its networks with it. */
    private static final Duration END = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private final Method method;
    private final ObjLongConsumer<String> times;
    private final int tolerance;
    private final List<Seat> seats = new ArrayList<>();
    private final BlockingQueue<MasksLook> masksAsked = new LinkedBlockingQueue<>();
    private final MaskCarrier carrier = new MaskCarrier();
    private final MaskSet carried = new MaskSet();
    private final MaskSet none = new MaskSet();
    private final Thread scoring = new Thread(this::score, THREADS + "cas");
    private final Thread masking = new Thread(this::mask, THREADS + "masks");
    private int next;
    private volatile boolean closed;
    private volatile Throwable failure;

    /**
     * A lookout at work.
     *
     * @param method the networks; closed with this
     * @param times told the name of each step and how long it took, in nanoseconds; on the lookout's threads
     * @param tolerance looks in a row that may fail before all videos do
     */
    public Lookout(final Method method, final ObjLongConsumer<String> times, final int tolerance) {
        this.method = method;
        this.times = times;
        this.tolerance = tolerance;
        if (method.gpu() != null) {
            // What the networks were brought up with is not waited for by the streams of other threads.
            method.gpu().await();
        }
        for (final Thread thread : List.of(scoring, masking)) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * A place for one more video.
     *
     * @return a seat, to be closed by the caller
     */
    public Seat seat() {
        final Seat seat = new Seat(this);
        synchronized (seats) {
            seats.add(seat);
        }
        return seat;
    }

    /**
     * What ended the lookout's work.
     *
     * @return the last of too many failures in a row, or null
     */
    public Throwable failure() {
        return failure;
    }

    /** Ends both threads and closes the networks, unless a look takes too long to wait for. */
    @Override
    public void close() {
        closed = true;
        wake();
        masking.interrupt();
        final long end = System.nanoTime() + END.toNanos();
        if (isOver(scoring, end) & isOver(masking, end)) {
            carrier.close();
            method.close();
        } else {
            LOG.debug("a look is still under way; its networks are left to the end of the process");
        }
    }

    private static boolean isOver(final Thread thread, final long end) {
        boolean interrupted = false;
        while (thread.isAlive() && System.nanoTime() < end) {
            try {
                thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void score() {
        ready();
        int failures = 0;
        try {
            while (!closed && failure == null) {
                final Seat seat = nextSeat();
                final Look look = seat == null ? null : seat.begin();
                if (look == null) {
                    continue;
                }
                try {
                    look(seat, look);
                    seat.end(look, true);
                    failures = 0;
                } catch (final Exception | OutOfMemoryError e) {
                    seat.end(look, false);
                    failed(e, ++failures);
                }
            }
        } catch (final Throwable e) {
            fail(e);
        }
    }

    /** Networks go before nobody: neither on the processor nor on a GPU. */
    private void ready() {
        Priority.lower();
        if (method.gpu() != null) {
            method.gpu().ownStream();
        }
    }

    /** One frame that a network chokes on must not end a watch of months; networks that choke on all do. */
    private void failed(final Throwable cause, final int inARow) {
        if (inARow > tolerance) {
            fail(cause);
        } else {
            LOG.warn("the networks failed at a frame, which goes without a look: {}", cause.toString());
        }
    }

    private void look(final Seat seat, final Look look) throws InterruptedException {
        final boolean needsScores = method.objectness().needsScores();
        MasksLook own = needsScores ? null : seat.beginMasks(look, false);
        timed("cas", () -> method.cas().score(look.picture, look.coarse));
        if (needsScores) {
            own = seat.beginMasks(look, true);
        }
        final MaskSet masks = masksFor(seat, look, own);
        timed("oasc", () -> method.oasc().calibrate(look.coarse, masks, look.calibrated));
        timed("mbp", () -> {
            method.mbp().refine(look.calibrated, look.refined);
            if (method.gpu() != null) {
                method.gpu().await();
            }
        });
    }

    /** The masks of the same frame if they come in time, or the last ones carried to it, or none yet. */
    private MaskSet masksFor(final Seat seat, final Look look, final MasksLook own) throws InterruptedException {
        if (own != null && seat.awaitMasks(own, GRACE)) {
            look.masksSeconds = own.seconds;
            return own.masks;
        }
        look.masksSeconds = look.known == null ? Double.NaN : look.known.seconds;
        if (look.known == null) {
            none.reset(look.picture.width(), look.picture.height());
            return none;
        }
        timed(
                "carry masks",
                () -> carrier.carry(
                        look.known.masks, look.sinceKnown, look.picture.width(), look.picture.height(), carried));
        return carried;
    }

    private void mask() {
        ready();
        int failures = 0;
        try {
            while (!closed && failure == null) {
                final MasksLook look = masksAsked.poll(1, TimeUnit.SECONDS);
                if (look == null) {
                    continue;
                }
                try {
                    timed("masks", () -> method.objectness().generate(look.picture, look.coarse, look.masks));
                    failures = 0;
                } catch (final Exception | OutOfMemoryError e) {
                    look.masks.reset(look.picture.width(), look.picture.height());
                    failed(e, ++failures);
                }
                look.seat.endMasks(look);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final Throwable e) {
            fail(e);
        }
    }

    private void timed(final String name, final Runnable work) {
        final long start = System.nanoTime();
        work.run();
        times.accept(name, System.nanoTime() - start);
    }

    private void fail(final Throwable cause) {
        failure = cause;
        synchronized (seats) {
            seats.forEach(Seat::wake);
        }
    }

    /** A seat has a frame to look at. */
    void wake() {
        synchronized (seats) {
            seats.notifyAll();
        }
    }

    /** A seat is given up. */
    void leave(final Seat seat) {
        synchronized (seats) {
            seats.remove(seat);
        }
    }

    /** Has the objects of a frame looked for. */
    void ask(final MasksLook look) {
        masksAsked.add(look);
    }

    /** Throws what ended the lookout's work, if it has ended. */
    void requireWork() {
        if (failure instanceof RuntimeException known) {
            throw known;
        }
        if (failure instanceof Error grave) {
            throw grave;
        }
        if (failure != null) {
            throw new IllegalStateException("the networks failed", failure);
        }
    }

    /** The next seat in turn with a frame to look at; null when the lookout ends. */
    private Seat nextSeat() throws InterruptedException {
        synchronized (seats) {
            while (!closed) {
                for (int i = 0; i < seats.size(); i++) {
                    final Seat seat = seats.get((next + i) % seats.size());
                    if (seat.hasWaiting()) {
                        next = (next + i + 1) % seats.size();
                        return seat;
                    }
                }
                seats.wait(1_000);
            }
            return null;
        }
    }
}
