package org.objectomaly.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Small videos of every kind, made on first use by the ffmpeg command of the FFmpeg jar and kept in the build folder.
 */
public final class TestClips {
    private static final String H264 = "-c:v libopenh264 -b:v 1M -g 15";

    private TestClips() {}

    /**
     * Makes a clip, or finds it made.
     *
     * @param name its file name, whose ending picks the container
     * @param arguments ffmpeg's command line without the output, separated by single blanks
     * @return the file
     */
    public static synchronized Path clip(final String name, final String arguments) {
        try {
            final String key = Integer.toHexString(arguments.hashCode());
            final Path file = Path.of("target", "test-clips", key, name).toAbsolutePath();
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                final Path making = file.resolveSibling("making-" + name);
                final List<String> command = new ArrayList<>(Arrays.asList(arguments.split(" ")));
                command.add(making.toString());
                FfmpegTool.ffmpeg(command);
                Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String picture(final String size, final int rate, final double seconds) {
        return "-f lavfi -i testsrc2=s=" + size + ":r=" + rate + ":d=" + seconds;
    }

    private static String sound(final double seconds) {
        return " -f lavfi -i sine=f=440:r=44100:d=" + seconds;
    }

    /** 320x180, H.264 and AAC, 30 frames a second for 2 s, in MP4. */
    public static Path constantRate() {
        return clip("cfr.mp4", picture("320x180", 30, 2) + sound(2) + " " + H264 + " -c:a aac");
    }

    /** 320x180, H.264, 25 frames a second: 20 frames of one scene, 20 of another, and from frame 30 on in brighter light. */
    public static Path changingScenes() {
        return clip(
                "scenes.mp4",
                picture("320x180", 25, 0.8) + " -f lavfi -i smptebars=s=320x180:r=25:d=0.8"
                        + " -filter_complex [1:v]lutyuv=y=val+40:enable='gte(n,10)'[b];[0:v][b]concat=n=2 " + H264);
    }

    /** 320x180, H.264, every third frame of 30 missing and a gap of a second, in MP4. */
    public static Path variableRate() {
        return clip(
                "vfr.mp4",
                picture("320x180", 30, 3) + " -vf select='mod(n\\,3)*not(between(n\\,30\\,60))' -fps_mode vfr " + H264);
    }

    /** As {@link #constantRate()}, with B-frames and therefore an edit list, coded as MPEG-4. */
    public static Path reordered() {
        return clip("reordered.mp4", picture("320x180", 25, 2) + " -c:v mpeg4 -bf 2 -q:v 4");
    }

    /** MPEG transport stream whose clock starts at 10 s and more, with AAC. */
    public static Path transportStream() {
        return clip(
                "offset.ts",
                picture("320x180", 30, 2) + sound(2) + " " + H264 + " -c:a aac -muxdelay 0 -output_ts_offset 10.5");
    }

    /** H.264, Opus and a SubRip subtitle, which MP4 cannot hold, with two chapters, in Matroska. */
    public static Path matroska() {
        final Path words = text("words.srt", "1\n00:00:00,500 --> 00:00:01,000\nLook out!\n");
        final Path marks = text(
                "marks.ini",
                ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=Street\n"
                        + "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Motorway\n");
        return clip(
                "film.mkv",
                picture("320x180", 24, 2) + sound(2) + " -i " + words + " -i " + marks
                        + " -map 0 -map 1 -map 2 -map_chapters 3 " + H264 + " -c:a libopus -c:s subrip");
    }

    private static Path text(final String name, final String content) {
        try {
            final Path folder =
                    Files.createDirectories(Path.of("target", "test-clips").toAbsolutePath());
            return Files.writeString(folder.resolve(name), content);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** VP9 and Opus in WebM. */
    public static Path webm() {
        return clip(
                "film.webm",
                picture("320x180", 30, 1) + sound(1) + " -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus");
    }

    /** AV1 in MP4. */
    public static Path av1() {
        return clip("av1.mp4", picture("320x180", 30, 1) + " -c:v libsvtav1 -preset 12");
    }

    /** MPEG-4 and MP3 in AVI. */
    public static Path avi() {
        return clip("film.avi", picture("320x180", 25, 2) + sound(2) + " -c:v mpeg4 -q:v 4 -c:a libmp3lame");
    }

    /** MJPEG with full range in AVI, as old dashcams write it. */
    public static Path motionJpeg() {
        return clip("mjpeg.avi", picture("320x180", 15, 1) + " -c:v mjpeg -q:v 3 -pix_fmt yuvj420p");
    }

    /** H.264 and AAC in QuickTime. */
    public static Path quickTime() {
        return clip("film.mov", picture("320x180", 30, 1) + sound(1) + " " + H264 + " -c:a aac");
    }

    /** To be turned by 90 degrees by the player, with title, time and place. */
    public static Path rotated() {
        final Path upright = constantRate();
        return clip(
                "rotated.mp4",
                "-display_rotation 90 -i " + upright
                        + " -c copy -metadata title=Road -metadata creation_time=2024-05-06T07:08:09Z"
                        + " -metadata location=+48.1000+011.6000/");
    }

    /** Any pixel format, losslessly in Matroska. */
    public static Path pixelFormat(final String format) {
        return clip(format + ".mkv", picture("320x180", 10, 0.5) + " -c:v ffv1 -pix_fmt " + format);
    }

    /** Odd width and height. */
    public static Path oddSize() {
        return clip("odd.mkv", "-f lavfi -i testsrc=s=321x181:r=10:d=0.5 -c:v ffv1 -pix_fmt yuv420p");
    }

    /** A single frame. */
    public static Path oneFrame() {
        return clip("one.mp4", picture("320x180", 30, 1) + " -frames:v 1 " + H264);
    }

    /** A clip of the given size for measuring, H.264 and AAC. */
    public static Path large(final int width, final int height, final int frames) {
        return clip(
                "large-" + width + "x" + height + "-" + frames + ".mp4",
                "-f lavfi -i testsrc2=s=" + width + "x" + height + ":r=30 -f lavfi -i sine=f=440:r=44100 -frames:v "
                        + frames + " -shortest -c:v libopenh264 -b:v 6M -g 30 -c:a aac");
    }

    /** The first part of {@link #large} with its index in front, cut off in the middle of the pictures. */
    public static Path truncated() {
        try {
            final Path whole = clip(
                    "whole.mp4", picture("320x180", 30, 2) + sound(2) + " " + H264 + " -c:a aac -movflags faststart");
            final Path cut = whole.resolveSibling("truncated.mp4");
            final byte[] bytes = Files.readAllBytes(whole);
            Files.write(cut, Arrays.copyOf(bytes, bytes.length * 3 / 5));
            return cut;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
