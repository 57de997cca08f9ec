package org.objectomaly.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.golden.TestMasks;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.image.YuvPlanes;

final class OverlayTest {
    private static final float THRESHOLD = 0.5f;
    private static final AnomalyObjects NONE = new AnomalyObjects();
    /** Too small for a legend. */
    private static final int SMALL = 48;

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void shouldBlendTheColourOfAScoreInTheCodeOfTheVideo(final boolean bt709, final boolean fullRange) {
        for (float score = 0.005f; score < 1.2f; score += 0.0173f) {
            final YuvPlanes before = TestFrames.noise(SMALL, SMALL, bt709, fullRange);
            final YuvPlanes after = TestFrames.copy(before);
            final ScoreMap map = new ScoreMap(SMALL, SMALL);
            map.fill(score);
            draw(View.OVERLAY, after, map, NONE);
            final double opacity = opacity(Math.min(score, 1));
            final double[] colour = yuv(ColourScale.TINT.colour(score), bt709, fullRange);
            for (int i = 0; i < SMALL; i++) {
                final String where = "score " + score + " at pixel " + i;
                final int x = i;
                final int y = i / 3;
                assertEquals(mix(TestFrames.y(before, x, y), colour[0], opacity), TestFrames.y(after, x, y), 1, where);
                assertEquals(mix(TestFrames.u(before, x, y), colour[1], opacity), TestFrames.u(after, x, y), 1, where);
                assertEquals(mix(TestFrames.v(before, x, y), colour[2], opacity), TestFrames.v(after, x, y), 1, where);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2,2", "3,3", "64,48", "101,51", "640,359"})
    void shouldDrawAMapThatIsOnAGpuThereAndAlike(final int width, final int height) {
        try (CudaDevice device = HostCuda.open(0)) {
            for (final View view : View.values()) {
                final YuvPlanes source = TestFrames.noise(width, height);
                final ScoreMap map = new ScoreMap(width, height);
                System.arraycopy(
                        TestMasks.scores(new Random(width), width * height), 0, map.values(), 0, width * height);
                map.values()[0] = Float.NaN;
                map.values()[width * height - 1] = Float.POSITIVE_INFINITY;
                final int columns = view.outputWidth(width);
                final YuvPlanes must = TestFrames.noise(columns, height);
                final YuvPlanes is = TestFrames.copy(must);
                final YuvPlanes sourceThere = TestFrames.copy(source);
                try (Overlay overlay = new Overlay(view, THRESHOLD)) {
                    overlay.draw(source, must, map, NONE, 1, Double.NaN);
                    DeviceMap.read(map, device);
                    overlay.draw(sourceThere, is, map, NONE, 1, Double.NaN);
                }
                assertSame(device, DeviceMap.whereIs(map), "the map was not drawn where it is");
                assertEquals(0, must.y().compareTo(is.y()), view + " luma");
                assertEquals(0, must.u().compareTo(is.u()), view + " blue");
                assertEquals(0, must.v().compareTo(is.v()), view + " red");
                map.release();
            }
        }
    }

    @Test
    void shouldBlendIntoInterleavedChromaAsIntoPlanes() {
        final YuvPlanes planes = TestFrames.noise(64, 48);
        final int chroma = 32 * 24;
        final ScoreMap map = new ScoreMap(64, 48);
        System.arraycopy(TestMasks.scores(new Random(3), 64 * 48), 0, map.values(), 0, 64 * 48);
        final Ink ink = new Ink(new YuvCode(false, false), ColourScale.TINT);
        final ByteBuffer pairs = ByteBuffer.allocateDirect(2 * chroma);
        for (int i = 0; i < chroma; i++) {
            final int at = i / 32 * planes.chromaStride() + i % 32;
            pairs.put(2 * i, planes.u().get(at)).put(2 * i + 1, planes.v().get(at));
        }
        try (CudaDevice device = HostCuda.open(0);
                DeviceBuffer y = new DeviceBuffer(device);
                DeviceBuffer uv = new DeviceBuffer(device);
                DeviceBuffer tables = new DeviceBuffer(device)) {
            final int[] all = DeviceScoreLayer.entries(ink);
            final long table = tables.put(all, all.length).address();
            y.put(planes.y());
            uv.put(pairs);
            device.kernel("overlay", "overlay_scores")
                    .begin()
                    .address(DeviceMap.read(map, device).address())
                    .integer(64)
                    .integer(48)
                    .buffer(y)
                    .integer(planes.yStride())
                    .buffer(uv)
                    .address(uv.address() + 1)
                    .integer(64)
                    .integer(2)
                    .address(table)
                    .address(table + 4L * Ink.LEVELS)
                    .address(table + 8L * Ink.LEVELS)
                    .integer(ink.firstVisible)
                    .launch(1, 24, 1, 128);
            uv.get(pairs);
            map.release();
        }
        final Canvas canvas = new Canvas();
        canvas.lay(planes, 0, 64);
        new ScoreLayer().draw(map, ink, canvas);
        for (int i = 0; i < chroma; i++) {
            final int at = i / 32 * planes.chromaStride() + i % 32;
            assertEquals(planes.u().get(at), pairs.get(2 * i), "blue " + i);
            assertEquals(planes.v().get(at), pairs.get(2 * i + 1), "red " + i);
        }
    }

    @Test
    void shouldBeBrighterTheHigherTheScoreWithoutColourVision() {
        double last = -1;
        for (double score = 0; score <= 1; score += 0.01) {
            final double luma = yuv(ColourScale.SOLID.colour(score), true, true)[0];
            assertTrue(luma > last, "luma falls at a score of " + score);
            last = luma;
        }
        assertTrue(last > 200, "the highest score is not bright");
    }

    @Test
    void shouldChangeNothingOutsideOfTheLegendWhereNothingIsUnexpected() {
        final YuvPlanes before = TestFrames.noise(640, 360);
        final YuvPlanes after = TestFrames.copy(before);
        draw(View.OVERLAY, after, new ScoreMap(640, 360), NONE);
        int legend = 0;
        for (int y = 0; y < 360; y++) {
            for (int x = 0; x < 640; x++) {
                if (!TestFrames.same(before, after, x, y)) {
                    legend++;
                    assertTrue(x < 200 && y > 280, "changed at " + x + ", " + y);
                }
            }
        }
        assertTrue(legend > 5000, "the legend is missing");
    }

    @Test
    void shouldNotTouchTheMemoryBetweenTheRows() {
        final YuvPlanes before = TestFrames.noise(101, 51);
        final YuvPlanes after = TestFrames.copy(before);
        final ScoreMap map = new ScoreMap(101, 51);
        map.fill(1);
        draw(View.HEATMAP, after, map, TestFrames.objects(map));
        for (int y = 0; y < 51; y++) {
            for (int x = 101; x < before.yStride(); x++) {
                assertEquals(TestFrames.y(before, x, y), TestFrames.y(after, x, y));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = View.class, names = "SPLIT", mode = EnumSource.Mode.EXCLUDE)
    void shouldGiveAScoreTheSameColourWhateverElseThePictureHolds(final View view) {
        final YuvPlanes alone = TestFrames.noise(SMALL, SMALL);
        final YuvPlanes crowded = TestFrames.copy(alone);
        final ScoreMap map = TestFrames.rectangle(new ScoreMap(SMALL, SMALL), 4, 4, 8, 8, 0.4f);
        draw(view, alone, map, NONE);
        TestFrames.rectangle(map, 20, 20, 20, 20, 25);
        draw(view, crowded, map, NONE);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                assertTrue(TestFrames.same(alone, crowded, x, y), "differs at " + x + ", " + y);
            }
        }
    }

    @Test
    void shouldShowScoresThatAreNoNumbersAsOrdinary() {
        final YuvPlanes before = TestFrames.noise(SMALL, SMALL);
        final YuvPlanes after = TestFrames.copy(before);
        final ScoreMap map = TestFrames.rectangle(new ScoreMap(SMALL, SMALL), 0, 0, 20, 20, Float.NaN);
        TestFrames.rectangle(map, 20, 20, 20, 20, Float.NEGATIVE_INFINITY);
        draw(View.OVERLAY, after, map, NONE);
        assertEquals(0, before.y().compareTo(after.y()));
    }

    @Test
    void shouldShowTheMapAloneOnBlackAsHeatMap() {
        final YuvPlanes frame = TestFrames.noise(SMALL, SMALL);
        draw(View.HEATMAP, frame, TestFrames.rectangle(new ScoreMap(SMALL, SMALL), 10, 10, 8, 8, 1), NONE);
        assertEquals(16, TestFrames.y(frame, 0, 0));
        assertEquals(128, TestFrames.u(frame, 0, 0));
        final double[] highest = yuv(ColourScale.SOLID.colour(1), true, false);
        assertEquals(highest[0], TestFrames.y(frame, 13, 13), 1);
        assertEquals(highest[1], TestFrames.u(frame, 13, 13), 1);
        assertEquals(highest[2], TestFrames.v(frame, 13, 13), 1);
    }

    @ParameterizedTest
    @CsvSource({"64,64", "65,33", "641,361", "1,1", "2,3"})
    void shouldShowTheSourceOnTheLeftOfASplitPicture(final int width, final int height) {
        final YuvPlanes source = TestFrames.noise(width, height);
        final YuvPlanes target = TestFrames.noise(View.SPLIT.outputWidth(width), height);
        final YuvPlanes alone = TestFrames.copy(source);
        final ScoreMap map = new ScoreMap(width, height);
        map.fill(0.9f);
        new Overlay(View.SPLIT, THRESHOLD).draw(source, target, map, TestFrames.objects(map), 1, Double.NaN);
        draw(View.OVERLAY, alone, map, TestFrames.objects(map));
        final int right = target.width() / 2;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                assertTrue(TestFrames.same(source, target, x, y), "left half differs at " + x + ", " + y);
                assertEquals(TestFrames.y(alone, x, y), TestFrames.y(target, right + x, y));
                assertEquals(TestFrames.u(alone, x, y), TestFrames.u(target, right + x, y));
                assertEquals(TestFrames.v(alone, x, y), TestFrames.v(target, right + x, y));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,1", "1,5", "16,16", "17,15", "99,101", "322,179", "721,1281"})
    void shouldDrawOnPicturesOfAnySize(final int width, final int height) {
        for (final View view : View.values()) {
            final YuvPlanes source = TestFrames.noise(width, height);
            final YuvPlanes target = TestFrames.noise(view.outputWidth(width), height);
            final ScoreMap map = new ScoreMap(width, height);
            map.fill(1);
            new Overlay(view, THRESHOLD).draw(source, target, map, TestFrames.objects(map), 7200, Double.NaN);
            assertNotEquals(0, source.y().compareTo(target.y()), "nothing was drawn");
        }
    }

    @Test
    void shouldFollowAChangeOfSizeAndOfCode() {
        final Overlay overlay = new Overlay(View.OVERLAY, THRESHOLD);
        for (final int size : new int[] {200, 31, 640}) {
            for (final boolean code : new boolean[] {true, false}) {
                final YuvPlanes frame = TestFrames.noise(size, size, code, !code);
                final YuvPlanes expected = TestFrames.copy(frame);
                final ScoreMap map = TestFrames.rectangle(new ScoreMap(size, size), 5, 5, 20, 20, 0.8f);
                overlay.draw(frame, frame, map, TestFrames.objects(map), 1, Double.NaN);
                draw(View.OVERLAY, expected, map, TestFrames.objects(map));
                assertEquals(0, expected.y().compareTo(frame.y()));
                assertEquals(0, expected.u().compareTo(frame.u()));
            }
        }
    }

    @Test
    void shouldRefuseAMapOfAnotherSize() {
        final YuvPlanes frame = TestFrames.noise(8, 8);
        final ScoreMap map = new ScoreMap(9, 8);
        assertThrows(IllegalArgumentException.class, () -> draw(View.OVERLAY, frame, map, NONE));
        assertThrows(IllegalArgumentException.class, () -> draw(View.SPLIT, frame, new ScoreMap(8, 8), NONE));
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void shouldAllocateNothingOnceItHasDrawnAFrame(final View view) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final YuvPlanes source = TestFrames.noise(640, 360);
        final YuvPlanes target = view == View.SPLIT ? TestFrames.noise(1280, 360) : source;
        final ScoreMap map = new ScoreMap(640, 360);
        for (int i = 0; i < 12; i++) {
            TestFrames.rectangle(map, 50 * i, 20 * i, 30, 30, 0.6f + 0.03f * i);
        }
        final AnomalyObjects objects = TestFrames.objects(map);
        final Overlay overlay = new Overlay(view, THRESHOLD);
        final int frames = 50;
        overlay.draw(source, target, map, objects, 0, Double.NaN);
        threads.getCurrentThreadAllocatedBytes();
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < frames; i++) {
            overlay.draw(source, target, map, objects, i / 30.0, 0.1);
        }
        final long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / frames;
        assertTrue(bytes < 200, bytes + " bytes a frame");
    }

    private static void draw(final View view, final YuvPlanes frame, final ScoreMap map, final AnomalyObjects objects) {
        new Overlay(view, THRESHOLD).draw(frame, frame, map, objects, 1, Double.NaN);
    }

    private static double mix(final int below, final double colour, final double opacity) {
        return below + opacity * (colour - below);
    }

    /** Nothing up to a score of 0.1, then a smooth rise to 0.65. */
    private static double opacity(final double score) {
        final double part = Math.max(0, (score - 0.1) / 0.9);
        return 0.65 * (1.5 * part * part - 0.5 * part * part * part);
    }

    /** The matrices as the ITU recommendations print them. */
    private static double[] yuv(final Rgb colour, final boolean bt709, final boolean fullRange) {
        final double r = colour.red();
        final double g = colour.green();
        final double b = colour.blue();
        final double y = bt709 ? 0.2126 * r + 0.7152 * g + 0.0722 * b : 0.299 * r + 0.587 * g + 0.114 * b;
        final double pb = (b - y) / (bt709 ? 1.8556 : 1.772);
        final double pr = (r - y) / (bt709 ? 1.5748 : 1.402);
        return fullRange
                ? new double[] {255 * y, 128 + 255 * pb, 128 + 255 * pr}
                : new double[] {16 + 219 * y, 128 + 224 * pb, 128 + 224 * pr};
    }
}
