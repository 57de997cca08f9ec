package org.objectomaly.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** Renders the drive and encodes it: the film with sound, as a dashcam writes it, and its ground truth beside it. */
public final class MakeClip {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int FPS = 25;
    private static final int FRAMES = 220;
    private static final int VIDEO_BITS = 3_900_000;
    private static final int SOUND_BITS = 128_000;
    /** When the saloon comes past. */
    private static final double PASSING = 1.5;

    private MakeClip() {}

    /**
     * Makes both files, replacing what is there.
     *
     * @param arguments the film (.mp4), the truth (.mkv) and, for a shorter clip, the number of frames
     * @throws IOException if they cannot be written
     */
    public static void main(final String[] arguments) throws IOException {
        final int frames = arguments.length > 2 ? Integer.parseInt(arguments[2]) : FRAMES;
        final Renderer renderer = new Renderer(Street.ofSample(), WIDTH, HEIGHT, 4, (double) frames / FPS);
        final Sensor sensor = new Sensor(WIDTH, HEIGHT);
        final Sound sound = new Sound(PASSING);
        final long start = System.nanoTime();
        try (FFmpegFrameRecorder film = film(Path.of(arguments[0]));
                FFmpegFrameRecorder truth = truth(Path.of(arguments[1]))) {
            film.start();
            truth.start();
            for (int i = 0; i < frames; i++) {
                final double seconds = (double) i / FPS;
                record(
                        film,
                        sensor.develop(renderer.light(seconds), Drive.exposure(seconds), i),
                        avutil.AV_PIX_FMT_YUV420P);
                film.recordSamples(Sound.RATE, 2, ShortBuffer.wrap(sound.next(Sound.RATE / FPS)));
                record(truth, renderer.truth(seconds), avutil.AV_PIX_FMT_GRAY8);
                System.err.printf("\rframe %d of %d, %.0f s", i + 1, frames, (System.nanoTime() - start) / 1e9);
            }
            System.err.println();
        }
    }

    private static FFmpegFrameRecorder film(final Path file) {
        final FFmpegFrameRecorder film = new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT, 2);
        film.setFormat("mp4");
        film.setVideoCodecName("libopenh264");
        film.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        film.setFrameRate(FPS);
        film.setGopSize(2 * FPS);
        film.setVideoBitrate(VIDEO_BITS);
        film.setVideoOption("colorspace", "bt709");
        film.setVideoOption("color_primaries", "bt709");
        film.setVideoOption("color_trc", "bt709");
        film.setVideoOption("color_range", "tv");
        film.setOption("movflags", "+faststart");
        film.setAudioCodecName("aac");
        film.setSampleRate(Sound.RATE);
        film.setAudioBitrate(SOUND_BITS);
        return film;
    }

    private static FFmpegFrameRecorder truth(final Path file) {
        final FFmpegFrameRecorder truth = new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT, 0);
        truth.setFormat("matroska");
        truth.setVideoCodecName("ffv1");
        truth.setPixelFormat(avutil.AV_PIX_FMT_GRAY8);
        truth.setFrameRate(FPS);
        // What the coder has learned about masks lasts from one key frame to the next.
        truth.setGopSize(2 * FPS);
        truth.setVideoOption("level", "1");
        truth.setVideoOption("coder", "rice");
        truth.setVideoOption("context", "0");
        return truth;
    }

    private static void record(final FFmpegFrameRecorder recorder, final byte[] planes, final int format)
            throws FFmpegFrameRecorder.Exception {
        final ByteBuffer picture = ByteBuffer.allocateDirect(planes.length);
        picture.put(planes).flip();
        recorder.recordImage(WIDTH, HEIGHT, Frame.DEPTH_UBYTE, 1, WIDTH, format, picture);
    }
}
