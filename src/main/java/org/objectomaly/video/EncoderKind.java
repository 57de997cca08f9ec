package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * The encoders this program knows how to set up, best first, and what a quality of 1 to 100 becomes in each.
 *
 * <p>All are run at constant quality, so that a still night road is small and a busy one stays sharp. The common scale is
 * H.264's quantiser, {@code QP = 51 - 0.37 quality}: 14 at 100, 23 at 75 (the default), 32 at 50, 51 at 1.
 *
 * <ul>
 *   <li>{@code h264_nvenc}: {@code cq} = QP
 *   <li>{@code libx264}: {@code crf} = QP, preset superfast
 *   <li>{@code libopenh264}: {@code qmin} = {@code qmax} = QP, a slice a thread
 *   <li>{@code mpeg4}: {@code qscale} 2 to 31 with the same quantiser step, {@code 0.3125 * 2^(QP/6)}
 * </ul>
 *
 * <p>For live pictures the same quantiser is the best that is used, and a bit rate the most: a still road costs little, a
 * busy one loses sharpness instead of delaying its viewers. No frame waits in the encoder for a later one.
 */
enum EncoderKind {
    NVENC("h264_nvenc", "needs an NVIDIA GPU and its driver") {
        @Override
        void set(final AVCodecContext context, final AVDictionary options, final int quality, final int threads) {
            av_dict_set(options, "preset", "p4", 0);
            av_dict_set(options, "rc", "vbr", 0);
            av_dict_set(options, "cq", Integer.toString(quantiser(quality)), 0);
            av_dict_set(options, "b", "0", 0);
            av_dict_set(options, "forced-idr", "1", 0);
            av_dict_set(options, "delay", "0", 0);
        }

        @Override
        void setLive(final AVCodecContext context, final AVDictionary options, final int quality, final long rate) {
            av_dict_set(options, "preset", "p3", 0);
            av_dict_set(options, "tune", "ull", 0);
            av_dict_set(options, "rc", "vbr", 0);
            av_dict_set(options, "cq", Integer.toString(quantiser(quality)), 0);
            av_dict_set(options, "forced-idr", "1", 0);
            av_dict_set(options, "delay", "0", 0);
            av_dict_set(options, "zerolatency", "1", 0);
            context.bit_rate(0);
            limit(context, rate);
        }
    },
    X264("libx264", "needs the program built with -Dffmpeg.natives=linux-x86_64-gpl") {
        @Override
        void set(final AVCodecContext context, final AVDictionary options, final int quality, final int threads) {
            context.thread_count(threads);
            av_dict_set(options, "preset", "superfast", 0);
            av_dict_set(options, "crf", Integer.toString(quantiser(quality)), 0);
            av_dict_set(options, "forced-idr", "1", 0);
            // Frames inside the encoder are lost when the process is killed: look ahead a quarter of a second at most.
            final double rate =
                    (double) context.framerate().num() / context.framerate().den();
            final int ahead = (int) Math.max(1, Math.min(10, rate / 4));
            av_dict_set(options, "rc-lookahead", Integer.toString(ahead), 0);
        }

        @Override
        void setLive(final AVCodecContext context, final AVDictionary options, final int quality, final long rate) {
            context.thread_count(1);
            av_dict_set(options, "preset", "superfast", 0);
            av_dict_set(options, "tune", "zerolatency", 0);
            av_dict_set(options, "crf", Integer.toString(quantiser(quality)), 0);
            av_dict_set(options, "forced-idr", "1", 0);
            limit(context, rate);
        }
    },
    OPENH264("libopenh264", "is not in this build of FFmpeg, or the picture is too large for it") {
        @Override
        void set(final AVCodecContext context, final AVDictionary options, final int quality, final int threads) {
            context.thread_count(threads);
            context.slices(threads);
            context.qmin(quantiser(quality));
            context.qmax(quantiser(quality));
            // A rate that is never reached: between equal bounds of the quantiser the rate control has no say.
            context.bit_rate(UNREACHED_BIT_RATE);
            av_dict_set(options, "rc_mode", "quality", 0);
            av_dict_set(options, "allow_skip_frames", "0", 0);
        }

        /**
         * Measured in processor time on 1280 x 720 dashcam pictures, quality 75, 3 Mbit/s: 16 ms a frame as it is here;
         * with the loop filter 18, with CABAC 21, with two slices on two threads 23 (15 until the frame is done), at
         * constant quality (12 Mbit/s) 25. FFmpeg offers no complexity; the encoder's own is the lowest.
         */
        @Override
        void setLive(final AVCodecContext context, final AVDictionary options, final int quality, final long rate) {
            context.thread_count(1);
            context.slices(1);
            context.qmin(quantiser(quality));
            context.qmax(COARSEST);
            context.bit_rate(rate);
            context.rc_max_rate(rate);
            av_dict_set(options, "rc_mode", "bitrate", 0);
            av_dict_set(options, "loopfilter", "0", 0);
            av_dict_set(options, "allow_skip_frames", "0", 0);
        }
    },
    MPEG4("mpeg4", "is not in this build of FFmpeg") {
        @Override
        void set(final AVCodecContext context, final AVDictionary options, final int quality, final int threads) {
            context.thread_count(threads);
            context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
            context.global_quality(FF_QP2LAMBDA * quantiserScale(quality));
        }

        @Override
        void setLive(final AVCodecContext context, final AVDictionary options, final int quality, final long rate) {
            // Nothing waits in it as it is.
            set(context, options, quality, 1);
        }
    };

