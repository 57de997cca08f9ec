package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.SegmentMap;
import org.objectomaly.metrics.BoundaryFigures;
import org.objectomaly.metrics.BoundaryMeasure;
import org.objectomaly.metrics.SegmentationCovering;
import org.objectomaly.objectness.EdgeDetector;
import org.objectomaly.objectness.EdgeMap;
import org.objectomaly.objectness.RegionFinder;
import org.objectomaly.objectness.RegionSettings;

/**
 * Measures the boundaries of a detector, and the hierarchy of regions between them, against people's segments. A map of
 * another size than its picture is stretched over it.
 */
public final class BoundaryEvaluation extends PictureEvaluation<BoundaryOutcome> {
    private final EdgeDetector detector;
    private final RegionFinder finder = new RegionFinder(RegionSettings.defaults());
    private final EdgeMap edges = new EdgeMap();
    private final MaskSet masks = new MaskSet();
    private final BoundaryMeasure boundaries = new BoundaryMeasure();
    private final SegmentationCovering covering = new SegmentationCovering();
    private final List<BoundaryOutcome.Picture> pictures = new ArrayList<>();
    private long nanos;

    /**
     * An evaluation of no picture.
     *
     * @param detector finds the boundaries; the caller's to close
     */
    public BoundaryEvaluation(final EdgeDetector detector) {
        this.detector = detector;
    }

    @Override
    public BoundaryOutcome outcome(final String name, final String size, final Map<String, String> checkpoints) {
        final BoundaryFigures figures = boundaries.figures();
        final SegmentationCovering.Figures covered = covering.figures();
        return new BoundaryOutcome(
                name,
                size,
                checkpoints,
                BoundaryOutcome.Point.of(figures.ods()),
                BoundaryOutcome.Point.of(figures.ois()),
                figures.ap(),
                covered.height(),
                covered.ods(),
                covered.ois(),
                nanos / 1e6 / pictures(),
                List.copyOf(pictures));
    }

    @Override
    void measure(final SegmentedPicture data) {
        final List<SegmentMap> people;
        try (Picture picture = data.readPicture()) {
            people = data.readSegments(picture.width(), picture.height());
            final long start = System.nanoTime();
            detector.detect(picture, edges);
            nanos += System.nanoTime() - start;
        }
        final int width = people.get(0).width();
        final int height = people.get(0).height();
        final BoundaryOutcome.Point best = BoundaryOutcome.Point.of(
                boundaries.add(edges.stretched(width, height), people).best());
        finder.find(edges, null, masks);
        final double covered = covering.add(at -> finder.cut(at).stretched(width, height), people);
        pictures.add(new BoundaryOutcome.Picture(data.name(), best, covered));
    }
}
