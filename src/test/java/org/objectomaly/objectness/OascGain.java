package org.objectomaly.objectness;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.Natives;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.cas.ScoreRule;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;

/**
 * Measures what OASC and MBP add to the coarse map on RoadAnomaly; a program for whoever changes how masks are made.
 *
 * <p>For every backbone, score rule and order of painting, over all pixels of all frames together: AuPRC and FPR95 of
 * A0, A1 and A, and the gain in AuPRC from A0 to A over all frames, those with an even and those with an odd number, so
 * that luck shows.
 */
final class OascGain {
    private static final AnalysisSize CAS_SIZE = AnalysisSize.rows(288);

    private final List<Path> frames;
    private final List<byte[]> labels = new ArrayList<>();
    private final List<MaskSet> masks = new ArrayList<>();

    private OascGain(final Path set) throws IOException {
        try (Stream<Path> files = Files.list(set.resolve("images"))) {
            frames = files.sorted().toList();
        }
        for (final Path frame : frames) {
            final String name = frame.getFileName().toString().replaceFirst("[.][^.]+$", ".png");
            labels.add(readLabels(set.resolve("labels").resolve(name)));
        }
    }

    /**
     * Prints a table.
     *
     * @param arguments the folder of RoadAnomaly, the folder of the checkpoints, a PiDiNet checkpoint in it, and the
     *     rows at which it looks at the frames
     * @throws IOException if a file cannot be read
     */
    public static void main(final String[] arguments) throws IOException {
        Natives.torchThreads(2);
        final Path models = Path.of(arguments[1]);
        final OascGain gain = new OascGain(Path.of(arguments[0]));
        gain.findMasks(models.resolve(arguments[2]), AnalysisSize.rows(Integer.parseInt(arguments[3])));
        System.out.println("| backbone | rule | order | A0 | A1 | A | gain | even | odd |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (final String backbone : List.of("espnetv2-s2.0", "espnetv2-s1.0", "espnetv2-s0.5", "enet")) {
            for (final ScoreRule rule : ScoreRule.values()) {
                if (rule != ScoreRule.VOID || backbone.equals("enet")) {
                    gain.rows(models, backbone, rule);
                }
            }
        }
    }

    private void findMasks(final Path checkpoint, final AnalysisSize size) {
        long nanoseconds = 0;
        int found = 0;
        try (PidinetEdges detector = PidinetEdges.of(checkpoint, size)) {
            final RegionFinder finder = new RegionFinder(RegionSettings.defaults());
            final EdgeMap edges = new EdgeMap();
            for (final Path frame : frames) {
                try (Picture picture = read(frame)) {
                    detector.detect(picture, edges);
                }
                final MaskSet ofFrame = new MaskSet();
                final long start = System.nanoTime();
                finder.find(edges, null, ofFrame);
                nanoseconds += System.nanoTime() - start;
                found += ofFrame.size();
                masks.add(ofFrame);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%.1f masks a frame, %.1f ms for the regions%n%n",
                (double) found / frames.size(),
                nanoseconds / 1e6 / frames.size());
    }

    private void rows(final Path models, final String backbone, final ScoreRule rule) {
        final List<ScoreMap> coarse = new ArrayList<>();
        try (CoarseScorer scorer = Backbones.open(backbone, List.of(models), rule, CAS_SIZE)) {
            for (final Path frame : frames) {
                try (Picture picture = read(frame)) {
                    final ScoreMap map = new ScoreMap(picture.width(), picture.height());
                    scorer.score(picture, map);
                    coarse.add(map);
                }
            }
        }
        for (final MaskOrder order : MaskOrder.values()) {
            row(backbone + " | " + rule.name().toLowerCase(Locale.ROOT) + " | " + order, coarse, order);
        }
    }

    private void row(final String name, final List<ScoreMap> coarse, final MaskOrder order) {
        final RunCalibration oasc = new RunCalibration(order);
        final LaplacianPrecision mbp = new LaplacianPrecision();
        final PooledScores[][] halves = new PooledScores[2][3];
        for (int i = 0; i < coarse.size(); i++) {
            final ScoreMap a0 = coarse.get(i);
            final ScoreMap a1 = new ScoreMap(a0.width(), a0.height());
            final ScoreMap a = new ScoreMap(a0.width(), a0.height());
            oasc.calibrate(a0, masks.get(i), a1);
            mbp.refine(a1, a);
            final ScoreMap[] maps = {a0, a1, a};
            for (int map = 0; map < maps.length; map++) {
                if (halves[i % 2][map] == null) {
                    halves[i % 2][map] = new PooledScores();
                }
                halves[i % 2][map].add(maps[map].values(), labels.get(i));
            }
        }
        final double even = gain(halves[0]);
        final double odd = gain(halves[1]);
        for (int map = 0; map < halves[0].length; map++) {
            halves[0][map].add(halves[1][map]);
        }
        final StringBuilder line = new StringBuilder("| ").append(name);
        for (final PooledScores all : halves[0]) {
            line.append(String.format(Locale.ROOT, " | %.2f / %.1f", all.averagePrecision(), all.falsePositivesAt95()));
        }
        System.out.printf(Locale.ROOT, "%s | %+.2f | %+.2f | %+.2f |%n", line, gain(halves[0]), even, odd);
    }

    private static double gain(final PooledScores[] maps) {
        return maps[2].averagePrecision() - maps[0].averagePrecision();
    }

    private static byte[] readLabels(final Path file) throws IOException {
        final BufferedImage picture = ImageIO.read(file.toFile());
        final byte[] labels = new byte[picture.getWidth() * picture.getHeight()];
        for (int p = 0; p < labels.length; p++) {
            final int value = picture.getRaster().getSample(p % picture.getWidth(), p / picture.getWidth(), 0);
            labels[p] = value == 0 ? LabelMap.ORDINARY : LabelMap.ANOMALY;
        }
        return labels;
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