    /** The coarsest quantiser of H.264: a picture that is late is worth less than one that is not sharp. */
    private static final int COARSEST = 51;

    private static final int SMALLEST_OPENH264 = 16;

    private static final long UNREACHED_BIT_RATE = 100_000_000L;

    private final String encoder;
    private final String condition;

    EncoderKind(final String encoder, final String condition) {
        this.encoder = encoder;
        this.condition = condition;
    }

    /** FFmpeg's name. */
    String encoder() {
        return encoder;
    }

    /** What it takes for the encoder to open, to follow its name. */
    String condition() {
        return condition;
    }

    /**
     * MPEG-4 counts time in units of at least 1/65535 s, coarser than the clock of most containers.
     *
     * @return true if frames must be numbered instead of timed inside the encoder
     */
    boolean countsFrames() {
        return this == MPEG4;
    }

    /**
     * Whether it takes pictures of a size; libopenh264 opens for any and then refuses the first small one.
     *
     * @param width columns
     * @param height rows
     * @return false for one that it is known to refuse; others it may still refuse when it is opened
     */
    boolean takes(final int width, final int height) {
        return this != OPENH264 || Math.min(width, height) >= SMALLEST_OPENH264;
    }

    /**
     * Whether it makes H.264, which browsers show and cameras' receivers take.
     *
     * @return false for MPEG-4
     */
    boolean isH264() {
        return this != MPEG4;
    }

    /**
     * Sets what differs between encoders.
     *
     * @param context size, rate and time base are set
     * @param options private options, to be added to
     * @param quality 1 to 100
     * @param threads 1 or more
     */
    abstract void set(AVCodecContext context, AVDictionary options, int quality, int threads);

    /**
     * Sets what differs between encoders for a live picture.
     *
     * @param context size, rate and time base are set
     * @param options private options, to be added to
     * @param quality 1 to 100, the best that is used
     * @param rate bits a second at most
     */
    abstract void setLive(AVCodecContext context, AVDictionary options, int quality, long rate);

    private static void limit(final AVCodecContext context, final long rate) {
        context.rc_max_rate(rate);
        // Half a second: a key frame may be larger than its share, but not by more than a viewer's patience.
        context.rc_buffer_size((int) Math.min(Integer.MAX_VALUE, rate / 2));
    }

    /**
     * The quantiser of H.264 for a quality.
     *
     * @param quality 1 to 100
     * @return 14 to 51
     */
    static int quantiser(final int quality) {
        return (int) Math.round(51 - 0.37 * quality);
    }

    /**
     * The quantiser scale of MPEG-4 for a quality, by equal step size.
     *
     * @param quality 1 to 100
     * @return 2 to 31
     */
    static int quantiserScale(final int quality) {
        final double step = 0.3125 * Math.pow(2, quantiser(quality) / 6.0);
        return (int) Math.max(2, Math.min(31, Math.round(step)));
    }
}
