package org.objectomaly.objectness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.Natives;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.AnalysisSize;

/**
 * Measures the masks of {@link BoundaryRegions} against people's segmentations (BSDS500 val) and anomalous objects
 * (RoadAnomaly); a program for whoever changes how regions are made.
 *
 * <p>For each segment of at least 0.2 % of a BSDS500 picture, and each RoadAnomaly object, the best overlap (IoU) with
 * any mask: its mean and how often it exceeds one half; the same over all regions of the tree, which no choice can
 * exceed. For BSDS500 also the segmentation covering of cuts of the tree, at the best height for all pictures (ODS) and
 * for each (OIS), as P. Arbelaez and others define it (TPAMI 2011).
 */
final class RegionQuality {
    private static final int HEIGHTS = 50;

    private final PidinetEdges detector;
    private final RegionFinder finder;
    private final EdgeMap edges = new EdgeMap();
    private final MaskSet masks = new MaskSet();
    private final double[] covering = new double[HEIGHTS];
    private double bestCovering;
    private double maskSum;
    private double treeSum;
    private int maskHits;
    private int treeHits;
    private int segments;
    private int pictures;

    private RegionQuality(final PidinetEdges detector, final int most) {
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
        try (PidinetEdges detector = PidinetEdges.of(Path.of(checkpoint), AnalysisSize.parse(size))) {
            final RegionQuality quality = new RegionQuality(detector, most);
            if (Files.isDirectory(set.resolve("segments"))) {
                for (final Path picture : list(set.resolve("images/val"))) {
                    final String name = stem(picture) + "_";
                    quality.measure(
                            picture,
                            list(set.resolve("segments/val")).stream()
                                    .filter(f -> f.getFileName().toString().startsWith(name))
                                    .toList(),
                            0.002);
                }
            } else {
                for (final Path labels : list(set.resolve("instances"))) {
                    quality.measure(set.resolve("images/" + stem(labels) + ".jpg"), List.of(labels), 0);
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

    private void measure(final Path file, final List<Path> truths, final double least) throws IOException {
        try (Picture picture = read(file)) {
            detector.detect(picture, edges);
        }
        finder.find(edges, null, masks);
        final double[] here = new double[HEIGHTS];
        for (final Path truth : truths) {
            final Overlaps overlaps = Overlaps.of(finder, edges, truth);
            for (int segment = 1; segment < 256; segment++) {
                final double share = overlaps.share(segment);
                if (share > 0) {
                    cover(overlaps, segment, share / truths.size(), here);
                }
                if (share > 0 && share >= least) {
                    count(overlaps, segment);
                }
            }
        }
        pictures++;
        double best = 0;
        for (int i = 0; i < HEIGHTS; i++) {
            covering[i] += here[i];
            best = Math.max(best, here[i]);
        }
        bestCovering += best;
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

    /** Adds the best overlap of a segment with the regions of each cut. */
    private void cover(final Overlaps overlaps, final int segment, final double weight, final double[] into) {
        final MergeTree tree = finder.tree();
        final double[] best = new double[HEIGHTS];
        for (int node = 0; node < tree.nodes(); node++) {
            final double iou = overlaps.iou(node, segment);
            final int end = node == tree.root() ? HEIGHTS : (int) Math.ceil(tree.death(node) * HEIGHTS);
            for (int i = (int) Math.ceil(tree.birth(node) * HEIGHTS); i < end; i++) {
                best[i] = Math.max(best[i], iou);
            }
        }
        for (int i = 0; i < HEIGHTS; i++) {
            into[i] += weight * best[i];
        }
    }

    @Override
    public String toString() {
        double ods = 0;
        for (final double sum : covering) {
            ods = Math.max(ods, sum / pictures);
        }
        return String.format(
                Locale.ROOT,
                "| %.4f | %.3f | %.4f | %.3f | %.4f | %.4f |",
                maskSum / segments,
                maskHits / (double) segments,
                treeSum / segments,
                treeHits / (double) segments,
                ods,
                bestCovering / pictures);
    }

    private static List<Path> list(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    private static String stem(final Path file) {
        return file.getFileName().toString().replaceFirst("[.][^.]+$", "");
    }

    private static Picture read(final Path file) {
        try (Mat mat = opencv_imgcodecs.imread(file.toString())) {
            opencv_imgproc.cvtColor(mat, mat, opencv_imgproc.COLOR_BGR2RGB);
            final Picture picture = new Picture(mat.cols(), mat.rows());
            picture.rgb().put(mat.data().capacity((long) mat.cols() * mat.rows() * 3));
            return picture;
        }
    }
}
