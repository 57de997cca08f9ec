package org.objectomaly.live.camera;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.objectomaly.Fault;
import org.objectomaly.live.DropCause;
import org.objectomaly.video.PacketTap;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.VideoReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a camera's source open: opens it, reads it, and when it is lost opens it again, for ever, with pauses that grow and
 * vary. Every open and every read has a deadline.
 */
final class Connection implements AutoCloseable {
    /** What the camera makes of it. */
    interface Listener {
        /** The stream was lost; nothing of it will come any more. */
        void lost();

        /** A film has come to its end. */
        void ended();
    }

    private static final long SHORTEST_PAUSE = 500;
    /** Short enough that a camera is back on the page within seconds of its return. */
    private static final long LONGEST_PAUSE = 2_500;
    /** A stream that held so long was a good one: the pauses begin small again. */
    private static final long GOOD_NANOS = 10_000_000_000L;
    /** So late, a stream goes on from now on. */
    private static final long LONGEST_LAG = 1_000_000_000L;
    /** A pause in a film that is waited for. */
    private static final long LONGEST_GAP = 10_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final CameraSettings settings;
    private final ReaderOptions decoding;
    private final Figures figures;
    private final Newest newest;
    private final PacketTap tap;
    private final Listener listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    /** When the present stream was opened, and whether it has shown anything. */
    private long opened;

    private boolean seen;

    Connection(
            final CameraSettings settings,
            final ReaderOptions decoding,
            final Figures figures,
            final Newest newest,
            final PacketTap tap,
            final Listener listener) {
        this.settings = settings;
        this.decoding = decoding;
        this.figures = figures;
        this.newest = newest;
        this.tap = tap;
        this.listener = listener;
        thread = new Thread(this::run, "objectomaly-" + settings.name() + "-camera");
        thread.setDaemon(true);
        thread.start();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void run() {
        int failures = 0;
        try (VideoFrame frame = new VideoFrame()) {
            while (!isStopped()) {
                opened = Long.MAX_VALUE;
                seen = false;
                final String reason = stream(frame, failures > 0);
                if (isStopped()) {
                    return;
                }
                if (settings.isFile() && (reason != null || !settings.loop())) {
                    figures.ended(reason);
                    listener.ended();
                    return;
                }
                if (settings.isFile() && seen) {
                    continue;
                }
                failures = System.nanoTime() - opened > GOOD_NANOS ? 1 : failures + 1;
                figures.lost(reason == null ? "the stream has ended" : reason);
                listener.lost();
                pause(failures);
            }
        } catch (final Throwable e) {
            // Whatever it is: the camera must not seem to be waited for while nobody does.
            LOG.error("{}: watching it has failed", settings.name(), e);
            figures.ended("watching it has failed: " + e);
            listener.ended();
        }
    }

    /**
     * Opens the source and reads it to its end.
     *
     * @return null at its end, or why it could not be opened or read further
     */
    private String stream(final VideoFrame frame, final boolean isAgain) {
        final ReaderOptions usual = decoding.withDeadline(settings.stall())
                .withTransport(settings.transport())
                .withStop(this::isStopped);
        final ReaderOptions reading = settings.isFile() ? usual : usual.forLive();
        try (VideoReader reader = VideoReader.open(settings.address(), reading, tap)) {
            opened = System.nanoTime();
            figures.opened(reader.info(), isAgain);
            final Pace pace = reader.isPacedBySender() ? null : new Pace();
            long damaged = 0;
            while (!isStopped() && reader.read(frame)) {
                final long arrived = pace == null ? reader.arrived() : pace.await(frame.seconds());
                figures.frameIn(System.nanoTime());
                if (reader.damagedPackets() > damaged) {
                    figures.dropped(DropCause.DAMAGED, reader.damagedPackets() - damaged);
                    damaged = reader.damagedPackets();
                }
                newest.put(frame, arrived, !seen);
                seen = true;
            }
            return null;
        } catch (final Fault e) {
            return e.getMessage();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (final RuntimeException | OutOfMemoryError e) {
            // A defect in reading one stream must not end the watch over it.
            LOG.debug("{}: reading has failed", settings.name(), e);
            return "it could not be read: " + e;
        }
    }

    private void pause(final int failures) {
        final double grown = SHORTEST_PAUSE * Math.pow(2, Math.min(failures, 10) - 1);
        final double varied =
                Math.min(LONGEST_PAUSE, grown) * ThreadLocalRandom.current().nextDouble(0.75, 1.25);
        try {
            stopped.await(Math.round(varied), TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets reading end; what blocks gives up at once. */
    void stop() {
        stopped.countDown();
    }

    /** Ends reading and waits for that. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives frames their own time that come faster or in bursts: those of a film, or of HLS. */
    private final class Pace {
        private long begin;
        private double first = Double.NaN;

        /** Waits until a frame's time has come, and returns that time. */
        long await(final double seconds) throws InterruptedException {
            if (Double.isNaN(first)) {
                first = seconds;
                begin = System.nanoTime();
            }
            final long due = begin + Math.round((seconds - first) * 1e9);
            final long early = due - System.nanoTime();
            if (early > LONGEST_GAP || early < -LONGEST_LAG) {
                // A jump in the film's own time is not waited for, and a pause of the network not made up for.
                first = seconds;
                begin = System.nanoTime();
                return begin;
            }
            stopped.await(early, TimeUnit.NANOSECONDS);
            return due;
        }
    }
}
