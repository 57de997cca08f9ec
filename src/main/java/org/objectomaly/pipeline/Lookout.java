package org.objectomaly.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.objectomaly.image.ContentFinder;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.motion.Displacement;
import org.objectomaly.motion.MaskCarrier;
import org.objectomaly.motion.Motion;
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
        final Seat seat = new Seat();
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
        synchronized (seats) {
            seats.notifyAll();
        }
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
        Priority.lower();
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
        timed("mbp", () -> method.mbp().refine(look.calibrated, look.refined));
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
        Priority.lower();
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

    /** A frame that is scored, and the answer. */
    static final class Look {
        private Picture picture;
        private ScoreMap coarse;
        private ScoreMap calibrated;
        private ScoreMap refined;
        /** The way from the video's present frame back to this one. */
        private Displacement since;
        /** Masks of an earlier frame, or null, and the way from this frame back to that one. */
        private MasksLook known;

        private Displacement sinceKnown;
        private double seconds;
        private double masksSeconds;
        private int scene;

        ScoreMap map() {
            return refined;
        }

        Displacement since() {
            return since;
        }

        /** Presentation time of the frame whose masks were used; NaN if there were none yet. */
        double masksSeconds() {
            return masksSeconds;
        }

        /** Presentation time of the frame. */
        double seconds() {
            return seconds;
        }

        private void show(final Slot slot, final ContentFinder content) {
            final int width = slot.frame().width();
            final int height = slot.frame().height();
            if (picture == null || picture.width() != width || picture.height() != height) {
                if (picture != null) {
                    picture.close();
                }
                picture = new Picture(width, height);
                coarse = new ScoreMap(width, height);
                calibrated = new ScoreMap(width, height);
                refined = new ScoreMap(width, height);
            }
            slot.frame().toRgb(picture);
            picture.content(content.see(slot.frame().planes()));
            seconds = slot.frame().seconds();
        }

        private void close() {
            if (picture != null) {
                picture.close();
                picture = null;
                since.close();
                sinceKnown.close();
            }
        }
    }

    /** A frame whose objects are looked for, and what was found. */
    private static final class MasksLook {
        private final Seat seat;
        private final MaskSet masks = new MaskSet();
        private Picture picture;
        private ScoreMap coarse;
        private Displacement since;
        private double seconds;
        private int scene;
        private boolean done;

        MasksLook(final Seat seat) {
            this.seat = seat;
        }

        private void close() {
            if (picture != null) {
                picture.close();
                picture = null;
                since.close();
            }
        }
    }

    /**
     * One video's place before the networks. The video's carrying thread calls the methods that other classes see; the
     * lookout's threads call the rest.
     */
    public final class Seat implements AutoCloseable {
        private final ContentFinder content = new ContentFinder();
        private final List<Look> free = new ArrayList<>(List.of(new Look(), new Look()));
        private final List<MasksLook> freeMasks = new ArrayList<>();
        /** Of the small grid on which ways are followed. */
        private int columns;

        private int rows;
        private Look waiting;
        private Look underWay;
        private Look answered;
        private MasksLook masksUnderWay;
        private MasksLook known;
        private long looks;
        private int scene;
        private boolean left;
        private boolean wasted;

        private Seat() {
            for (int i = 0; i < 3; i++) {
                freeMasks.add(new MasksLook(this));
            }
        }

        /** How many frames were looked at so far. */
        public synchronized long looks() {
            return looks;
        }

        /** The video has moved on by one frame. */
        synchronized void follow(final Motion moved) {
            columns = moved.columns();
            rows = moved.rows();
            for (final Look look : new Look[] {waiting, underWay, answered}) {
                if (look != null && look.scene == scene) {
                    look.since.follow(moved);
                }
            }
            if (masksUnderWay != null && masksUnderWay.scene == scene) {
                masksUnderWay.since.follow(moved);
            }
            if (known != null) {
                known.since.follow(moved);
            }
            // A frame that waits may hold on to the known ones; they are settled when it is replaced or begun.
            if (waiting == null || waiting.known == null) {
                settleMasks();
            }
        }

        /** Masks that are done are the known ones from now on, if they are of this scene. */
        private void settleMasks() {
            if (masksUnderWay == null || !masksUnderWay.done) {
                return;
            }
            if (masksUnderWay.scene == scene) {
                forgetMasks();
                known = masksUnderWay;
            } else {
                freeMasks.add(masksUnderWay);
            }
            masksUnderWay = null;
        }

        /** A look that is under way may still read them, and gives them back at its end. */
        private void forgetMasks() {
            if (known != null && (underWay == null || underWay.known != known)) {
                freeMasks.add(known);
            }
            known = null;
        }

        /** Another scene has begun: nothing that was seen before counts any more. */
        synchronized void restart() {
            scene++;
            if (waiting != null) {
                free.add(waiting);
                waiting = null;
            }
            if (answered != null) {
                free.add(answered);
                answered = null;
            }
            forgetMasks();
        }

        /**
         * Leaves the present frame to be looked at next, in place of one that was left before and not begun.
         *
         * @return false if a look is under way
         */
        boolean offer(final Slot slot) {
            synchronized (this) {
                if (underWay != null || waiting == null && free.isEmpty()) {
                    return false;
                }
                if (waiting != null) {
                    waiting.known = null;
                }
                settleMasks();
                final Look look = waiting == null ? free.remove(free.size() - 1) : waiting;
                waiting = null;
                look.show(slot, content);
                look.scene = scene;
                look.since = begun(look.since);
                look.sinceKnown = begun(look.sinceKnown);
                look.known = known;
                if (known != null) {
                    look.sinceKnown.copyFrom(known.since);
                }
                waiting = look;
            }
            synchronized (seats) {
                seats.notifyAll();
            }
            return true;
        }

        private Displacement begun(final Displacement way) {
            if (way != null && way.fits(columns, rows)) {
                way.begin();
                return way;
            }
            if (way != null) {
                way.close();
            }
            return new Displacement(columns, rows);
        }

        /** The latest answer about this scene, to be released; null if there is none. */
        synchronized Look answer() {
            if (failure != null) {
                throw failure instanceof RuntimeException known
                        ? known
                        : new IllegalStateException("the networks failed", failure);
            }
            final Look look = answered;
            answered = null;
            return look;
        }

        /** Gives an answer back. */
        synchronized void release(final Look look) {
            free.add(look);
        }

        /**
         * Waits for news: an answer, or a look that has come to nothing, so that another one may begin.
         *
         * @param until on the clock of {@link System#nanoTime()}
         * @return false when there will be none before then
         */
        synchronized boolean awaitNews(final long until) throws InterruptedException {
            while (answered == null && failure == null && !wasted) {
                final long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0 || waiting == null && underWay == null) {
                    return false;
                }
                wait(left);
            }
            wasted = false;
            return true;
        }

        private synchronized void wake() {
            notifyAll();
        }

        private synchronized boolean hasWaiting() {
            return waiting != null && !left;
        }

        private synchronized Look begin() {
            underWay = waiting;
            waiting = null;
            return underWay;
        }

        private synchronized void end(final Look look, final boolean succeeded) {
            underWay = null;
            looks++;
            if (look.known != null && look.known != known) {
                freeMasks.add(look.known);
            }
            look.known = null;
            if (look.scene == scene && succeeded) {
                if (answered != null) {
                    free.add(answered);
                }
                answered = look;
            } else {
                free.add(look);
                wasted = true;
            }
            if (left) {
                freeNative();
            }
            notifyAll();
        }

        /** Has the objects of a look's frame looked for, unless those of an earlier one still are. */
        private MasksLook beginMasks(final Look look, final boolean withScores) {
            final MasksLook begun;
            synchronized (this) {
                if (masksUnderWay != null || freeMasks.isEmpty() || look.scene != scene) {
                    return null;
                }
                begun = freeMasks.remove(freeMasks.size() - 1);
                begun.scene = look.scene;
                begun.seconds = look.seconds;
                begun.done = false;
                begun.since = begun(begun.since);
                begun.since.copyFrom(look.since);
                masksUnderWay = begun;
            }
            begun.picture = copy(look.picture, begun.picture);
            if (begun.coarse == null
                    || begun.coarse.width() != look.coarse.width()
                    || begun.coarse.height() != look.coarse.height()) {
                begun.coarse = new ScoreMap(look.coarse.width(), look.coarse.height());
            }
            if (withScores) {
                begun.coarse.copyFrom(look.coarse);
            }
            masksAsked.add(begun);
            return begun;
        }

        private static Picture copy(final Picture from, final Picture spare) {
            Picture into = spare;
            if (into == null || into.width() != from.width() || into.height() != from.height()) {
                if (into != null) {
                    into.close();
                }
                into = new Picture(from.width(), from.height());
            }
            into.rgb().put(from.rgb());
            into.content(from.content());
            return into;
        }

        private synchronized void endMasks(final MasksLook look) {
            look.done = true;
            if (left) {
                freeNative();
            }
            notifyAll();
        }

        private synchronized boolean awaitMasks(final MasksLook look, final Duration longest)
                throws InterruptedException {
            final long until = System.nanoTime() + longest.toNanos();
            while (!look.done && failure == null) {
                final long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return look.done;
        }

        /** Leaves; what is under way for this seat comes to nothing. */
        @Override
        public void close() {
            synchronized (seats) {
                seats.remove(this);
            }
            synchronized (this) {
                left = true;
                restart();
                freeNative();
            }
        }

        /** Frees what nobody looks at any more; called again when the last look has ended. */
        private void freeNative() {
            settleMasks();
            forgetMasks();
            free.forEach(Look::close);
            free.clear();
            freeMasks.forEach(MasksLook::close);
            freeMasks.clear();
        }
    }
}
