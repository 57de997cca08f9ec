package org.objectomaly.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.cas.ScorerSettings;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.metrics.PixelCounts;
import org.objectomaly.metrics.PixelMetrics;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.BoundaryRegions;
import org.objectomaly.objectness.MaskGenerator;
import org.objectomaly.objectness.NetworkEdges;
import org.objectomaly.objectness.RegionSettings;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.StreamInfo;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.VideoReader;

/** The project's own clip and its ground truth, as {@code samples/make} made them. */
final class SampleClipTest {
    private static final Path FILM = Path.of("samples/drive.mp4");
    private static final Path TRUTH = Path.of("samples/drive_truth.mkv");
    private static final double LEAST_AUPRC = 0.08;
    private static final double MOST_FPR95 = 0.7;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    @Test
    void shouldBeASmallFilmWithSoundAsDashcamsWriteIt() throws IOException {
        assertTrue(Files.size(FILM) < 6_000_000, () -> FILM + " is to be cloned by everybody");
        assertTrue(Files.size(TRUTH) < 1_000_000);
        try (VideoReader film = VideoReader.open(FILM.toString(), ReaderOptions.defaults())) {
            final StreamInfo info = film.info();
            assertEquals("h264", info.codec());
            assertEquals(WIDTH, info.width());
            assertEquals(HEIGHT, info.height());
            assertEquals(25, info.frameRate(), 1e-6);
            assertTrue(info.bt709());
            assertEquals(1, info.otherStreams(), "sound");
        }
    }

    @Test
    void shouldHaveAPlausibleMaskForEveryFrame() {
        int frames = 0;
        double most = 0;
        try (VideoReader film = VideoReader.open(FILM.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame();
                MaskVideo truth = new MaskVideo(TRUTH, 1)) {
            while (film.read(frame)) {
                if (!frame.hasPicture()) {
                    continue;
                }
                final LabelMap labels = truth.labels(frame.index(), WIDTH, HEIGHT);
                final double anomalous = share(labels, LabelMap.ANOMALY);
                final long number = frame.index();
                assertTrue(anomalous > 0.0005 && anomalous < 0.2, () -> "frame " + number + ": " + anomalous);
                final double unjudged = share(labels, LabelMap.VOID);
                assertTrue(unjudged < 0.01, () -> "frame " + number + ": only borders are void, not " + unjudged);
                most = Math.max(most, anomalous);
                frames++;
            }
        }
        assertTrue(frames >= 8 * 25 && frames <= 12 * 25, frames + " frames");
        assertTrue(most > 0.02, "something comes near");
    }

    @Test
    void shouldHaveAMaskForNoFrameMore() {
        try (VideoReader film = VideoReader.open(FILM.toString(), ReaderOptions.defaults());
                VideoReader truth = VideoReader.open(TRUTH.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame();
                VideoFrame mask = new VideoFrame()) {
            while (film.read(frame)) {
                if (frame.hasPicture()) {
                    assertTrue(truth.read(mask));
                    assertEquals(frame.seconds(), mask.seconds(), 0.002);
                }
            }
            assertFalse(truth.read(mask));
        }
    }

    @Test
    void shouldBeToldFromOrdinaryRoadByTheProgramsOwnNetworks() {
        final List<Path> models = List.of(Path.of("models"));
        final PixelCounts coarse = new PixelCounts();
        final PixelCounts refined = new PixelCounts();
        final ScoreMap a0 = new ScoreMap(WIDTH, HEIGHT);
        final ScoreMap a1 = new ScoreMap(WIDTH, HEIGHT);
        final MaskSet masks = new MaskSet();
        try (VideoReader film = VideoReader.open(FILM.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame();
                Picture picture = new Picture(WIDTH, HEIGHT);
                MaskVideo truth = new MaskVideo(TRUTH, 1);
                CoarseScorer scorer =
                        Backbones.open("road-cas", models, ScorerSettings.of(null, AnalysisSize.rows(288)));
                MaskGenerator generator = new BoundaryRegions(
                        NetworkEdges.of(
                                ModelFile.resolve("road-masks", NetworkEdges.FILES, models), AnalysisSize.rows(360)),
                        RegionSettings.defaults())) {
            while (film.read(frame)) {
                if (frame.hasPicture() && frame.index() % 11 == 0) {
                    frame.toRgb(picture);
                    final LabelMap labels = truth.labels(frame.index(), WIDTH, HEIGHT);
                    scorer.score(picture, a0);
                    generator.generate(picture, masks);
                    new RunCalibration(MaskOrder.PAPER).calibrate(a0, masks, a1);
                    coarse.add(a0, labels);
                    new LaplacianPrecision().refine(a1, a0);
                    refined.add(a0, labels);
                }
            }
        }
        final PixelMetrics before = PixelMetrics.of(coarse);
        final PixelMetrics after = PixelMetrics.of(refined);
        // By chance AuPRC would be the share of the anomalous pixels, some 1.5 %, and FPR95 95 %.
        assertTrue(before.auPrc() > LEAST_AUPRC, "CAS: " + before);
        assertTrue(before.fpr95Interpolated() < MOST_FPR95, "CAS: " + before);
        assertTrue(after.auPrc() > LEAST_AUPRC, "CAS + OASC + MBP: " + after);
    }

    private static double share(final LabelMap labels, final byte label) {
        int count = 0;
        for (final byte each : labels.labels()) {
            count += each == label ? 1 : 0;
        }
        return (double) count / labels.labels().length;
    }
}
