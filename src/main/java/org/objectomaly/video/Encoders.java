package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.objectomaly.Fault;
import org.objectomaly.Natives;

/** Finds the encoder to write with, by trying: the only test that is right about drivers and builds. */
public final class Encoders {
    private static final int PROBE_WIDTH = 640;
    private static final int PROBE_HEIGHT = 360;
    private static final double SECONDS_BETWEEN_KEY_FRAMES = 2;

    private Encoders() {}

    /**
     * Whether one encoder opens on this machine.
     *
     * @param name FFmpeg's name, as {@code --encoder} takes it
     * @param opens whether it can be used
     * @param reason why not; empty if it can
     */
    public record Availability(String name, boolean opens, String reason) {}

    /**
     * Tries every encoder, in the order in which one is chosen.
     *
     * @return one entry an encoder
     */
    public static List<Availability> available() {
        Natives.loadVideo();
        final List<Availability> found = new ArrayList<>();
        for (final EncoderKind kind : EncoderKind.values()) {
            final Setup setup =
                    new Setup(PROBE_WIDTH, PROBE_HEIGHT, new int[] {1, 30}, 30, 1, 1, Colours.untagged(PROBE_HEIGHT));
            final Attempt attempt = attempt(kind, setup, steady(kind, WriterOptions.defaults()));
            if (attempt.opened()) {
                avcodec_free_context(attempt.context());
            }
            final String reason = kind.condition() + " (" + AvError.text(attempt.code()) + ")";
            found.add(new Availability(kind.encoder(), attempt.opened(), attempt.opened() ? "" : reason));
        }
        return List.copyOf(found);
    }

    /**
     * What is to be encoded.
     *
     * @param width even number of columns
     * @param height even number of rows
     * @param timeBase unit of the frames' timestamps, numerator and denominator
     * @param frameRate frames a second
     * @param aspectNumerator width of a pixel, 0 if unknown
     * @param aspectDenominator height of a pixel
     * @param colours how to tag the video
     */
    record Setup(
            int width,
            int height,
            int[] timeBase,
            double frameRate,
            int aspectNumerator,
            int aspectDenominator,
            Colours colours) {}

    /**
     * An encoder that is open.
     *
     * @param kind which one
     * @param context to be freed by the holder
     */
    record Open(EncoderKind kind, AVCodecContext context) {}

    /**
     * Opens the named encoder, or the first that opens.
     *
     * @param setup what is to be encoded
     * @param options name, quality and threads
     * @return the open encoder
     * @throws Fault of kind USAGE if the named one does not open, of kind OUTPUT if none does
     */
    static Open open(final Setup setup, final WriterOptions options) {
        return first(setup, options.encoder(), EncoderKind.values(), kind -> steady(kind, options))
                .orElseThrow(() -> noneOpens(setup, options.encoder(), EncoderKind.values()));
    }

    /**
     * The same with a bound on the bits a second, and with as little time as the encoder can do with. An encoder that has
     * no such settings, or takes such pictures only without, keeps its quality.
     *
     * @param setup what is to be encoded
     * @param options name, quality, threads and rate
     * @return the open encoder
     * @throws Fault of kind USAGE if the named one does not open, of kind OUTPUT if none does
     */
    static Open openHurried(final Setup setup, final WriterOptions options) {
        return live(setup, options, options.rate()).orElseGet(() -> open(setup, options));
    }

    /**
     * Opens the named encoder, or the first that opens, for a live picture in H.264: no frame waits for a later one.
     *
     * @param setup what is to be encoded
     * @param options name and quality, which is the best that is used
     * @param rate bits a second at most
     * @return the open encoder
     * @throws Fault of kind USAGE if the named one does not open or makes no H.264, of kind OUTPUT if none opens
     */
    static Open openLive(final Setup setup, final WriterOptions options, final long rate) {
        return live(setup, options, rate).orElseThrow(() -> noneOpens(setup, options.encoder(), forLive()));
    }

    private static Optional<Open> live(final Setup setup, final WriterOptions options, final long rate) {
        return first(
                setup,
                options.encoder(),
                forLive(),
                kind -> (context, more) -> kind.setLive(context, more, options.quality(), rate));
    }

