package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.objectomaly.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One clip while it is written: the packets of a camera as they came, with times from 0. It grows under a name of its
 * own that ends in {@code .part} and gets its proper name when it is whole.
 */
final class ClipFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClipFile.class);
    private static final double FRAGMENT_SECONDS = 1;

    private final Path file;
    private final Path part;
    private final ClipSource source;
    private final AVPacket scratch = av_packet_alloc();
    private final PacketList others = new PacketList();
    private FragmentedMp4 output;
    private OutputTrack track;
    private CopiedStreams copies;
    private long zero;
    private double start;
    private double last;
    private double fragmentStart;
    private boolean playable;
    private long frames;

    /**
     * A clip that waits for a key frame.
     *
     * @param file where it will be
     * @param source where its packets come from
     */
    ClipFile(final Path file, final ClipSource source) {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.source = source;
    }

    /**
     * Adds a packet. What comes before the first key frame is left out.
     *
     * @param packet stays the caller's
     * @throws Fault of kind OUTPUT if the file cannot be written
     */
    void write(final AVPacket packet) {
        if (output == null) {
            if (!source.isKey(packet)) {
                return;
            }
            begin(packet);
        }
        AvError.check(av_packet_ref(scratch, packet), "av_packet_ref");
        final AVRational unit = source.streams().streams(packet.stream_index()).time_base();
        final long origin = av_rescale_q(zero, source.videoStream().time_base(), unit);
        scratch.pts(scratch.pts() - origin);
        scratch.dts(scratch.dts() - origin);
        if (source.isVideo(packet)) {
            final int code = track.put(scratch);
            av_packet_unref(scratch);
            if (code < 0) {
                throw OutputFile.failed(file, code);
            }
            frames++;
            last = source.seconds(packet);
            endFragment();
        } else if (scratch.pts() < 0) {
            av_packet_unref(scratch);
        } else {
            others.take(scratch);
            copies.write(others);
            others.clear();
        }
    }

    private void begin(final AVPacket key) {
        OutputFile.check(file, "-", true, ".mp4");
        output = new FragmentedMp4(part);
        track = new OutputTrack(
                output,
                StreamCopy.add(source.videoStream(), output.container()),
                source.videoStream().time_base());
        copies = new CopiedStreams(source.streams(), source.videoIndex(), output);
        output.begin();
        track.begin();
        copies.begin();
        zero = key.pts();
        start = source.seconds(key);
        fragmentStart = start;
    }

    private void endFragment() {
        if (last - fragmentStart >= FRAGMENT_SECONDS) {
            fragmentStart = last;
            output.endFragment();
            playable = true;
        }
    }

    Path file() {
        return file;
    }

    /** Whether there is a picture in it. */
    boolean hasBegun() {
        return frames > 0;
    }

    /** Length so far, seconds. */
    double seconds() {
        return frames == 0 ? 0 : last - start + source.frameSeconds();
    }

    /**
     * Ends the clip and gives it its name.
     *
     * @throws Fault of kind OUTPUT if the end cannot be written
     */
    void finish() {
        final int code = track.end();
        if (code < 0) {
            throw OutputFile.failed(file, code);
        }
        copies.end();
        output.finish();
        close();
        FastStart.apply(part, List.of());
        giveName();
    }

    /**
     * Keeps what was written before a failure, if it can be played.
     *
     * @return whether the file is there
     */
    boolean salvage() {
        close();
        try {
            if (playable) {
                giveName();
                return true;
            }
        } catch (final Fault e) {
            LOG.warn("{}", e.getMessage());
            return false;
        }
        try {
            Files.deleteIfExists(part);
        } catch (final IOException e) {
            LOG.warn("'{}' is left over and could not be deleted: {}", part, e.getMessage());
        }
        return false;
    }

    private void giveName() {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw Fault.of(
                            Fault.Kind.OUTPUT,
                            "The clip '%s' keeps the name '%s', because it could not be renamed: %s.",
                            file,
                            part.getFileName(),
                            e.getMessage())
                    .because(e);
        }
    }

    @Override
    public void close() {
        if (output != null) {
            output.close();
            copies.close();
            track.close();
            output = null;
        }
        if (!scratch.isNull()) {
            av_packet_free(scratch);
            others.close();
        }
    }
}
