package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open container: gives its packets one by one, each within a deadline. */
final class Demuxer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Demuxer.class);
    /** A cut-off file answers with an error for every packet that its index still names. */
    private static final int HOPELESS = 64;
    /** How long a device that has no picture yet is left alone. */
    private static final long NAP_NANOS = 2_000_000;
    /** FFmpeg's name for the cameras of this machine. */
    private static final String DEVICES = "v4l2";

    /** Formats whose pieces lie at a web server, to be fetched at any speed. */
    private static final Set<String> BY_PIECES = Set.of("hls", "dash");
    /** Formats of web cameras, without times; some announce a size that they make up. */
    private static final Set<String> BY_PICTURES = Set.of("mpjpeg", "mjpeg");

    private final String name;
    private final Deadline deadline;
    private final BooleanSupplier stop;
    private AVFormatContext container;
    private PipeInput pipe;
    private int video;
    private long errors;
    private boolean cutOff;
    private boolean plainFile;
    private boolean web;

    private Demuxer(final String name, final Deadline deadline, final BooleanSupplier stop) {
        this.name = name;
        this.deadline = deadline;
        this.stop = stop;
    }

    /**
     * Opens a source and finds its video stream.
     *
     * @param source a path, an address with a scheme, or "-" for standard input
     * @param options deadlines and whether it is live
     * @return the open container
     * @throws Fault of kind INPUT if there is no such source or no video in it
     */
    static Demuxer open(final String source, final ReaderOptions options) {
        final boolean network = isNetwork(source);
        final boolean standardInput = source.equals("-");
        final Path path = network || standardInput ? null : existing(source);
        final boolean device = isDevice(path);
        if (device) {
            Natives.loadCameras();
        }
        final Deadline deadline =
                new Deadline(network || device ? options.networkDeadline() : options.fileDeadline(), options.stop());
        final Demuxer demuxer = new Demuxer(
                standardInput ? "standard input" : Addresses.withoutSecrets(source), deadline, options.stop());
        demuxer.plainFile = path != null && Files.isRegularFile(path);
        demuxer.web = network && source.toLowerCase(Locale.ROOT).startsWith("http");
        try {
            if (standardInput || path != null && !device && !Files.isRegularFile(path)) {
                demuxer.pipe = new PipeInput(path, deadline);
            }
            final String address = demuxer.pipe != null ? "" : network || device ? source : "file:" + path;
            demuxer.openContainer(address, device ? DEVICES : null, options);
            demuxer.findVideo();
            return demuxer;
        } catch (final RuntimeException e) {
            demuxer.close();
            throw e;
        }
    }

    /** Whether a source is an address, such as rtsp://camera/1, and not a path. */
    static boolean isNetwork(final String source) {
        return source.matches("[A-Za-z][A-Za-z0-9+.-]+://.*") && !source.startsWith("file:");
    }

    /** Whether a path is that of a camera at this machine. */
    static boolean isDevice(final Path path) {
        return path != null
                && path.startsWith("/dev")
                && path.getFileName().toString().startsWith("video");
    }

    private static Path existing(final String source) {
        final Path path;
        // An address with a slip in its scheme passes for a path, its password included.
        final String shown = Addresses.withoutSecrets(source);
        try {
            path = Path.of(source.replaceFirst("^file:(//)?", ""));
        } catch (final InvalidPathException e) {
            throw Fault.of(Fault.Kind.INPUT, "'%s' is not a valid path: check the input's name.", shown)
                    .because(e);
        }
        if (!Files.exists(path)) {
            throw Fault.of(Fault.Kind.INPUT, "There is no file '%s': check the input's name.", shown);
        }
        if (Files.isDirectory(path)) {
            throw Fault.of(Fault.Kind.INPUT, "'%s' is a folder, not a video: name a file in it.", shown);
        }
        if (!Files.isReadable(path)) {
            throw Fault.of(Fault.Kind.INPUT, "'%s' may not be read: check its permissions.", shown);
        }
        return path;
    }

    private void openContainer(final String address, final String format, final ReaderOptions reading) {
        container = avformat_alloc_context();
        deadline.watch(container);
        if (format != null) {
            // A read of a device would block in the kernel, where no deadline reaches it.
            container.flags(container.flags() | AVFormatContext.AVFMT_FLAG_NONBLOCK);
        }
        if (pipe != null) {
            container.pb(pipe.context());
        }
        final AVDictionary options = new AVDictionary(null);
        if (address.toLowerCase(Locale.ROOT).startsWith("rtsp")) {
            av_dict_set(options, "rtsp_transport", reading.transport().option(), 0);
            if (reading.transport().prefersTcp()) {
                av_dict_set(options, "rtsp_flags", "prefer_tcp", 0);
            }
        }
        if (reading.live()) {
            av_dict_set(options, "analyzeduration", "500000", 0);
        }
        deadline.restart();
        final AVInputFormat known = format == null ? null : av_find_input_format(format);
        int code = avformat_open_input(container, address, known, options);
        av_dict_free(options);
        if (code < 0) {
            container = null;
            throw notOpened(code);
        }
        deadline.restart();
        code = avformat_find_stream_info(container, (PointerPointer<?>) null);
        if (code < 0) {
            throw notOpened(code);
        }
    }

    private Fault notOpened(final int code) {
        if (deadline.left() < 0) {
            return silent();
        }
        if (stop.getAsBoolean()) {
            return Fault.of(Fault.Kind.INPUT, "'%s' was not opened: interrupted.", name);
        }
        if (code == AVERROR_INVALIDDATA()) {
            return Fault.of(
                    Fault.Kind.INPUT,
                    "'%s' is not a video, or it was cut off before its index was written: try to play it.",
                    name);
        }
        return Fault.of(Fault.Kind.INPUT, "'%s' could not be opened: %s.", name, AvError.text(code));
    }

    private Fault silent() {
        return Fault.of(
                Fault.Kind.INPUT,
                "'%s' gave no data for %s s: check that its sender is running.",
                name,
                String.format(Locale.ROOT, "%.3g", deadline.seconds()));
    }

    private void findVideo() {
        video = av_find_best_stream(container, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        // Text files pass as "terminal animations", music files carry their cover as a video of one picture.
        final boolean text = container.iformat().name().getString().equals("tty");
        if (text) {
            throw notOpened(AVERROR_INVALIDDATA());
        }
        if (video < 0 || (container.streams(video).disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
            throw Fault.of(Fault.Kind.INPUT, "'%s' has no video stream: name a file with pictures in it.", name);
        }
        for (int i = 0; i < container.nb_streams(); i++) {
            final int type = container.streams(i).codecpar().codec_type();
            if (type == AVMEDIA_TYPE_UNKNOWN || type == AVMEDIA_TYPE_ATTACHMENT) {
                container.streams(i).discard(AVDISCARD_ALL);
            }
        }
    }

    /** Whether packets come when it is their time, or as fast as somebody reads. */
    boolean isPacedBySender() {
        final String format = container.iformat().name().getString();
        if (plainFile || BY_PIECES.contains(format)) {
            return false;
        }
        if (container.pb() == null || BY_PICTURES.contains(format)) {
            return true;
        }
        // Only what lies somewhere as a whole has a size; a film may come without it but knows its length.
        return avio_size(container.pb()) <= 0 && !(web && container.duration() > 0);
    }

    String name() {
        return name;
    }

    AVFormatContext container() {
        return container;
    }

    AVStream videoStream() {
        return container.streams(video);
    }

    int videoIndex() {
        return video;
    }

    /** Read errors that were passed over. */
    long errors() {
        return errors;
    }

    /** Whether the source ended in an error instead of its end. */
    boolean cutOff() {
        return cutOff;
    }

    /**
     * Reads the next packet of any stream.
     *
     * @param into an empty packet
     * @return false at the end
     * @throws Fault of kind INPUT if the deadline passes
     */
    boolean read(final AVPacket into) {
        int failures = 0;
        deadline.restart();
        while (true) {
            final int code = av_read_frame(container, into);
            if (code >= 0 && deadline.left() >= 0) {
                return true;
            }
            // An interrupted read may hand out what was left of the packet before.
            av_packet_unref(into);
            if (code == AVERROR_EOF() && deadline.left() >= 0) {
                cutOff |= container.pb() != null && container.pb().error() < 0;
                return false;
            }
            if (deadline.left() < 0) {
                throw silent();
            }
            if (stop.getAsBoolean()) {
                return false;
            }
            if (code == AvError.EAGAIN) {
                LockSupport.parkNanos(NAP_NANOS);
            } else {
                errors++;
                if (++failures >= HOPELESS) {
                    LOG.warn("'{}' cannot be read further: {}", name, AvError.text(code));
                    cutOff = true;
                    return false;
                }
            }
        }
    }

    @Override
    public void close() {
        if (container != null) {
            avformat_close_input(container);
            container = null;
        }
        try {
            if (pipe != null) {
                pipe.close();
                pipe = null;
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the pipe " + name + " could not be closed", e);
        }
        deadline.close();
    }
}
