package org.objectomaly.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.objectomaly.image.ContentFinder;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.motion.Displacement;
import org.objectomaly.motion.Motion;

/**
 * One video's place before the networks. The video's carrying thread calls the methods that other classes see; the
 * lookout's threads call the rest.
 */
public final class Seat implements AutoCloseable {
    private final Lookout lookout;
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

    Seat(final Lookout lookout) {
        this.lookout = lookout;
        for (int i = 0; i < 3; i++) {
            freeMasks.add(new MasksLook(this));
        }
    }

    /**
     * How many frames were looked at so far.
     *
     * @return 0 or more
     */
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
        lookout.wake();
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
        lookout.requireWork();
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
        while (answered == null && lookout.failure() == null && !wasted) {
            final long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0 || waiting == null && underWay == null) {
                return false;
            }
            wait(left);
        }
        wasted = false;
        return true;
    }

    /** Ends waits: the lookout has failed. */
    synchronized void wake() {
        notifyAll();
    }

    /** Whether a frame is there to be looked at. */
    synchronized boolean hasWaiting() {
        return waiting != null && !left;
    }

    /** Begins to look at the frame that waits; null if it was taken back. */
    synchronized Look begin() {
        underWay = waiting;
        waiting = null;
        return underWay;
    }

    /** Ends a look, with or without an answer. */
    synchronized void end(final Look look, final boolean succeeded) {
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
    MasksLook beginMasks(final Look look, final boolean withScores) {
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
        lookout.ask(begun);
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
        into.overwrite().put(from.rgb());
        into.content(from.content());
        return into;
    }

    /** The masks of a frame are done. */
    synchronized void endMasks(final MasksLook look) {
        look.done = true;
        if (left) {
            freeNative();
        }
        notifyAll();
    }

    /** Waits for masks, for so long at most, and says whether they are done. */
    synchronized boolean awaitMasks(final MasksLook look, final Duration longest) throws InterruptedException {
        final long until = System.nanoTime() + longest.toNanos();
        while (!look.done && lookout.failure() == null) {
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
        lookout.leave(this);
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
