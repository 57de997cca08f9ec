package org.objectomaly.objectness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.objectomaly.Natives;
import org.objectomaly.dataset.BerkeleySegments;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.SegmentMap;
import org.objectomaly.metrics.SegmentationCovering;
import org.objectomaly.nn.AnalysisSize;

/**
 * Measures the masks of {@link BoundaryRegions} against people's segmentations (BSDS500 val) and anomalous objects
 * (RoadAnomaly); a program for whoever changes how regions are made.
 *
 * <p>For each segment of at least 0.2 % of a BSDS500 picture, and each RoadAnomaly object, the best overlap (IoU) with
 * any mask: its mean and how often it exceeds one half; the same over all regions of the tree, which no choice can
 * exceed. Also the {@link SegmentationCovering} of cuts of the tree, which means something for BSDS500 alone.
 */
final class RegionQuality {
    private final NetworkEdges detector;
    private final RegionFinder finder;
    private final EdgeMap edges = new EdgeMap();
    private final MaskSet masks = new MaskSet();
    private final SegmentationCovering covering = new SegmentationCovering();
    private double maskSum;
    private double treeSum;
    private int maskHits;
    private int treeHits;
    private int segments;

    private RegionQuality(final NetworkEdges detector, final int most) {
        this.detector = detector;
        this.finder = new RegionFinder(
                new RegionSettings(most, RegionSettings.defaults().minimalArea(), 0.9));
    }

    /**
     * Prints a table.
     *
     * @param arguments the folder of the data sets, then checkpoints
     * @throws IOException if a file cannot be read
     */
    public static void main(final String[] arguments) throws IOException {
        Natives.torchThreads(2);
        final Path data = Path.of(arguments[0]);
        System.out.println("| data | network | size | masks at most | mean IoU | IoU > 0.5 | tree mean | tree > 0.5 |"
                + " covering ODS | OIS |");
        for (final String checkpoint : List.of(arguments).subList(1, arguments.length)) {
            for (final int most : new int[] {20, 60}) {
                row(data.resolve("bsds500"), checkpoint, "1", most);
                for (final int width : new int[] {512, 640, 1024}) {
                    row(data.resolve("road_anomaly"), checkpoint, width + "x" + width * 9 / 16, most);
                }
            }
        }
    }

    private static void row(final Path set, final String checkpoint, final String size, final int most)
            throws IOException {
        try (NetworkEdges detector = NetworkEdges.of(Path.of(checkpoint), AnalysisSize.parse(size))) {
            final RegionQuality quality = new RegionQuality(detector, most);
            if (BerkeleySegments.isIn(set)) {
                for (final SegmentedPicture picture : BerkeleySegments.open(set, "val")) {
                    quality.measure(picture, 0.002);
                }
            } else {
                for (final Path labels : list(set.resolve("instances"))) {
                    final Path picture = set.resolve("images/" + stem(labels) + ".jpg");
                    quality.measure(new SegmentedPicture(stem(labels), picture, List.of(labels)), 0);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s | %d %s%n",
                    set.getFileName(),
                    stem(Path.of(checkpoint)),
                    size,
                    most,
                    quality);
        }
    }

    private void measure(final SegmentedPicture data, final double least) throws IOException {
        final List<SegmentMap> people;
        try (Picture picture = data.readPicture()) {
            people = data.readSegments(picture.width(), picture.height());
            detector.detect(picture, edges);
        }
        finder.find(edges, null, masks);
        final SegmentMap first = people.get(0);
        covering.add(height -> finder.cut(height).stretched(first.width(), first.height()), people);
        for (final Path truth : data.segmentPaths()) {
            final Overlaps overlaps = Overlaps.of(finder, edges, truth);
            for (int segment = 1; segment < 256; segment++) {
                final double share = overlaps.share(segment);
                if (share > 0 && share >= least) {
                    count(overlaps, segment);
                }
            }
        }
    }

    private void count(final Overlaps overlaps, final int segment) {
        final double mask = finder.masks()
                .mapToDouble(node -> overlaps.iou(node, segment))
                .max()
                .orElse(0);
        final double tree = IntStream.range(0, finder.tree().nodes())
                .mapToDouble(node -> overlaps.iou(node, segment))
                .max()
                .orElse(0);
        maskSum += mask;
        treeSum += tree;
        maskHits += mask > 0.5 ? 1 : 0;
        treeHits += tree > 0.5 ? 1 : 0;
        segments++;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "| %.4f | %.3f | %.4f | %.3f | %.4f | %.4f |",
                maskSum / segments,
                maskHits / (double) segments,
                treeSum / segments,
                treeHits / (double) segments,
                covering.figures().ods(),
                covering.figures().ois());
    }

    private static List<Path> list(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    private static String stem(final Path file) {
        return file.getFileName().toString().replaceFirst("[.][^.]+$", "");
    }
}
