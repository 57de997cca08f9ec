package org.objectomaly.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.objectness.EdgeDetector;

class BoundaryEvaluationTest {
    private static final int WIDTH = 120;
    private static final int HEIGHT = 80;

    @TempDir
    Path folder;

    @Test
    void shouldFindADetectorThatDrawsTheTruthNearlyPerfect() throws IOException {
        final BoundaryOutcome outcome = evaluate(1);
        assertTrue(outcome.ods().f() > 0.95, outcome.toString());
        assertTrue(outcome.coveringOds() > 0.95, outcome.toString());
        assertEquals(2, outcome.pictures().size());
        assertEquals(outcome.pictures().get(0).boundary().f(), outcome.ods().f(), 1e-9);
    }

    @Test
    void shouldStretchAMapOfAnotherSizeOverThePicture() throws IOException {
        final BoundaryOutcome outcome = evaluate(2);
        assertTrue(outcome.ods().f() > 0.9, outcome.toString());
        assertTrue(outcome.coveringOds() > 0.9, outcome.toString());
    }

    @Test
    void shouldSayWhatWasMeasuredAndOnWhat() throws IOException {
        final PictureReport<BoundaryOutcome> report = new PictureReport<>(
                "objectomaly 1",
                List.of("objectomaly", "eval", "b s"),
                "a machine",
                "now",
                "b s",
                "val",
                2,
                3,
                false,
                List.of(evaluate(1)));
        final ReportPages pages = BoundaryPages.of(report);
        assertTrue(pages.text().contains("2 pictures of b s (val). NOT COMPLETE"), pages.text());
        assertTrue(pages.markdown().contains("objectomaly eval 'b s'"), pages.markdown());
        assertTrue(pages.markdown().contains("| drawn "), pages.markdown());
        assertTrue(pages.html().startsWith("<!DOCTYPE html>") && pages.html().endsWith("</html>\n"));
    }

    private BoundaryOutcome evaluate(final int reduction) throws IOException {
        final BoundaryEvaluation evaluation = new BoundaryEvaluation(disc(reduction));
        final List<Long> seen = new ArrayList<>();
        evaluation.run(List.of(picture("a"), picture("b"), picture("c")), seen::add, () -> seen.size() == 2);
        assertEquals(List.of(1L, 2L), seen, "the third was not wanted any more");
        return evaluation.outcome("drawn", "own", Map.of());
    }

    private static boolean isInside(final double x, final double y) {
        return Math.hypot(x - 60, y - 40) < 22;
    }

    /** Sure of the outline of a disc, on a grid that is reduced. */
    private static EdgeDetector disc(final int reduction) {
        return (picture, into) -> {
            into.reset(WIDTH / reduction, HEIGHT / reduction);
            Arrays.fill(into.values(), 0, into.width() * into.height(), 0);
            for (int y = 0; y < into.height(); y++) {
                for (int x = 0; x < into.width(); x++) {
                    final double distance =
                            Math.abs(Math.hypot(reduction * (x + 0.5) - 60, reduction * (y + 0.5) - 40) - 22);
                    into.values()[y * into.width() + x] = (float) Math.exp(-distance * distance / 4);
                }
            }
        };
    }

    private SegmentedPicture picture(final String name) throws IOException {
        final BufferedImage segments = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                segments.getRaster().setSample(x, y, 0, isInside(x + 0.5, y + 0.5) ? 5 : 2);
            }
        }
        final Path file = folder.resolve(name + ".png");
        final Path truth = folder.resolve(name + "_0.png");
        ImageIO.write(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        ImageIO.write(segments, "png", truth.toFile());
        return new SegmentedPicture(name, file, List.of(truth));
    }
}
