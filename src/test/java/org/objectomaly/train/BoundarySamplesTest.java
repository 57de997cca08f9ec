package org.objectomaly.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.dataset.SegmentedPicture;

class BoundarySamplesTest {
    private static final int SIDE = 64;

    @TempDir
    Path folder;

    private record Sample(float[] picture, float[] boundary, float[] weight) {
        static Sample of(final BoundarySamples samples, final long index) {
            final Sample sample =
                    new Sample(new float[3 * SIDE * SIDE], new float[SIDE * SIDE], new float[SIDE * SIDE]);
            samples.fill(index, sample.picture, sample.boundary, sample.weight, new float[SIDE * SIDE]);
            return sample;
        }
    }

    @Test
    void shouldMakeTheSameSampleOfTheSameNumber() throws IOException {
        try (BoundarySource source = BoundarySource.ofAnnotators(List.of(discs(2)));
                BoundarySamples one = samples(source, 5);
                BoundarySamples other = samples(source, 5);
                BoundarySamples further = samples(source, 6)) {
            final Sample first = Sample.of(one, 3);
            Sample.of(other, 8);
            final Sample again = Sample.of(other, 3);
            assertArrayEquals(first.picture, again.picture);
            assertArrayEquals(first.boundary, again.boundary);
            assertArrayEquals(first.weight, again.weight);
            assertFalse(Arrays.equals(first.picture, Sample.of(further, 3).picture));
            assertFalse(Arrays.equals(first.picture, Sample.of(one, 4).picture));
        }
    }

    @Test
    void shouldHaveBoundariesWhereThePictureChangesHoweverItIsTurned() throws IOException {
        try (BoundarySource source = BoundarySource.ofAnnotators(List.of(discs(1)));
                BoundarySamples samples = samples(source, 1)) {
            int sharp = 0;
            for (int index = 0; index < 40; index++) {
                final Sample sample = Sample.of(samples, index);
                double on = 0;
                double off = 0;
                int marked = 0;
                for (int y = 1; y < SIDE - 1; y++) {
                    for (int x = 1; x < SIDE - 1; x++) {
                        final int i = y * SIDE + x;
                        final double change = Math.abs(sample.picture[3 * (i + 1)] - sample.picture[3 * (i - 1)])
                                + Math.abs(sample.picture[3 * (i + SIDE)] - sample.picture[3 * (i - SIDE)]);
                        final boolean isMarked = sample.boundary[i] == 1;
                        assertTrue(isMarked || sample.boundary[i] == 0);
                        on += isMarked ? change : 0;
                        off += isMarked ? 0 : change;
                        marked += isMarked ? 1 : 0;
                    }
                }
                if (marked > 0 && on / marked > 4 * off / (SIDE * SIDE - marked)) {
                    sharp++;
                }
                assertTrue(marked < SIDE * SIDE / 2, "lines stay thin");
                for (final float value : sample.picture) {
                    assertTrue(Math.abs(value) < 3, "normalised");
                }
                for (final float weight : sample.weight) {
                    assertEquals(1, weight);
                }
            }
            // A window of one disc alone has none.
            assertTrue(sharp > 30, sharp + " of 40 samples have their boundaries on changes of colour");
        }
    }

    @Test
    void shouldShareTheBoundaryAmongAnnotators() throws IOException {
        try (BoundarySource source = BoundarySource.ofAnnotators(List.of(discs(4)));
                BoundarySamples samples = samples(source, 2)) {
            final boolean[] seen = new boolean[5];
            for (int index = 0; index < 20; index++) {
                for (final float share : Sample.of(samples, index).boundary) {
                    assertEquals(Math.round(4 * share), 4 * share);
                    seen[Math.round(4 * share)] = true;
                }
            }
            // Three agree, and the fourth sees nothing.
            assertTrue(seen[0] && seen[3]);
            assertFalse(seen[4]);
        }
    }

    @Test
    void shouldKnowOnlyBordersAndCalmClasses() {
        final int side = 12;
        final int stride = side + 2 * BoundaryTruth.MARGIN;
        final int[] classes = new int[stride * stride];
        // Columns of the sample: calm 0 up to 5, then 1, of which nothing is known; below row 8 nothing is labelled.
        for (int i = 0; i < classes.length; i++) {
            final int x = i % stride - BoundaryTruth.MARGIN;
            final int y = i / stride - BoundaryTruth.MARGIN;
            classes[i] = y > 8 ? 11 : x > 5 ? 1 : 0;
        }
        final float[] target = new float[side * side];
        final float[] weight = new float[side * side];
        new ClassTruth(11, Set.of(0)).fill(List.of(classes), 1, side, side, target, weight);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                final boolean border = x >= 4 && x <= 6 && y < 8;
                final boolean calm = x < 2 && y < 5;
                final int i = y * side + x;
                if (y < 7 || y > 9) {
                    assertEquals(border ? 1 : 0, target[i], x + ", " + y);
                    assertEquals(border || calm ? 1 : 0, weight[i], x + ", " + y);
                }
            }
        }
    }

    @Test
    void shouldTakeSourcesByTheirShares() throws IOException {
        try (BoundarySource known = BoundarySource.ofAnnotators(List.of(discs(1)));
                BoundarySource unknown = BoundarySource.ofClasses(List.of(discs(1)), 11, Set.of());
                BoundarySamples samples = new BoundarySamples(
                        List.of(new BoundarySamples.Share(known, 3), new BoundarySamples.Share(unknown, 1)),
                        SIDE,
                        SIDE,
                        0)) {
            int all = 0;
            for (int index = 0; index < 200; index++) {
                final Sample sample = Sample.of(samples, index);
                boolean isKnown = true;
                for (final float weight : sample.weight) {
                    isKnown &= weight == 1;
                }
                all += isKnown ? 1 : 0;
            }
            assertTrue(all > 130 && all < 170, all + " of 200 are of the source with three quarters");
        }
    }

    private static BoundarySamples samples(final BoundarySource source, final long seed) {
        return new BoundarySamples(List.of(new BoundarySamples.Share(source, 1)), SIDE, SIDE, seed);
    }

    /** Dark discs on light ground; of more than one annotator the last sees nothing. */
    private SegmentedPicture discs(final int annotators) throws IOException {
        final int width = 90;
        final int height = 70;
        final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        final BufferedImage segments = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final int dx = x % 30 - 15;
                final int dy = y % 35 - 17;
                final boolean inside = dx * dx + dy * dy < 100;
                picture.setRGB(x, y, inside ? 0x283040 : 0xB0B8A0);
                segments.getRaster().setSample(x, y, 0, inside ? 3 : 1);
            }
        }
        final Path file = folder.resolve("p.png");
        final Path drawn = folder.resolve("p_0.png");
        final Path nothing = folder.resolve("p_1.png");
        ImageIO.write(picture, "png", file.toFile());
        ImageIO.write(segments, "png", drawn.toFile());
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", nothing.toFile());
        assertTrue(Files.exists(nothing));
        final Path[] files = new Path[annotators];
        Arrays.fill(files, drawn);
        if (annotators > 1) {
            files[annotators - 1] = nothing;
        }
        return new SegmentedPicture("p", file, List.of(files));
    }
}
