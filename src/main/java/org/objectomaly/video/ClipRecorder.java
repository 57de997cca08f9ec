package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the last seconds of a camera as they came, and writes clips from then on as MP4, sound included, without
 * decoding or encoding anything.
 *
 * <p>Files are written on a thread of the recorder, {@code objectomaly-clips-NAME}; neither the reader nor who orders a
 * clip ever waits for a disk. Any number of clips may be open at a time. May be used by any number of threads.
 */
public final class ClipRecorder implements PacketTap, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClipRecorder.class);
    private static final double ROUNDING = 1e-3;
    private static final long TICK_MILLIS = 500;
    private static final long CLOSE_MILLIS = 10_000;

    private final String name;
    private final Limits limits;
    private final Consumer<Result> listener;
    private final ClipInbox inbox;
    private final PacketPast past;
    private final List<Clip> open = new ArrayList<>();
    private final Thread thread;
    private ClipSource source;
    private List<String> left = List.of();

    /**
     * How much is remembered and written.
     *
     * @param before seconds that a clip shows from before it was ordered, more if the key frames are further apart
     * @param longest seconds after which a clip ends by itself
     * @param bytes of packets that are remembered at most
     * @param waiting bytes of packets that wait for the disk at most
     * @param silence how long a clip waits for a picture before it ends without it
     */
    public record Limits(double before, double longest, long bytes, long waiting, Duration silence) {
        /**
         * At most a minute, 64 MB of memory and 32 MB for a slow disk, 10 s of silence.
         *
         * @param before seconds from before the order
         * @return the usual limits
         */
        public static Limits of(final double before) {
            return new Limits(before, 60, 64L << 20, 32L << 20, Duration.ofSeconds(10));
        }
    }

    /**
     * What has become of a clip.
     *
     * @param file the file that was asked for
     * @param seconds how long it is; 0 if there is none
     * @param kept whether the file is there and plays
     * @param reason why there is none, or why it ends earlier than asked, in one sentence; null if all went well
     */
    public record Result(Path file, double seconds, boolean kept, String reason) {}

    /** A clip that is being written. */
    public final class Clip {
        private final Path file;
        private ClipFile output;
        private double newest = Double.NaN;
        private double end = Double.POSITIVE_INFINITY;
        private long heard = System.nanoTime();

        private Clip(final Path file) {
            this.file = file;
        }

        /**
         * Ends the clip some time from now; a later call moves the end, as long as the clip is open.
         *
         * @param afterSeconds seconds of the camera's time from the newest packet on, 0 or more
         */
        public void end(final double afterSeconds) {
            inbox.order(() -> end = (Double.isNaN(newest) ? 0 : newest) + afterSeconds);
        }

        private void write(final AVPacket packet) {
            output.write(packet);
            if (source.isVideo(packet)) {
                newest = output.seconds();
            }
        }

        private boolean isOver() {
            final double reached = newest + ROUNDING;
            return output.hasBegun() && (reached >= end || reached >= limits.longest());
        }
    }

    /**
     * A recorder that remembers nothing yet.
     *
     * @param name of the camera, for the thread and the log
     * @param limits how much to remember and to write
     * @param listener told, on the recorder's thread, what has become of each clip
     */
    public ClipRecorder(final String name, final Limits limits, final Consumer<Result> listener) {
        Natives.loadVideo();
        this.name = name;
        this.limits = limits;
        this.listener = listener;
        this.inbox = new ClipInbox(limits.waiting());
        this.past = new PacketPast(limits.before(), limits.bytes());
        this.thread = new Thread(this::run, "objectomaly-clips-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void opened(final AVFormatContext container, final int video) {
        final ClipSource next = new ClipSource(container, video);
        final boolean taken = inbox.order(() -> {
            startAnew("the camera was opened anew");
            if (source != null) {
                source.close();
            }
            source = next;
            sayLeft();
        });
        if (!taken) {
            next.close();
        }
    }

    /** A camera that comes and goes is not worth a line each time. */
    private void sayLeft() {
        if (!source.left().equals(left)) {
            left = source.left();
            if (!left.isEmpty()) {
                LOG.info("clips of {} have no {}: MP4 cannot hold it", name, String.join(", ", left));
            }
        }
    }

    @Override
    public void packet(final AVPacket packet, final AVStream stream) {
        inbox.offer(packet);
    }

    /**
     * Begins a clip with what is remembered: from the newest key frame that is as old as asked, or else the oldest.
     *
     * @param file where it will be, its name ending in .mp4; one that is there is replaced when the clip is whole
     * @return the clip, to be ended by the caller
     */
    public Clip begin(final Path file) {
        final Clip clip = new Clip(file);
        if (!inbox.order(() -> start(clip))) {
            throw new IllegalStateException("the recorder of " + name + " is closed");
        }
        return clip;
    }

    /** The camera was lost: ends all clips where they are and forgets the past. */
    public void reset() {
        inbox.order(() -> startAnew("the camera was lost"));
    }

    private void run() {
        try {
            while (!inbox.isOver()) {
                final ClipInbox.Letter letter = inbox.take(TICK_MILLIS);
                safely(() -> handle(letter));
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            safely(() -> startAnew("the program ends"));
            if (source != null) {
                source.close();
            }
        }
    }

    private void handle(final ClipInbox.Letter letter) {
        if (letter == null) {
            endSilent(System.nanoTime());
        } else if (letter.order() != null) {
            letter.order().run();
            endOver();
        } else {
            take(letter);
            endSilent(letter.arrival());
        }
    }

    /** A defect, an error of the machine included, costs the clips that are open, not the thread. */
    private void safely(final Runnable action) {
        try {
            action.run();
        } catch (final Throwable e) {
            LOG.error("the clips of {} are given up", name, e);
            List.copyOf(open).forEach(this::giveUp);
            past.clear();
        }
    }

    private void take(final ClipInbox.Letter letter) {
        final AVPacket packet = letter.packet();
        boolean mine = true;
        try {
            if (letter.afterGap()) {
                startAnew("the disk is too slow");
            }
            if (source == null || !source.wants(packet)) {
                return;
            }
            source.stamp(packet, letter.arrival());
            if (source.isKey(packet) && source.changes(packet)) {
                startAnew("the camera's picture has changed");
            }
            write(packet, letter.arrival());
            mine = false;
            past.add(packet, source);
            endOver();
        } finally {
            if (mine) {
                av_packet_free(packet);
            }
        }
    }

    private void write(final AVPacket packet, final long arrival) {
        for (final Clip clip : List.copyOf(open)) {
            // Sound that goes on alone does not keep a clip waiting for pictures.
            if (source.isVideo(packet)) {
                clip.heard = arrival;
            }
            attempt(clip, () -> clip.write(packet));
        }
    }

    private void start(final Clip clip) {
        if (source == null) {
            tell(new Result(clip.file, 0, false, "There is no clip because the camera is not there."));
            return;
        }
        open.add(clip);
        attempt(clip, () -> clip.output = new ClipFile(clip.file, source));
        past.forEach(packet -> {
            if (open.contains(clip)) {
                attempt(clip, () -> clip.write(packet));
            }
        });
    }

    /** What goes wrong with one clip costs only that clip. */
    private void attempt(final Clip clip, final Runnable writing) {
        try {
            writing.run();
        } catch (final Fault e) {
            final double seconds = clip.output.seconds();
            final boolean kept = clip.output.salvage();
            end(clip, new Result(clip.file, kept ? seconds : 0, kept, e.getMessage()));
        } catch (final Throwable e) {
            LOG.error("the clip '{}' of {} is given up", clip.file, name, e);
            giveUp(clip);
        }
    }

    /** Who has ordered a clip is told of its end whatever has happened. */
    private void giveUp(final Clip clip) {
        double seconds = 0;
        boolean kept = false;
        try {
            if (clip.output != null) {
                seconds = clip.output.seconds();
                kept = clip.output.salvage();
            }
        } catch (final Throwable e) {
            LOG.error("the clip '{}' of {} is lost", clip.file, name, e);
        }
        final String reason =
                kept ? "The clip ends earlier than asked because of a defect" : "There is no clip because of a defect";
        end(clip, new Result(clip.file, kept ? seconds : 0, kept, reason + ", see the log."));
    }

    private void end(final Clip clip, final Result result) {
        open.remove(clip);
        tell(result);
    }

    /** A listener that fails keeps nobody else waiting. */
    private void tell(final Result result) {
        try {
            listener.accept(result);
        } catch (final Throwable e) {
            LOG.error("nobody could be told what has become of the clip '{}' of {}", result.file(), name, e);
        }
    }

    private void endOver() {
        for (final Clip clip : List.copyOf(open)) {
            if (clip.isOver()) {
                finish(clip, clip.newest + ROUNDING >= clip.end ? null : "it reached the longest length");
            }
        }
    }

    private void endSilent(final long now) {
        for (final Clip clip : List.copyOf(open)) {
            if (now - clip.heard > limits.silence().toNanos()) {
                finish(clip, "the camera sends no pictures");
            }
        }
    }

    private void startAnew(final String reason) {
        for (final Clip clip : List.copyOf(open)) {
            finish(clip, reason);
        }
        past.clear();
    }

    private void finish(final Clip clip, final String reason) {
        if (!clip.output.hasBegun()) {
            final String why = reason == null ? "no picture came" : reason;
            attempt(clip, () -> {
                clip.output.salvage();
                end(clip, new Result(clip.file, 0, false, "There is no clip because " + why + "."));
            });
            return;
        }
        attempt(clip, () -> {
            clip.output.finish();
            final String why = reason == null ? null : "The clip ends earlier than asked because " + reason + ".";
            end(clip, new Result(clip.file, clip.newest, true, why));
        });
    }

    /** Ends all clips where they are and gives everything back. */
    @Override
    public void close() {
        inbox.close();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the clips of {} cannot be ended, the disk does not answer", name);
            return;
        }
        inbox.discard();
    }
}
