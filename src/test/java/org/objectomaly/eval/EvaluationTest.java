package org.objectomaly.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.dataset.Benchmark;
import org.objectomaly.dataset.LabelledPicture;
import org.objectomaly.dataset.Layout;
import org.objectomaly.dataset.PictureSet;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.metrics.PixelCounts;
import org.objectomaly.metrics.PixelMetrics;
import org.objectomaly.metrics.TrackSizes;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.MaskGenerator;
import org.objectomaly.pipeline.Method;

/** Pictures of different sizes whose red channel is the coarse score, and one mask over their left halves. */
final class EvaluationTest {
    private static final int[][] SIZES = {{64, 40}, {80, 48}, {64, 40}, {52, 36}, {80, 48}};

    @TempDir
    Path folder;

    private PictureSet set;

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    @BeforeEach
    void drawPictures() throws java.io.IOException {
        java.nio.file.Files.createDirectories(folder.resolve("images"));
        java.nio.file.Files.createDirectories(folder.resolve("labels"));
        for (int i = 0; i < SIZES.length; i++) {
            final int width = SIZES[i][0];
            final int height = SIZES[i][1];
            try (Mat picture = new Mat(height, width, opencv_core.CV_8UC3);
                    Mat labels = new Mat(height, width, opencv_core.CV_8UC1)) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        final int label = x * x + y * y < 400 ? 1 : x + y > 100 ? 255 : 0;
                        final int noise = Math.floorMod(x * 7919 + y * 104_729 + i * 31, 97);
                        picture.ptr(y, x).put(2, (byte) (noise + (label == 1 ? 60 : 0)));
                        labels.ptr(y, x).put(0, (byte) label);
                    }
                }
                opencv_imgcodecs.imwrite(folder.resolve("images/p" + i + ".png").toString(), picture);
                opencv_imgcodecs.imwrite(folder.resolve("labels/p" + i + ".png").toString(), labels);
            }
        }
        set = PictureSet.open(folder, Layout.FOLDERS);
    }

    @Test
    void shouldMeasureEachVariantAsIfItWereComputedByHand() {
        final PixelCounts coarse = new PixelCounts();
        final PixelCounts oasc = new PixelCounts();
        final PixelCounts mbp = new PixelCounts();
        final PixelCounts both = new PixelCounts();
        final RunCalibration calibration = new RunCalibration(MaskOrder.PAPER);
        final LaplacianPrecision precision = new LaplacianPrecision();
        final Red red = new Red();
        set.pictures().forEach(labelled -> {
            try (Picture picture = labelled.readPicture()) {
                final LabelMap labels = labelled.readLabels(picture.width(), picture.height());
                final ScoreMap a0 = new ScoreMap(picture.width(), picture.height());
                final ScoreMap other = new ScoreMap(picture.width(), picture.height());
                final ScoreMap end = new ScoreMap(picture.width(), picture.height());
                final MaskSet masks = new MaskSet();
                red.score(picture, a0);
                new LeftHalf().generate(picture, masks);
                coarse.add(a0, labels);
                precision.refine(a0, other);
                mbp.add(other, labels);
                calibration.calibrate(a0, masks, other);
                oasc.add(other, labels);
                precision.refine(other, end);
                both.add(end, labels);
            }
        });
        final Outcome outcome = evaluate(red);
        assertEquals(PixelMetrics.of(coarse), outcome.row(Variant.CAS).pixels());
        assertEquals(PixelMetrics.of(oasc), outcome.row(Variant.OASC).pixels());
        assertEquals(PixelMetrics.of(mbp), outcome.row(Variant.MBP).pixels());
        assertEquals(PixelMetrics.of(both), outcome.row(Variant.BOTH).pixels());
        assertEquals(SIZES.length, outcome.labelledFrames());
        assertTrue(Double.isNaN(outcome.change()), "pictures have no motion");
    }

    @Test
    void shouldBlameTheModelForScoresThatAreNoNumbers() {
        final CoarseScorer broken = (picture, into) -> into.fill(Float.NaN);
        try (Method method = new Method(
                        broken, new LeftHalf(), new RunCalibration(MaskOrder.PAPER), new LaplacianPrecision());
                LabelledPictures source = new LabelledPictures(set.pictures());
                Evaluation evaluation = new Evaluation(source, method, 1, List.of(Variant.BOTH), folder)) {
            evaluation.run(frames -> {}, Map.of(), Map.of(), Benchmark.OTHER);
            final Fault fault =
                    assertInstanceOf(Fault.class, evaluation.state().failure().cause());
            assertEquals(Fault.Kind.MODEL, fault.kind());
            assertTrue(fault.getMessage().contains("p0"), fault.getMessage());
        }
    }

    @Test
    void shouldCountComponentsAsTheBenchmarkDoes() {
        assertEquals(TrackSizes.OBSTACLE_TRACK, Evaluation.sizes(Benchmark.OBSTACLE_TRACK));
        assertEquals(TrackSizes.OBSTACLE_TRACK, Evaluation.sizes(Benchmark.LOST_AND_FOUND));
        assertEquals(TrackSizes.ANOMALY_TRACK, Evaluation.sizes(Benchmark.ANOMALY_TRACK));
        assertEquals(TrackSizes.ANOMALY_TRACK, Evaluation.sizes(Benchmark.FISHYSCAPES_LOST_AND_FOUND));
    }

    @Test
    void shouldNameEveryFrameAndShowTheBestAndTheWorst() {
        final Outcome outcome = evaluate(new Red());
        assertEquals(
                List.of("p0", "p1", "p2", "p3", "p4"),
                outcome.frames().stream().map(FrameScore::name).toList());
        final double best =
                outcome.frames().stream().mapToDouble(FrameScore::auPrc).max().orElseThrow();
        assertEquals(best, outcome.showcase().best().get(0).auPrc());
        final int shown =
                outcome.showcase().best().size() + outcome.showcase().worst().size();
        assertEquals(SIZES.length, shown, "five frames, three places on either side: none is shown twice");
    }

    @Test
    void shouldMeasureTheFramesBeforeAStop() {
        final List<LabelledPicture> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.addAll(set.pictures());
        }
        final Red red = new Red();
        red.stopAt = 11;
        try (Method method = method(red);
                LabelledPictures source = new LabelledPictures(many);
                Evaluation evaluation = new Evaluation(source, method, 1, List.of(Variant.BOTH), folder)) {
            red.stop = evaluation.state()::stop;
            final Outcome outcome = evaluation.run(frames -> {}, Map.of(), Map.of(), Benchmark.OTHER);
            final int frames = outcome.labelledFrames();
            // What is in the ring at the stop, eight slots, is still finished.
            assertTrue(frames >= 12 && frames <= 12 + 8, () -> frames + " frames");
            assertEquals(frames, outcome.run().frames());
            assertNull(evaluation.state().failure());
        }
    }

    @Test
    void shouldMeasureTheFramesBeforeADamagedPicture() throws java.io.IOException {
        java.nio.file.Files.write(folder.resolve("images/p3.png"), new byte[] {1, 2, 3});
        try (Method method = method(new Red());
                LabelledPictures source = new LabelledPictures(set.pictures());
                Evaluation evaluation = new Evaluation(source, method, 1, List.of(Variant.BOTH), folder)) {
            final Outcome outcome = evaluation.run(frames -> {}, Map.of(), Map.of(), Benchmark.OTHER);
            assertEquals(3, outcome.labelledFrames());
            assertEquals(3, evaluation.state().failure().frame());
            assertTrue(evaluation.state().failure().cause().getMessage().contains("p3.png"));
            assertNull(outcome.row(Variant.CAS));
        }
    }

    private Outcome evaluate(final Red red) {
        try (Method method = method(red);
                LabelledPictures source = new LabelledPictures(set.pictures());
                Evaluation evaluation = new Evaluation(source, method, 1, List.of(Variant.values()), folder)) {
            return evaluation.run(frames -> {}, Map.of("cas", "red", "masks", "left"), Map.of(), Benchmark.OTHER);
        }
    }

    private static Method method(final Red red) {
        return new Method(red, new LeftHalf(), new RunCalibration(MaskOrder.PAPER), new LaplacianPrecision());
    }

    private static final class Red implements CoarseScorer {
        private int calls;
        private int stopAt = -1;
        private Runnable stop;

        @Override
        public void score(final Picture picture, final ScoreMap into) {
            if (calls++ == stopAt) {
                stop.run();
            }
            for (int i = 0; i < into.values().length; i++) {
                into.values()[i] = (picture.rgb().get(3L * i) & 0xff) / 255f;
            }
        }
    }

    private static final class LeftHalf implements MaskGenerator {
        @Override
        public void generate(final Picture picture, final MaskSet into) {
            into.reset(picture.width(), picture.height());
            for (int y = 0; y < picture.height(); y++) {
                into.run(y, 0, picture.width() / 2);
            }
            into.endMask();
        }
    }
}
