package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;
import org.objectomaly.image.SegmentMap;

class RegionFinderTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;

    private final RegionFinder finder = new RegionFinder(RegionSettings.defaults());
    private final MaskSet masks = new MaskSet();

    private MaskSet find(final EdgeMap edges) {
        finder.find(edges, null, masks);
        return masks;
    }

    private static MaskPixels.Shape box(final int left, final int top, final int width, final int height) {
        return (x, y) -> x >= left && x < left + width && y >= top && y < top + height;
    }

    private static MaskPixels.Shape disc(final int centreX, final int centreY, final double radius) {
        return (x, y) -> Math.hypot(x - centreX, y - centreY) <= radius;
    }

    @Test
    void shouldFindNestedRectanglesAndACircle() {
        final EdgeMap edges = DrawnEdges.blank(WIDTH, HEIGHT, 0);
        DrawnEdges.rectangle(edges, 20, 20, 140, 130, 0.9f);
        DrawnEdges.rectangle(edges, 50, 50, 70, 60, 0.6f);
        DrawnEdges.circle(edges, 240, 90, 40, 0.8f);
        find(edges);
        assertEquals(6, masks.size(), "four surfaces, and the rectangle and the background with all that lies in them");
        assertTrue(MaskPixels.best(masks, box(20, 20, 140, 130)) > 0.95);
        assertTrue(MaskPixels.best(masks, box(50, 50, 70, 60)) > 0.95);
        assertTrue(MaskPixels.best(masks, disc(240, 90, 40)) > 0.95);
    }

    @ParameterizedTest
    @ValueSource(ints = {1023, 1024, 1025, 2048, 2049})
    void shouldFindAsManyRegionsAsThereAre(final int cells) {
        // Rows of 32 cells each; the rest of the last row is one cell more, unless it is full.
        final int rows = (cells + 31) / 32;
        final int inLastRow = cells - 32 * (rows - 1);
        final EdgeMap edges = DrawnEdges.blank(32 * 8, rows * 8, 0);
        for (int i = 0; i < cells; i++) {
            final boolean last = i == cells - 1;
            final int x = i % 32 * 8;
            DrawnEdges.rectangle(edges, x, i / 32 * 8, last ? (33 - inLastRow) * 8 : 8, 8, 0.9f);
        }
        find(edges);
        assertTrue(masks.size() > 0, "of " + cells);
    }

    @Test
    void shouldCutTheHierarchyAtAnyHeight() {
        final EdgeMap edges = DrawnEdges.blank(WIDTH, HEIGHT, 0);
        DrawnEdges.rectangle(edges, 20, 20, 140, 130, 0.9f);
        DrawnEdges.rectangle(edges, 50, 50, 70, 60, 0.4f);
        find(edges);
        assertEquals(3, regions(finder.cut(0)));
        assertEquals(1, regions(finder.cut(1)));
        int before = 3;
        for (double height = 0; height <= 1; height += 0.02) {
            final int now = regions(finder.cut(height));
            assertTrue(now <= before, "regions only join");
            before = now;
        }
        final int[] numbers = finder.cut(0).numbers();
        assertEquals(numbers[5 * WIDTH + 5], numbers[170 * WIDTH + 300]);
        assertTrue(numbers[80 * WIDTH + 80] != numbers[30 * WIDTH + 30]);
    }

    private static int regions(final SegmentMap cut) {
        return (int) Arrays.stream(cut.numbers()).distinct().count();
    }

    @Test
    void shouldCloseAContourOverAWeakGap() {
        final EdgeMap edges = DrawnEdges.blank(WIDTH, HEIGHT, 0);
        DrawnEdges.circle(edges, 150, 90, 50, 0.8f);
        DrawnEdges.weaken(edges, 190, 84, 20, 12, 0.08f);
        find(edges);
        assertTrue(MaskPixels.best(masks, disc(150, 90, 50)) > 0.95);
    }

    @Test
    void shouldRankAnObjectAboveItsFaintTexture() {
        final EdgeMap edges = DrawnEdges.blank(WIDTH, HEIGHT, 0);
        DrawnEdges.rectangle(edges, 100, 50, 100, 80, 0.9f);
        for (int x = 110; x < 200; x += 10) {
            DrawnEdges.rectangle(edges, x, 52, 5, 76, 0.3f);
        }
        new RegionFinder(new RegionSettings(2, 0.0005, 0.9)).find(edges, null, masks);
        assertTrue(MaskPixels.best(masks, box(100, 50, 100, 80)) > 0.95);
    }

    @Test
    void shouldRankALoneContourAboveTextureOfTheSameStrength() {
        final EdgeMap edges = DrawnEdges.blank(WIDTH, HEIGHT, 0);
        for (int y = 2; y < HEIGHT; y += 8) {
            for (int x = 2; x < 150; x += 8) {
                DrawnEdges.rectangle(edges, x, y, 8, 8, 0.6f);
            }
        }
        DrawnEdges.rectangle(edges, 230, 70, 40, 40, 0.6f);
        new RegionFinder(new RegionSettings(3, 0.0005, 0.9)).find(edges, null, masks);
        assertTrue(MaskPixels.best(masks, box(230, 70, 40, 40)) > 0.95);
        new RegionFinder(new RegionSettings(20, 0.0005, 0.9)).find(edges, null, masks);
        for (int i = 0; i < masks.size(); i++) {
            assertTrue(masks.area(i) > 10 * 8 * 8, "a few cells of the texture: " + masks.area(i) + " pixels");
        }
    }

    @Test
    void shouldGiveSmallObjectsRegionsOfTheirOwn() {
        final EdgeMap edges = DrawnEdges.blank(WIDTH, HEIGHT, 0);
        for (int i = 0; i < 28; i++) {
            DrawnEdges.rectangle(edges, 4 + i % 7 * 45, 4 + i / 7 * 44, 38, 38, 0.9f);
        }
        DrawnEdges.rectangle(edges, 20, 20, 7, 7, 0.9f);
        find(edges);
        assertTrue(MaskPixels.best(masks, box(20, 20, 7, 7)) > 0.5);
    }

    @Test
    void shouldNotCutUpASmallObject() {
        final EdgeMap edges = DrawnEdges.blank(WIDTH, HEIGHT, 0);
        DrawnEdges.rectangle(edges, 100, 60, 30, 30, 0.9f);
        DrawnEdges.rectangle(edges, 108, 68, 14, 14, 0.8f);
        // More surfaces than are taken, so that none is left for the object's part; masks are left for small objects.
        for (int i = 0; i < 256; i++) {
            DrawnEdges.rectangle(edges, i % 32 * 10, i < 96 ? 2 + i / 32 * 16 : 96 + (i - 96) / 32 * 16, 8, 12, 1);
        }
        find(edges);
        assertTrue(MaskPixels.best(masks, box(100, 60, 30, 30)) > 0.9);
        assertTrue(MaskPixels.best(masks, box(108, 68, 14, 14)) < 0.5);
    }

    @Test
    void shouldFindTheSameShapesUnderNoise() {
        final EdgeMap edges = DrawnEdges.blank(WIDTH, HEIGHT, 0);
        DrawnEdges.rectangle(edges, 20, 20, 140, 130, 0.9f);
        DrawnEdges.rectangle(edges, 50, 50, 70, 60, 0.6f);
        DrawnEdges.circle(edges, 240, 90, 40, 0.8f);
        DrawnEdges.addNoise(edges, 0.2f, 1);
        find(edges);
        assertEquals(1, MaskPixels.best(masks, box(20, 20, 140, 130)), 0.05);
        assertEquals(1, MaskPixels.best(masks, box(50, 50, 70, 60)), 0.05);
        assertEquals(1, MaskPixels.best(masks, disc(240, 90, 40)), 0.05);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 0.3f, 1, 2, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void shouldFindNothingWhereAllIsTheSame(final float strength) {
        assertEquals(0, find(DrawnEdges.blank(WIDTH, HEIGHT, strength)).size());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,50", "50,1", "2,2", "3,200"})
    void shouldBearThinPictures(final int width, final int height) {
        assertEquals(0, find(DrawnEdges.blank(width, height, 0.5f)).size());
        checkTree(find(DrawnEdges.noise(width, height, 1, 3)));
    }

    @Test
    void shouldSplitALineOfPixels() {
        final EdgeMap edges = DrawnEdges.blank(60, 1, 0);
        DrawnEdges.weaken(edges, 0, 0, 60, 1, 0);
        edges.values()[30] = 1;
        find(edges);
        assertEquals(2, masks.size());
        assertTrue(MaskPixels.best(masks, box(0, 0, 30, 1)) > 0.95);
    }

    @Test
    void shouldNestOrPartAnyTwoMasks() {
        checkTree(find(DrawnEdges.noise(WIDTH, HEIGHT, 1, 5)));
        assertEquals(RegionSettings.defaults().most(), masks.size());
        checkTree(find(textured(7)));
    }

    private static void checkTree(final MaskSet masks) {
        final List<BitSet> all = MaskPixels.all(masks);
        for (int i = 0; i < all.size(); i++) {
            assertEquals(masks.area(i), all.get(i).cardinality());
            assertTrue(MaskPixels.isConnected(all.get(i), masks.width()), "mask " + i + " is in pieces");
            for (int k = 0; k < i; k++) {
                final int common = MaskPixels.common(all.get(i), all.get(k));
                assertTrue(
                        common == 0 || common == masks.area(i) && common < 0.9 * masks.area(k) + 1,
                        "masks " + k + " and " + i + " share " + common);
            }
        }
    }

    @Test
    void shouldGiveMasksLargestFirstWithinTheirBounds() {
        new RegionFinder(new RegionSettings(30, 0.002, 0.5)).find(textured(11), null, masks);
        assertTrue(masks.size() > 10 && masks.size() <= 30);
        for (int i = 0; i < masks.size(); i++) {
            assertTrue(masks.area(i) >= 0.002 * WIDTH * HEIGHT && masks.area(i) <= 0.5 * WIDTH * HEIGHT);
            assertTrue(i == 0 || masks.area(i) <= masks.area(i - 1));
        }
    }

    @Test
    void shouldGiveTheSameMasksForTheSameEdges() {
        final EdgeMap edges = textured(13);
        final List<BitSet> first = MaskPixels.all(find(edges));
        find(DrawnEdges.noise(400, 300, 1, 1));
        assertEquals(first, MaskPixels.all(find(edges)));
        new RegionFinder(RegionSettings.defaults()).find(edges, null, masks);
        assertEquals(first, MaskPixels.all(masks));
    }

    @Test
    void shouldLayTheGridOverTheContent() {
        final Region content = new Region(0, 40, 320, 180);
        finder.find(textured(17), content, masks);
        assertEquals(content, masks.covers());
        assertEquals(WIDTH, masks.width());
        assertEquals(HEIGHT, masks.height());
    }

    @Test
    void shouldAllocateNothingOnceWarm() {
        final EdgeMap[] pictures = {textured(1), textured(2), DrawnEdges.noise(WIDTH, HEIGHT, 1, 3)};
        for (int i = 0; i < 30; i++) {
            find(pictures[i % pictures.length]);
        }
        final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 30; i++) {
            find(pictures[i % pictures.length]);
        }
        assertEquals(0, thread.getCurrentThreadAllocatedBytes() - before);
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals(Fault.Kind.USAGE, fault(0, 0.1, 0.9).kind());
        assertEquals(Fault.Kind.USAGE, fault(100_000, 0.1, 0.9).kind());
        assertEquals(Fault.Kind.USAGE, fault(10, 0.5, 0.4).kind());
        assertEquals(Fault.Kind.USAGE, fault(10, Double.NaN, 0.4).kind());
        assertFalse(fault(10, 0.1, 1.5).getMessage().isBlank());
    }

    private static Fault fault(final int most, final double minimal, final double maximal) {
        return assertThrows(Fault.class, () -> new RegionSettings(most, minimal, maximal));
    }

    /** Many shapes over one another. */
    private static EdgeMap textured(final long seed) {
        final EdgeMap edges = DrawnEdges.noise(WIDTH, HEIGHT, 0.15f, seed);
        final java.util.Random random = new java.util.Random(seed);
        for (int i = 0; i < 60; i++) {
            DrawnEdges.circle(
                    edges,
                    random.nextInt(WIDTH),
                    random.nextInt(HEIGHT),
                    5 + random.nextInt(40),
                    0.2f + 0.8f * random.nextFloat());
        }
        return edges;
    }
}
