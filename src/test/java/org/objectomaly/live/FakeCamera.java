package org.objectomaly.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectomaly.annotate.View;
import org.objectomaly.video.FfmpegTool;

/** A camera that plays the sample clip over and over, as JPEG pictures and as fragments of an MP4. */
public final class FakeCamera implements CameraView, AutoCloseable {
    private static final int FRAMES_A_SECOND = 10;

    private final String name;
    private final Feed jpegs;
    private final Feed fragments;
    private final List<byte[]> pictures;
    private final List<byte[]> pieces;
    private final String type;
    private final Thread thread;
    private volatile Look look = new Look(View.OVERLAY, 0.4f);
    private volatile CameraState state = CameraState.LIVE;
    private volatile String trouble;
    private volatile Instant since = Instant.now();
    private volatile boolean closing;
    private volatile long frames;
    private volatile long lastDelay;

    /**
     * Begins to play.
     *
     * @param name the camera's name
     * @param media what {@link #media} made
     */
    public FakeCamera(final String name, final Media media) {
        this.name = name;
        pictures = media.pictures();
        pieces = media.pieces();
        type = media.type();
        jpegs = new Feed(1, nanos -> lastDelay = nanos);
        fragments = new Feed(60, nanos -> lastDelay = nanos);
        thread = new Thread(this::play, "fake-camera-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * What a camera plays.
     *
     * @param pictures JPEG
     * @param pieces an MP4 in parts: the initialisation segment, then one fragment a frame
     * @param type MIME type with codecs
     */
    public record Media(List<byte[]> pictures, List<byte[]> pieces, String type) {}

    /**
     * Makes pictures and fragments of the first seconds of the sample clip.
     *
     * @param folder where to
     * @return what cameras may play
     */
    public static Media media(final Path folder) {
        final String scale = "fps=" + FRAMES_A_SECOND + ",scale=640:-2";
        final Path clip = folder.resolve("fragments.mp4");
        FfmpegTool.ffmpeg(List.of(
                "-t", "6", "-i", "samples/drive.mp4", "-vf", scale, "-q:v", "4", folder.resolve("%03d.jpg") + ""));
        FfmpegTool.ffmpeg(List.of(
                "-t",
                "6",
                "-i",
                "samples/drive.mp4",
                "-an",
                "-vf",
                scale,
                "-c:v",
                "libopenh264",
                "-g",
                "10",
                "-movflags",
                "frag_every_frame+empty_moov+default_base_moof",
                clip.toString()));
        try (Stream<Path> files = Files.list(folder)) {
            final List<byte[]> pictures = new ArrayList<>();
            for (final Path file : files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList()) {
                pictures.add(Files.readAllBytes(file));
            }
            return pieces(Files.readAllBytes(clip), pictures);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Media pieces(final byte[] mp4, final List<byte[]> pictures) {
        final List<byte[]> pieces = new ArrayList<>();
        int begin = 0;
        for (int at = 0; at < mp4.length; ) {
            final int size = ByteBuffer.wrap(mp4).getInt(at);
            final String box = new String(mp4, at + 4, 4, StandardCharsets.US_ASCII);
            at += size;
            if (box.equals("moov") || box.equals("mdat")) {
                pieces.add(java.util.Arrays.copyOfRange(mp4, begin, at));
                begin = at;
            }
        }
        final byte[] header = pieces.get(0);
        final int avcc = new String(header, StandardCharsets.ISO_8859_1).indexOf("avcC");
        final String profile = HexFormat.of().formatHex(header, avcc + 5, avcc + 8);
        return new Media(pictures, pieces, "video/mp4; codecs=\"avc1." + profile + "\"");
    }

    private void play() {
        try {
            while (!closing) {
                fragments.publish(new Feed.Piece(pieces.get(0), type, true, System.nanoTime()));
                for (int i = 1; i < pieces.size() && !closing; i++) {
                    Thread.sleep(1000 / FRAMES_A_SECOND);
                    if (state == CameraState.LIVE) {
                        final long now = System.nanoTime();
                        fragments.publish(new Feed.Piece(pieces.get(i), null, (i - 1) % 10 == 0, now));
                        jpegs.publish(new Feed.Piece(pictures.get((i - 1) % pictures.size()), null, true, now));
                        frames++;
                    }
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Changes what it is doing.
     *
     * @param now the new state
     * @param why in one sentence, or null
     */
    public void state(final CameraState now, final String why) {
        state = now;
        trouble = why;
        since = Instant.now();
    }

    /**
     * A picture.
     *
     * @return JPEG
     */
    public byte[] picture() {
        return pictures.get(0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String source() {
        return "rtsp://camera.example/" + name;
    }

    @Override
    public CameraStatus status() {
        final Map<DropCause, Long> drops = new EnumMap<>(Map.of(DropCause.BUSY, 12L, DropCause.DAMAGED, 1L));
        final double delay = lastDelay == 0 ? Double.NaN : lastDelay / 1e9;
        return new CameraStatus(
                state,
                since,
                trouble,
                640,
                360,
                "h264",
                frames + 13,
                frames,
                10.2,
                9.9,
                2.1,
                drops,
                3,
                0.21,
                delay,
                2 * delay,
                jpegs.viewers() + fragments.viewers(),
                new CameraStatus.Forward(true, frames, 4, 1));
    }

    @Override
    public Look look() {
        return look;
    }

    @Override
    public void look(final Look wanted) {
        look = wanted;
    }

    @Override
    public Feed jpegs() {
        return jpegs;
    }

    @Override
    public Feed fragments() {
        return fragments;
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
