package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
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
import org.objectomaly.pipeline.Progress;

/**
 * Measures the boundaries of a detector, and the hierarchy of regions between them, against people's segments. A map of
 * another size than its picture is stretched over it.
 */
public final class BoundaryEvaluation {
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

    /**
     * Measures pictures.
     *
     * @param data the pictures
     * @param progress is told after each
     * @param stop asked before each whether to end early
     * @throws org.objectomaly.Fault of kind INPUT if a file is damaged; the pictures before it stay measured
     */
    public void run(final List<SegmentedPicture> data, final Progress progress, final BooleanSupplier stop) {
        for (int i = 0; i < data.size() && !stop.getAsBoolean(); i++) {
            measure(data.get(i));
            progress.done(i + 1L);
        }
    }

    /**
     * How many pictures were measured.
     *
     * @return 0 or more
     */
    public int pictures() {
        return pictures.size();
    }

    /**
     * The figures over the pictures so far.
     *
     * @param name what the detector is called
     * @param size the size at which it looked
     * @param checkpoints its file, with its SHA-256
     * @return the outcome
     */
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
                nanos / 1e6 / pictures.size(),
                List.copyOf(pictures));
    }

    private void measure(final SegmentedPicture data) {
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
