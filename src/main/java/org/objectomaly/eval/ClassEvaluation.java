package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.objectomaly.cas.ClassFinder;
import org.objectomaly.dataset.RoadClasses;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.image.Picture;
import org.objectomaly.metrics.ClassCounts;
import org.objectomaly.pipeline.Progress;

/** Measures how well a segmentation network tells the classes of a road apart, against labels of every pixel. */
public final class ClassEvaluation {
    private final ClassFinder finder;
    /** The class of ours for each of the network's. */
    private final byte[] ours;

    private final ClassCounts counts = new ClassCounts(RoadClasses.KNOWN);
    private final List<ClassOutcome.Picture> pictures = new ArrayList<>();
    private long nanos;

    /**
     * An evaluation of no picture.
     *
     * @param name what the network is called
     * @param finder finds the classes; the caller's to close
     * @throws org.objectomaly.Fault of kind USAGE if these are not classes of a road
     */
    public ClassEvaluation(final String name, final ClassFinder finder) {
        this.finder = finder;
        final int[] classes = RoadClasses.of(name, finder.known());
        this.ours = new byte[classes.length];
        for (int i = 0; i < classes.length; i++) {
            ours[i] = (byte) classes[i];
        }
    }

    /**
     * Measures pictures.
     *
     * @param data the pictures, with one map of {@link RoadClasses} each
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
     * @param name what the network is called
     * @param size the size at which it looked
     * @param checkpoints its file, with its SHA-256
     * @return the outcome
     */
    public ClassOutcome outcome(final String name, final String size, final Map<String, String> checkpoints) {
        return new ClassOutcome(
                name,
                size,
                checkpoints,
                counts.meanIou(),
                counts.accuracy(),
                nanos / 1e6 / pictures.size(),
                IntStream.range(0, RoadClasses.KNOWN)
                        .mapToObj(c -> new ClassOutcome.One(RoadClasses.NAMES.get(c), counts.pixels(c), counts.iou(c)))
                        .toList(),
                List.copyOf(pictures));
    }

    private void measure(final SegmentedPicture data) {
        final byte[] labels;
        final byte[] found;
        try (Picture picture = data.readPicture()) {
            labels = RoadClasses.labels(
                    data.readSegments(picture.width(), picture.height()).get(0));
            final long start = System.nanoTime();
            found = finder.find(picture);
            nanos += System.nanoTime() - start;
        }
        for (int i = 0; i < found.length; i++) {
            found[i] = ours[found[i]];
        }
        final ClassCounts here = new ClassCounts(RoadClasses.KNOWN);
        here.add(labels, found);
        counts.add(labels, found);
        pictures.add(new ClassOutcome.Picture(data.name(), here.meanIou(), here.accuracy()));
    }
}