    private static EncoderKind[] forLive() {
        return Arrays.stream(EncoderKind.values()).filter(EncoderKind::isH264).toArray(EncoderKind[]::new);
    }

    /** What differs between encoders, as it is put into a context and its private options. */
    private interface Settings {
        void put(AVCodecContext context, AVDictionary options);
    }

    private static Settings steady(final EncoderKind kind, final WriterOptions options) {
        return (context, more) -> kind.set(context, more, options.quality(), options.threads());
    }

    private static Optional<Open> first(
            final Setup setup,
            final String name,
            final EncoderKind[] kinds,
            final Function<EncoderKind, Settings> settings) {
        for (final EncoderKind kind : kinds) {
            if (name == null || name.equals(kind.encoder())) {
                final Attempt attempt = attempt(kind, setup, settings.apply(kind));
                if (attempt.opened()) {
                    return Optional.of(new Open(kind, attempt.context()));
                }
            }
        }
        return Optional.empty();
    }

    private static Fault noneOpens(final Setup setup, final String name, final EncoderKind[] kinds) {
        final List<String> names =
                Arrays.stream(kinds).map(EncoderKind::encoder).toList();
        final String usable = available().stream()
                .filter(Availability::opens)
                .map(Availability::name)
                .filter(names::contains)
                .collect(Collectors.joining(", "));
        if (name == null) {
            return Fault.of(
                    Fault.Kind.OUTPUT,
                    "No encoder takes pictures of %d x %d pixels: make the video smaller.",
                    setup.width(),
                    setup.height());
        }
        if (EncoderKind.MPEG4.encoder().equals(name) && !names.contains(name)) {
            return Fault.of(
                    Fault.Kind.USAGE,
                    "The encoder '%s' makes no H.264, which a live picture needs: use one of %s.",
                    name,
                    usable);
        }
        return Fault.of(
                Fault.Kind.USAGE,
                "The encoder '%s' does not open here%s: use one of %s.",
                name,
                conditionOf(name),
                usable);
    }

    private static String conditionOf(final String name) {
        for (final EncoderKind kind : EncoderKind.values()) {
            if (kind.encoder().equals(name)) {
                return " (it " + kind.condition() + ")";
            }
        }
        return "";
    }

    /** An encoder that was tried: its context if it opened, FFmpeg's error if not. */
    private record Attempt(int code, AVCodecContext context) {
        boolean opened() {
            return code >= 0;
        }
    }

    private static Attempt attempt(final EncoderKind kind, final Setup setup, final Settings settings) {
        final AVCodec codec = avcodec_find_encoder_by_name(kind.encoder());
        if (codec == null) {
            return new Attempt(AVERROR_ENCODER_NOT_FOUND(), null);
        }
        if (!kind.takes(setup.width(), setup.height())) {
            return new Attempt(AVERROR_PATCHWELCOME(), null);
        }
        final AVCodecContext context = avcodec_alloc_context3(codec);
        setUp(context, setup);
        if (kind.countsFrames()) {
            context.time_base(rational(1, (int) Math.max(1, Math.min(65_535, Math.round(setup.frameRate())))));
        }
        final AVDictionary privateOptions = new AVDictionary(null);
        settings.put(context, privateOptions);
        final int code = avcodec_open2(context, codec, privateOptions);
        av_dict_free(privateOptions);
        if (code < 0) {
            avcodec_free_context(context);
        }
        return new Attempt(code, context);
    }

    private static void setUp(final AVCodecContext context, final Setup setup) {
        context.width(setup.width());
        context.height(setup.height());
        context.pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base(rational(setup.timeBase()[0], setup.timeBase()[1]));
        context.framerate(av_d2q(setup.frameRate(), 1_001_000));
        context.gop_size((int) Math.max(1, Math.round(SECONDS_BETWEEN_KEY_FRAMES * setup.frameRate())));
        context.max_b_frames(0);
        if (setup.aspectNumerator() > 0) {
            context.sample_aspect_ratio(rational(setup.aspectNumerator(), setup.aspectDenominator()));
        }
        setup.colours().tag(context);
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }

    /** A fraction in native memory. */
    static AVRational rational(final int numerator, final int denominator) {
        return new AVRational().num(numerator).den(denominator);
    }
}
