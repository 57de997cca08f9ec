package org.objectomaly.objectness;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.objectomaly.Natives;
import org.objectomaly.dataset.BerkeleySegments;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.image.Picture;
import org.objectomaly.image.SegmentMap;
import org.objectomaly.metrics.BoundaryFigures;
import org.objectomaly.metrics.BoundaryMeasure;
import org.objectomaly.nn.AnalysisSize;

/** Measures boundary networks on BSDS500 val at the pictures' own size, and what measuring costs. */
final class BoundaryQuality {
    private BoundaryQuality() {}

    /**
     * Prints a table.
     *
     * @param arguments the folder of BSDS500, the number of pictures, then checkpoints
     */
    public static void main(final String[] arguments) {
        Natives.torchThreads(1);
        final List<SegmentedPicture> pictures = BerkeleySegments.open(Path.of(arguments[0]), "val").stream()
                .limit(Long.parseLong(arguments[1]))
                .toList();
        for (final String checkpoint : List.of(arguments).subList(2, arguments.length)) {
            final BoundaryMeasure measure = new BoundaryMeasure();
            final EdgeMap edges = new EdgeMap();
            long nanos = 0;
            try (NetworkEdges detector = NetworkEdges.of(Path.of(checkpoint), AnalysisSize.own())) {
                for (final SegmentedPicture data : pictures) {
                    try (Picture picture = data.readPicture()) {
                        final List<SegmentMap> annotators = data.readSegments(picture.width(), picture.height());
                        detector.detect(picture, edges);
                        final long start = System.nanoTime();
                        measure.add(edges.values(), annotators);
                        nanos += System.nanoTime() - start;
                    }
                }
            }
            final BoundaryFigures figures = measure.figures();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %s OIS %.4f AP %.4f, ODS %.4f P %.4f R %.4f, measuring %.1f ms a picture%n",
                    checkpoint,
                    figures.ods(),
                    figures.ois().f(),
                    figures.ap(),
                    figures.ods().f(),
                    figures.ods().precision(),
                    figures.ods().recall(),
                    nanos / 1e6 / figures.pictures());
        }
    }
}
