package org.objectomaly.cas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Normalisation;

class ClassFinderTest {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    /** A network whose logits are the picture itself: the class is the strongest of its first colours. */
    @Test
    void shouldGiveTheLargestOfTheKnownLogitsAtThePicturesSize() {
        try (Picture picture = stripes()) {
            assertStripes(find(picture, 3, AnalysisSize.fraction(1)), 0, 1, 2);
            assertStripes(find(picture, 2, AnalysisSize.fraction(1)), 0, 1, 0);
            assertStripes(find(picture, 3, AnalysisSize.fixed(192, 128)), 0, 1, 2);
        }
    }

    private static byte[] find(final Picture picture, final int known, final AnalysisSize size) {
        try (ClassFinder finder =
                new ClassFinder((sketch, input) -> input, Normalisation.NONE, known, size, Compute.fastestCpu())) {
            assertEquals(known, finder.known());
            return finder.find(picture);
        }
    }

    /** Red, green and, with some red in it, blue from left to right. */
    private static Picture stripes() {
        final Picture picture = new Picture(WIDTH, HEIGHT);
        final byte[][] colours = {{(byte) 200, 50, 0}, {50, (byte) 200, 0}, {90, 60, (byte) 200}};
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.overwrite()
                        .position((long) y * picture.stride() + 3L * x)
                        .put(colours[3 * x / WIDTH]);
            }
        }
        picture.rgb().position(0);
        return picture;
    }

    /** Where stripes meet, either is right. */
    private static void assertStripes(final byte[] found, final int... classes) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                if (x % 32 > 2 && x % 32 < 29) {
                    assertEquals(classes[x / 32], found[y * WIDTH + x], x + ", " + y);
                }
            }
        }
    }
}
