package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.objectomaly.cas.ClassFinder;
import org.objectomaly.dataset.RoadClasses;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.image.Picture;
import org.objectomaly.metrics.ClassCounts;

/** Measures how well a segmentation network tells the classes of a road apart, against labels of every pixel. */
public final class ClassEvaluation extends PictureEvaluation<ClassOutcome> {
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

    @Override
    public ClassOutcome outcome(final String name, final String size, final Map<String, String> checkpoints) {
        return new ClassOutcome(
                name,
                size,
                checkpoints,
                counts.meanIou(),
                counts.accuracy(),
                nanos / 1e6 / pictures(),
                IntStream.range(0, RoadClasses.KNOWN)
                        .mapToObj(c -> new ClassOutcome.One(RoadClasses.NAMES.get(c), counts.pixels(c), counts.iou(c)))
                        .toList(),
                List.copyOf(pictures));
    }

    @Override
    void measure(final SegmentedPicture data) {
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
