package org.objectomaly.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.Work;
import org.objectomaly.pipeline.RunReport;

final class CombinationTest {
    private static final Map<String, String> SETTINGS = Map.of("cas", "road-cas", "masks", "none");

    @Test
    void shouldTakeTheMedianOfItsRounds() {
        final Combination combination = new Combination(SETTINGS, Map.of(), List.of());
        final KeptMaps first = new KeptMaps();
        combination.add(run(10, 30), 500, first);
        combination.add(run(40, 20), 700, new KeptMaps());
        combination.add(run(20, 90), 600, new KeptMaps());
        assertSame(first, combination.maps());
        final BenchReport.Entry entry = combination.entry(new Peak(100, 400), 0.5, Agreement.UNKNOWN);
        assertEquals(20, entry.fps());
        assertEquals(10, entry.fpsLowest());
        assertEquals(40, entry.fpsHighest());
        assertEquals(700, entry.peakMemoryMb());
        assertEquals(1, entry.stages().size(), "keeping the maps is no stage of the method");
        final BenchReport.StageCost stage = entry.stages().get(0);
        assertEquals(30, stage.medianMs());
        // 2 FLOP for each of 0.1e9 + 0.2e9 multiply-adds a frame.
        assertEquals(0.6, stage.gigaFlop(), 1e-12);
        assertEquals(0.6, entry.gigaFlop(), 1e-12);
        // 0.2 GFLOP at 100 and 0.4 at 400 a second are 3 ms.
        assertEquals(0.1, stage.peakShare(), 1e-12);
    }

    @Test
    void shouldCountHalfPrecisionAsSingleWhereTheProcessorDoesNotHaveIt() {
        assertEquals(0.04, new Peak(100, Double.NaN).seconds(new Work.Amount(1_000_000_000, 1_000_000_000)), 1e-12);
    }

    @Test
    void shouldKeepSoFewPixelsThatManyFramesFit() {
        assertEquals(1, KeptMaps.step(200, 200));
        assertEquals(5, KeptMaps.step(1280, 720));
        final int step = KeptMaps.step(3840, 2160);
        assertTrue(3840 / step * (2160 / step) <= 40_000);
    }

    @Test
    void shouldSampleLabelsOfAnySize() {
        final LabelMap labels = new LabelMap(6, 4);
        labels.labels()[2 * 6 + 3] = LabelMap.ANOMALY;
        final LabelMap sampled = KeptMaps.sampled(labels, new ScoreMap(2, 2));
        assertEquals(LabelMap.ANOMALY, sampled.labels()[3]);
        assertEquals(LabelMap.ORDINARY, sampled.labels()[0]);
    }

    @Test
    void shouldNameBothNetworksAndWhatElseDiffers() {
        final Combination small =
                new Combination(Map.of("cas", "road-cas", "masks", "none", "cas-size", "288p"), Map.of(), List.of());
        final Combination large = new Combination(
                Map.of("cas", "road-cas", "masks", "none", "cas-size", "720p"), Map.of(), List.of("road-cas"));
        small.add(run(20, 30), 500, new KeptMaps());
        large.add(run(5, 120), 600, new KeptMaps());
        final Peak peak = new Peak(100, Double.NaN);
        final BenchReport report = new BenchReport(
                "objectomaly",
                List.of("objectomaly", "bench"),
                "a machine",
                "today",
                new BenchReport.Film("drive.mp4", 1280, 720, false, 1, 1, null, 0, 5),
                2,
                "cpu",
                peak,
                1,
                true,
                0,
                List.of("<note>"),
                List.of(
                        small.entry(peak, Double.NaN, new Agreement(0, 1)),
                        large.entry(peak, Double.NaN, Agreement.UNKNOWN)),
                List.of(new KernelCost("oasc", 1920, 1080, 100, 0.0625, 91.24, 0.4)));
        final BenchPages pages = new BenchPages(report);
        assertTrue(
                pages.text().contains("| oasc | 1920x1080 |   100 | 0.0625 |        91.2 | 1460 |      40 % |"),
                pages.text());
        assertTrue(pages.html().contains("On the GPU, by themselves"));
        assertTrue(pages.text().contains("| cas      | masks | cas-size | weights"), pages.text());
        assertTrue(pages.markdown().contains("RANDOM: road-cas"));
        assertTrue(pages.html().contains("road-cas, none, 288p") && pages.html().contains("&lt;note&gt;"));
    }

    private static RunReport run(final double fps, final double medianMs) {
        final Work.Amount work = new Work.Amount(1_000_000_000, 2_000_000_000);
        return new RunReport(
                10,
                10 / fps,
                fps,
                0,
                List.of(
                        new RunReport.Stage("cas", 10, medianMs, 2 * medianMs, 0.5, work),
                        new RunReport.Stage("keep", 10, 1, 1, 0, Work.Amount.NONE)));
    }
}
