package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.AnalysisSize;

class BoundaryRegionsTest {
    private static final Path WEIGHTS = Path.of("../shared/data/weights_pidinet/table5_pidinet-tiny-l.pth");

    private final MaskSet masks = new MaskSet();

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @Test
    void shouldCoverTheWholePictureOrItsContent() {
        final EdgeDetector detector = (picture, into) -> {
            into.reset(40, 30);
            java.util.Arrays.fill(into.values(), 0, 1200, 0);
            DrawnEdges.rectangle(into, 10, 10, 15, 10, 1);
        };
        try (Picture picture = new Picture(80, 90);
                BoundaryRegions regions = new BoundaryRegions(detector, RegionSettings.defaults())) {
            regions.generate(picture, masks);
            assertNull(masks.covers());
            assertEquals(2, masks.size());
            picture.content(new Region(0, 15, 80, 60));
            regions.generate(picture, masks);
            assertEquals(new Region(0, 15, 80, 60), masks.covers());
            assertEquals(40, masks.width());
            assertEquals(30, masks.height());
            assertEquals(2, masks.size());
        }
    }

    @Test
    void shouldCloseTheDetector() {
        final boolean[] closed = new boolean[1];
        final EdgeDetector detector = new EdgeDetector() {
            @Override
            public void detect(final Picture picture, final EdgeMap into) {}

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        new BoundaryRegions(detector, RegionSettings.defaults()).close();
        assertTrue(closed[0]);
    }

    @Test
    void shouldFindNothingWithoutAGenerator() {
        masks.run(0, 0, 5);
        masks.endMask();
        try (Picture picture = new Picture(64, 48);
                MaskGenerator none = new NoMasks()) {
            none.generate(picture, masks);
        }
        assertEquals(0, masks.size());
        assertEquals(64, masks.width());
    }

    @Test
    void shouldFindPaintedThingsWithPidinet() {
        try (Picture picture = new Picture(416, 256);
                BoundaryRegions regions = pidinet(AnalysisSize.fraction(1))) {
            paintThings(picture);
            regions.generate(picture, masks);
            assertTrue(MaskPixels.best(masks, (x, y) -> Math.hypot(x - 120, y - 150) <= 40) > 0.9);
            assertTrue(MaskPixels.best(masks, (x, y) -> x >= 250 && x < 330 && y >= 60 && y < 200) > 0.9);
        }
    }

    @Test
    void shouldLookAtTheContentOnly() {
        final Region content = new Region(0, 60, 400, 120);
        try (Picture padded = new Picture(400, 240);
                Picture cropped = new Picture(400, 120);
                BoundaryRegions regions = pidinet(AnalysisSize.fixed(192, 64))) {
            paintThings(padded);
            final byte[] rows = new byte[3 * 400 * 120];
            padded.rgb().position(3L * 400 * 60).get(rows);
            padded.rgb().position(0);
            cropped.overwrite().put(rows, 0, rows.length);
            padded.content(content);
            regions.generate(padded, masks);
            final List<BitSet> ofContent = MaskPixels.all(masks);
            assertEquals(content, masks.covers());
            assertEquals(192, masks.width());
            assertEquals(64, masks.height());
            regions.generate(cropped, masks);
            assertTrue(masks.size() > 2);
            assertEquals(MaskPixels.all(masks), ofContent);
        }
    }

    @Test
    void shouldFollowAContentThatChangesItsSize() {
        try (Picture picture = new Picture(400, 240);
                BoundaryRegions regions = pidinet(AnalysisSize.fraction(0.5))) {
            paintThings(picture);
            regions.generate(picture, masks);
            final List<BitSet> whole = MaskPixels.all(masks);
            picture.content(new Region(3, 5, 8, 1));
            regions.generate(picture, masks);
            assertEquals(32, masks.width());
            assertEquals(32, masks.height());
            picture.content(Region.whole(400, 240));
            regions.generate(picture, masks);
            assertEquals(whole, MaskPixels.all(masks));
        }
    }

    @Test
    void shouldAllocateNextToNothingForEachPicture() {
        try (Picture picture = new Picture(320, 180);
                BoundaryRegions regions = pidinet(AnalysisSize.fraction(1))) {
            paintThings(picture);
            for (int i = 0; i < 10; i++) {
                regions.generate(picture, masks);
            }
            final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            final long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10; i++) {
                regions.generate(picture, masks);
            }
            final long each = (thread.getCurrentThreadAllocatedBytes() - before) / 10;
            assertTrue(each < 4096, each + " bytes a picture");
        }
    }

    private static BoundaryRegions pidinet(final AnalysisSize size) {
        assumeTrue(Files.exists(WEIGHTS), "the checkpoint " + WEIGHTS + " is not beside this checkout");
        return new BoundaryRegions(NetworkEdges.of(WEIGHTS, size), RegionSettings.defaults());
    }

    /** A red disc and a blue box on grey. */
    private static void paintThings(final Picture picture) {
        final byte[] rgb = new byte[picture.stride() * picture.height()];
        for (int y = 0, at = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                final boolean disc = Math.hypot(x - 120, y - 150) <= 40;
                final boolean box = x >= 250 && x < 330 && y >= 60 && y < 200;
                rgb[at++] = (byte) (disc ? 200 : box ? 30 : 120);
                rgb[at++] = (byte) (disc || box ? 40 : 120);
                rgb[at++] = (byte) (disc ? 40 : box ? 190 : 120);
            }
        }
        picture.overwrite().put(rgb, 0, rgb.length);
    }
}
