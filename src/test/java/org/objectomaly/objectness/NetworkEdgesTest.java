package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.AnalysisSize;

class NetworkEdgesTest {
    private static final Path ROAD_MASKS = Path.of("models/road-masks.safetensors");
    private static final int WIDTH = 161;
    private static final int HEIGHT = 97;

    /** Grass: every pixel has a shade of its own. */
    private static Picture grass(final int width, final int height) {
        final Picture picture = new Picture(width, height);
        final byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final int shade = 90 + new SplittableRandom(1000L * y + x).nextInt(60);
                rgb[3 * (y * width + x)] = (byte) (shade / 2);
                rgb[3 * (y * width + x) + 1] = (byte) shade;
                rgb[3 * (y * width + x) + 2] = (byte) (shade / 3);
            }
        }
        picture.overwrite().put(rgb);
        return picture;
    }

    private static double meanOfLastRows(final int width, final int height) {
        final EdgeMap edges = new EdgeMap();
        try (NetworkEdges detector = NetworkEdges.of(ROAD_MASKS, AnalysisSize.own());
                Picture picture = grass(width, height)) {
            detector.detect(picture, edges);
        }
        double sum = 0;
        final int from = edges.width() * (edges.height() - 12);
        final int to = edges.width() * edges.height();
        for (int i = from; i < to; i++) {
            sum += edges.values()[i];
        }
        return sum / (to - from);
    }

    /** A side that is no multiple of what the network needs goes on outside of the picture, but not as streaks. */
    @Test
    void shouldSeeNoMoreBoundariesAtTheEndOfAnOddPictureThanOfAnEvenOne() {
        final double even = meanOfLastRows(WIDTH - 1, HEIGHT - 1);
        final double odd = meanOfLastRows(WIDTH, HEIGHT);
        assertTrue(odd <= 1.5 * even + 0.01, odd + " against " + even);
    }

    /** A pixel of an answer at half the size stands for two by two pixels, also at the end of an odd row. */
    @Test
    void shouldStretchHalfOfAnOddSizeByTwo() {
        final EdgeMap edges = new EdgeMap();
        edges.reset(81, 49);
        for (int i = 0; i < 81 * 49; i++) {
            edges.values()[i] = i % 81;
        }
        final float[] stretched = edges.stretched(WIDTH, HEIGHT);
        assertEquals(WIDTH * HEIGHT, stretched.length);
        for (int x = 1; x < WIDTH; x++) {
            assertEquals((x + 0.5) / 2 - 0.5, stretched[WIDTH * 48 + x], 1e-4);
        }
    }
}
