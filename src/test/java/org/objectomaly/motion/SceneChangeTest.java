package org.objectomaly.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.YuvPlanes;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.TestClips;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.VideoReader;

final class SceneChangeTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;

    private final SceneChange change = new SceneChange();

    @Test
    void shouldTakeTheFirstFrameAndAnotherSizeForACut() {
        assertEquals(SceneChange.Kind.CUT, change.see(scene(WIDTH, HEIGHT, 1, 1, 0, 0)));
        assertEquals(SceneChange.Kind.NONE, change.see(scene(WIDTH, HEIGHT, 1, 1, 0, 1)));
        assertEquals(SceneChange.Kind.CUT, change.see(scene(HEIGHT, WIDTH, 1, 1, 0, 0)));
    }

    @Test
    void shouldNoticeAnotherScene() {
        change.see(scene(WIDTH, HEIGHT, 1, 1, 0, 0));
        assertEquals(SceneChange.Kind.CUT, change.see(scene(WIDTH, HEIGHT, 2, 1, 0, 0)));
    }

    @Test
    void shouldNoticeAnotherLight() {
        change.see(scene(WIDTH, HEIGHT, 1, 0.6, 20, 0));
        assertEquals(SceneChange.Kind.EXPOSURE, change.see(scene(WIDTH, HEIGHT, 1, 0.6, 50, 1)), "brighter");
        assertEquals(SceneChange.Kind.EXPOSURE, change.see(scene(WIDTH, HEIGHT, 1, 0.3, 60, 2)), "flatter");
        assertEquals(SceneChange.Kind.NONE, change.see(scene(WIDTH, HEIGHT, 1, 0.3, 62, 3)), "a little brighter");
    }

    @Test
    void shouldTakeDarknessForACutOnce() {
        change.see(scene(WIDTH, HEIGHT, 1, 1, 0, 0));
        assertEquals(SceneChange.Kind.CUT, change.see(scene(WIDTH, HEIGHT, 1, 0, 16, 0)));
        assertEquals(SceneChange.Kind.NONE, change.see(scene(WIDTH, HEIGHT, 1, 0, 16, 0)));
    }

    @Test
    void shouldSeeNoChangeInADrive() {
        try (VideoReader reader = VideoReader.open(TestClips.constantRate().toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            reader.read(frame);
            change.see(frame.planes());
            while (reader.read(frame)) {
                final long index = frame.index();
                assertEquals(SceneChange.Kind.NONE, change.see(frame.planes()), () -> "frame " + index);
            }
        }
    }

    /** Smooth random luma, moved a few pixels to the side. */
    private static YuvPlanes scene(
            final int width,
            final int height,
            final int seed,
            final double contrast,
            final int light,
            final int moved) {
        final double[] tops = new Random(seed).doubles(64, 0, 200).toArray();
        final byte[] luma = new byte[width * height];
        for (int i = 0; i < luma.length; i++) {
            final int column = Math.min(7, Math.max(0, (i % width + moved) * 8 / width));
            final int row = Math.min(7, i / width * 8 / height);
            luma[i] = (byte) Math.round(light + contrast * tops[8 * row + column]);
        }
        final ByteBuffer plane =
                ByteBuffer.allocateDirect(luma.length).put(luma).flip();
        return new YuvPlanes(width, height, plane, width, plane, plane, width / 2, true, false);
    }
}
