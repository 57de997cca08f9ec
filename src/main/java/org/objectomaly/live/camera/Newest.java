package org.objectomaly.live.camera;

import org.objectomaly.live.DropCause;
import org.objectomaly.pipeline.FrameSource;
import org.objectomaly.pipeline.Slot;
import org.objectomaly.video.VideoFrame;

/** Between a camera and its corridor: holds the newest frame until there is room for it. An older one gives way, counted. */
final class Newest implements FrameSource, AutoCloseable {
    private static final long NAP_MILLIS = 1_000;

    private final Figures figures;
    private final VideoFrame waiting = new VideoFrame();
    private boolean full;
    private boolean begins;
    private boolean ended;
    private long arrived;

    Newest(final Figures figures) {
        this.figures = figures;
    }

    /**
     * Leaves a frame.
     *
     * @param frame the newest frame, empty afterwards
     * @param when it arrived, on the clock of {@link System#nanoTime()}
     * @param first whether the stream was opened anew before it
     */
    synchronized void put(final VideoFrame frame, final long when, final boolean first) {
        if (ended) {
            frame.clear();
            return;
        }
        if (full) {
            figures.dropped(DropCause.BUSY, 1);
        }
        begins = first || full && begins;
        waiting.take(frame);
        arrived = when;
        full = true;
        notifyAll();
    }

    @Override
    public synchronized boolean read(final Slot slot) throws InterruptedException {
        while (!full && !ended) {
            wait(NAP_MILLIS);
        }
        if (!full) {
            return false;
        }
        slot.frame().take(waiting);
        slot.arrived(arrived);
        if (begins) {
            slot.beginsStream();
        }
        full = false;
        begins = false;
        return true;
    }

    /** No frame will follow. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public void close() {
        waiting.close();
    }
}
