package org.objectomaly.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.image.YuvPlanes;

/** Contours and labels. */
final class MarksTest {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int GREY = 100;

    @Test
    void shouldDrawALightLineWithADarkRimOnlyAroundAnObject() {
        final YuvPlanes frame = grey(WIDTH, HEIGHT);
        final MaskSet masks = rectangle(200, 100, 80, 60);
        outline(frame, masks);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                final int distance = distanceToEdge(x, y, 200, 100, 80, 60);
                final int luma = TestFrames.y(frame, x, y);
                final String where = "at " + x + ", " + y;
                if (distance == 0) {
                    assertTrue(luma > 200, "no line " + where);
                } else if (distance > 1) {
                    assertEquals(GREY, luma, where);
                }
            }
        }
        assertTrue(TestFrames.y(frame, 240, 99) < GREY, "no rim outside");
        assertTrue(TestFrames.y(frame, 240, 101) < GREY, "no rim inside");
    }

    @Test
    void shouldOutlineHolesAndNotches() {
        final YuvPlanes frame = grey(WIDTH, HEIGHT);
        final MaskSet masks = new MaskSet();
        masks.reset(WIDTH, HEIGHT);
        for (int y = 50; y < 110; y++) {
            masks.run(y, 50, y >= 70 && y < 90 ? 70 : 110);
            if (y >= 70 && y < 90) {
                masks.run(y, 90, 110);
            }
        }
        masks.endMask();
        outline(frame, masks);
        for (final int[] edge : new int[][] {{80, 69}, {80, 90}, {69, 80}, {90, 80}, {80, 50}, {50, 80}, {109, 80}}) {
            assertTrue(TestFrames.y(frame, edge[0], edge[1]) > 200, "no line at " + edge[0] + ", " + edge[1]);
        }
        assertEquals(GREY, TestFrames.y(frame, 80, 80), "the hole is filled");
        assertEquals(GREY, TestFrames.y(frame, 60, 60), "the inside is filled");
    }

    @Test
    void shouldForgetTheContoursOfTheFrameBefore() {
        final Contours contours = new Contours(WIDTH, HEIGHT, new Sizes(HEIGHT));
        outline(contours, grey(WIDTH, HEIGHT), rectangle(30, 31, 601, 300));
        final YuvPlanes second = grey(WIDTH, HEIGHT);
        final YuvPlanes expected = grey(WIDTH, HEIGHT);
        outline(contours, second, rectangle(100, 100, 1, 1));
        outline(expected, rectangle(100, 100, 1, 1));
        assertEquals(0, expected.y().compareTo(second.y()));
        assertEquals(0, expected.u().compareTo(second.u()));
    }

    @Test
    void shouldDrawWiderContoursOnLargerPictures() {
        assertEquals(1, new Sizes(360).line());
        assertEquals(2, new Sizes(720).line());
        assertEquals(6, new Sizes(2160).line());
        assertEquals(1, new Sizes(16).line());
    }

    @ParameterizedTest
    @CsvSource({"0,0,5,5", "630,350,10,10", "0,180,8,8", "300,0,340,360", "0,0,640,360", "639,0,1,1", "250,359,1,1"})
    void shouldKeepLabelsInsideThePictureAndOffTheLegend(final int x, final int y, final int width, final int height) {
        final GlyphAtlas glyphs = new GlyphAtlas(new Sizes(HEIGHT).text());
        final YuvPlanes frame = grey(WIDTH, HEIGHT);
        final Labels labels = new Labels(glyphs, new Sizes(HEIGHT));
        labels.begin(0, 280, 200, 80);
        final ScoreMap map = TestFrames.rectangle(new ScoreMap(WIDTH, HEIGHT), x, y, width, height, 0.75f);
        labels.draw(TestFrames.objects(map).get(0), canvas(frame), plates());
        int dark = 0;
        int light = 0;
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                final int luma = TestFrames.y(frame, column, row);
                dark += luma < 60 ? 1 : 0;
                light += luma > 150 ? 1 : 0;
                assertFalse(luma != GREY && column < 200 && row >= 280, "the label lies on the legend");
            }
        }
        assertTrue(dark > 300, "no plate");
        assertTrue(light > 60, "no text");
    }

    @Test
    void shouldNotPutOneLabelOnAnother() {
        final YuvPlanes both = grey(WIDTH, HEIGHT);
        final Labels labels = new Labels(new GlyphAtlas(new Sizes(HEIGHT).text()), new Sizes(HEIGHT));
        labels.begin(0, 0, 0, 0);
        final ScoreMap map = new ScoreMap(WIDTH, HEIGHT);
        TestFrames.rectangle(map, 300, 100, 20, 20, 0.9f);
        TestFrames.rectangle(map, 322, 101, 20, 20, 0.9f);
        final AnomalyObjects objects = TestFrames.objects(map);
        labels.draw(objects.get(0), canvas(both), plates());
        final YuvPlanes first = TestFrames.copy(both);
        labels.draw(objects.get(1), canvas(both), plates());
        int second = 0;
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                if (TestFrames.y(first, column, row) != TestFrames.y(both, column, row)) {
                    second++;
                    assertEquals(GREY, TestFrames.y(first, column, row), "one label lies on the other");
                }
            }
        }
        assertTrue(second > 300, "the second label is missing");
    }

    private static int distanceToEdge(
            final int x, final int y, final int left, final int top, final int width, final int height) {
        final int dx = Math.max(left - x, x - (left + width - 1));
        final int dy = Math.max(top - y, y - (top + height - 1));
        return dx > 0 || dy > 0 ? Math.max(Math.max(dx, dy), 0) : Math.min(-dx, -dy);
    }

    private static MaskSet rectangle(final int x, final int y, final int width, final int height) {
        final MaskSet masks = new MaskSet();
        masks.reset(WIDTH, HEIGHT);
        for (int row = y; row < Math.min(y + height, HEIGHT); row++) {
            masks.run(row, x, Math.min(x + width, WIDTH));
        }
        masks.endMask();
        return masks;
    }

    private static void outline(final YuvPlanes frame, final MaskSet masks) {
        outline(new Contours(WIDTH, HEIGHT, new Sizes(HEIGHT)), frame, masks);
    }

    private static void outline(final Contours contours, final YuvPlanes frame, final MaskSet masks) {
        contours.draw(masks, canvas(frame), new Ink(new YuvCode(true, true), Contours.paint(new Sizes(HEIGHT))));
    }

    private static Ink plates() {
        return new Ink(new YuvCode(true, true), Plate.paint());
    }

    private static Canvas canvas(final YuvPlanes frame) {
        final Canvas canvas = new Canvas();
        canvas.lay(frame, 0, frame.width());
        return canvas;
    }

    private static YuvPlanes grey(final int width, final int height) {
        return new YuvPlanes(
                width,
                height,
                filled(width * height, GREY),
                width,
                filled(width * height / 4, 128),
                filled(width * height / 4, 128),
                width / 2,
                true,
                true);
    }

    private static ByteBuffer filled(final int size, final int value) {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(size);
        for (int i = 0; i < size; i++) {
            buffer.put(i, (byte) value);
        }
        return buffer;
    }
}
