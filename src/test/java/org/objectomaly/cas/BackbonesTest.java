package org.objectomaly.cas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.AnalysisSize;

class BackbonesTest {
    private static final Path DATA = Path.of("../shared/data");
    private static final List<Path> FOLDERS = List.of(
            DATA.resolve("weights_espnetv2"),
            DATA.resolve("weights_enet"),
            DATA.resolve("weights_fsfnet"),
            Path.of("models"));

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @Test
    void shouldSayWhichFileIsMissingWhereItLookedAndHowToFetchIt(@TempDir final Path empty) {
        final Fault fault = assertThrows(
                Fault.class,
                () -> Backbones.open("espnetv2-s2.0", List.of(empty), ScorerSettings.of(null, AnalysisSize.rows(288))));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains("espnetv2_s_2.0_city_1024x512.pth"), fault.getMessage());
        assertTrue(fault.getMessage().contains(empty.toString()), fault.getMessage());
        assertTrue(fault.getMessage().contains("objectomaly models pull espnetv2-s2.0"), fault.getMessage());
    }

    @Test
    void shouldNameTheKnownBackbonesWhenANameIsUnknown() {
        final Fault fault = assertThrows(
                Fault.class,
                () -> Backbones.open("espnet9", List.of(), ScorerSettings.of(null, AnalysisSize.rows(288))));
        assertTrue(fault.getMessage().contains("espnetv2-s0.5"), fault.getMessage());
        assertTrue(fault.getMessage().contains("enet"), fault.getMessage());
    }

    @Test
    void shouldRefuseACheckpointOfAnotherKind() {
        final Path other = DATA.resolve("weights_pidinet/table5_pidinet-tiny-l.pth");
        assumeTrue(Files.exists(other), "the published checkpoints are not beside this checkout");
        final Fault fault = assertThrows(
                Fault.class,
                () -> Backbones.open(other.toString(), List.of(), ScorerSettings.of(null, AnalysisSize.rows(288))));
        assertEquals(Fault.Kind.MODEL, fault.kind());
    }

    @Test
    void shouldKnowACheckpointByItsContentAndNotByItsName(@TempDir final Path folder) throws IOException {
        final Path published = DATA.resolve("weights_fsfnet/fsfnet_mapillary_model_best.pth");
        assumeTrue(Files.exists(published), "the published checkpoints are not beside this checkout");
        final Path renamed = Files.copy(published, folder.resolve("some.pth"));
        try (CoarseScorer scorer =
                        Backbones.open(renamed.toString(), List.of(), ScorerSettings.of(null, AnalysisSize.rows(32)));
                Picture picture = new Picture(64, 32)) {
            final ScoreMap map = new ScoreMap(64, 32);
            scorer.score(picture, map);
            for (final float score : map.values()) {
                assertTrue(Float.isFinite(score), "also at the smallest size of analysis");
            }
        }
    }

    @Test
    void shouldRefuseARuleThatABackboneDoesNotHave() {
        assumeTrue(Files.exists(FOLDERS.get(0)), "the published checkpoints are not beside this checkout");
        final Fault fault = assertThrows(
                Fault.class,
                () -> Backbones.open(
                        "espnetv2-s0.5", FOLDERS, ScorerSettings.of(PixelRule.VOID, AnalysisSize.rows(288))));
        assertEquals(Fault.Kind.USAGE, fault.kind());
    }

    @Test
    void shouldKeepOrdinaryTrafficMostlyBelowOneHalfWithEveryBackbone() {
        final Path file = DATA.resolve("dashcam_images/bdd_adb4871d-4d063244.jpg");
        assumeTrue(Files.exists(file), "the shared pictures are not beside this checkout");
        try (Picture picture = picture(file)) {
            final ScoreMap map = new ScoreMap(picture.width(), picture.height());
            for (final Backbone known : Backbones.all()) {
                if (!(known instanceof SegmentationBackbone backbone)
                        || FOLDERS.stream()
                                .noneMatch(folder -> Files.exists(
                                        folder.resolve(backbone.file().file())))) {
                    continue;
                }
                for (final PixelRule rule : backbone.scales().keySet()) {
                    try (CoarseScorer scorer = Backbones.open(
                            backbone.file().name(), FOLDERS, ScorerSettings.of(rule, AnalysisSize.rows(288)))) {
                        scorer.score(picture, map);
                    }
                    final float[] sorted = map.values().clone();
                    Arrays.sort(sorted);
                    final String what = backbone.file().name() + " by " + rule;
                    assertTrue(sorted[(int) (0.8 * sorted.length)] < 0.5, what);
                    assertEquals(0, sorted[sorted.length / 2], 0.25, what);
                }
            }
        }
    }

    private static Picture picture(final Path file) {
        try (Mat bgr = opencv_imgcodecs.imread(file.toString());
                Mat rgb = new Mat()) {
            opencv_imgproc.cvtColor(bgr, rgb, opencv_imgproc.COLOR_BGR2RGB);
            final Picture picture = new Picture(rgb.cols(), rgb.rows());
            picture.overwrite().put(rgb.data().capacity(3L * rgb.cols() * rgb.rows()));
            return picture;
        }
    }
}
