package org.objectomaly.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.objectomaly.dataset.Benchmark;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.metrics.Components;
import org.objectomaly.metrics.FixedThreshold;
import org.objectomaly.metrics.PixelCounts;
import org.objectomaly.metrics.PixelMetrics;
import org.objectomaly.metrics.PrCurve;
import org.objectomaly.metrics.QuantileBins;
import org.objectomaly.metrics.SortedFrame;
import org.objectomaly.metrics.TrackSizes;
import org.objectomaly.pipeline.RunReport;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

final class PagesTest {
    @Test
    void shouldSetTheAblationBesideThePapersTable3() {
        final String text =
                new Pages(report(Benchmark.ROAD_ANOMALY, outcome("espnetv2-s2.0", "pidinet", Variant.values()))).text();
        assertTrue(text.contains("Table 3"), text);
        assertTrue(text.contains("87.19") && text.contains("79.74"), "the paper's figures on RoadAnomaly");
        assertTrue(text.contains("+7.45"), "the paper's gain");
        assertFalse(text.contains("Table 1") || text.contains("Table 4"), "one method, no comparison");
    }

    @Test
    void shouldLeaveThePaperOutWhereTheDataSetIsAnother() {
        final String text = new Pages(report(Benchmark.OTHER, outcome("enet", "pidinet", Variant.values()))).text();
        assertTrue(text.contains("Table 3"));
        assertFalse(text.contains("paper"), text);
    }

    @Test
    void shouldSetABackboneThePaperHasBesideItsOwnFiguresAndListTheOthers() {
        final String text = new Pages(report(
                        Benchmark.ANOMALY_TRACK,
                        outcome("rpl", "pidinet", Variant.CAS, Variant.BOTH),
                        outcome("enet", "pidinet", Variant.CAS, Variant.BOTH)))
                .text();
        final String own = line(text, "| rpl, CAS ");
        assertTrue(own.contains("88.55") && own.contains("7.18"), own);
        assertFalse(text.contains("paper: RPL") && text.indexOf("paper: RPL") < text.indexOf("Table 2"));
        assertTrue(line(text, "| paper: UNO ").contains("96.30"));
        assertTrue(text.contains("Table 2"));
    }

    @Test
    void shouldCompareMasksWithThePapersTable4() {
        final String text = new Pages(report(
                        Benchmark.ROAD_ANOMALY,
                        outcome("enet", "mobile-sam", Variant.BOTH),
                        outcome("enet", "pidinet", Variant.BOTH)))
                .text();
        assertTrue(
                line(text.substring(text.indexOf("Table 4")), "| mobile-sam ").contains("84.82"), text);
        assertTrue(line(text, "| paper: FastSAM ").contains("26.41"));
    }

    @Test
    void shouldGiveFiguresOfThePaperAsTheyWerePrinted() {
        assertEquals(6, PaperTables.backbones(Benchmark.ROAD_ANOMALY).size());
        assertEquals(
                List.of(96.42, 0.07),
                Arrays.stream(PaperTables.stages(Benchmark.OBSTACLE_TRACK).get("OASC"))
                        .boxed()
                        .toList());
        assertEquals(
                List.of(71.58, 78.88, 83.44),
                Arrays.stream(PaperTables.components(Benchmark.OBSTACLE_TRACK).get("Ours"))
                        .boxed()
                        .toList());
        assertTrue(PaperTables.components(Benchmark.ROAD_ANOMALY).isEmpty());
    }

    @Test
    void shouldMakeAPageThatNeedsNothingBesideItAndEscapesNames() throws Exception {
        final String page = new Pages(report(Benchmark.OTHER, outcome("a<b>&\"c", "pidinet", Variant.values()))).html();
        assertFalse(page.contains("src=\"http") || page.contains("href="), "nothing from elsewhere");
        assertFalse(page.contains("a<b>"));
        assertTrue(page.contains("a&lt;b&gt;&amp;"));
        final String xml = page.replace("<!DOCTYPE html>", "").replace("<meta charset=\"utf-8\">", "");
        final Document parsed =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        assertEquals(1, parsed.getElementsByTagName("svg").getLength());
        final int lines = Variant.values().length;
        assertTrue(parsed.getElementsByTagName("path").getLength() >= lines);
    }

    private static String line(final String text, final String start) {
        return text.lines().filter(l -> l.startsWith(start)).findFirst().orElse("no line begins with " + start);
    }

    private static Report report(final Benchmark benchmark, final Outcome... outcomes) {
        return new Report(
                "objectomaly",
                List.of("objectomaly", "eval", "set"),
                "a machine",
                "2026-01-01T00:00:00Z",
                new Report.DataSet("set", "some/set", "folders", benchmark, 1, null, null, List.of()),
                1,
                true,
                List.of(),
                List.of(outcomes));
    }

    private static Outcome outcome(final String cas, final String masks, final Variant... variants) {
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cas", cas);
        settings.put("masks", masks);
        final List<Row> rows = Arrays.stream(variants).map(PagesTest::row).toList();
        return new Outcome(
                settings,
                Map.of("a.pth", "0123"),
                rows,
                1,
                Double.NaN,
                List.of(new FrameScore("p0", 0.25, 0.5, Double.NaN)),
                new RunReport(1, 1, 1, 0, List.of()),
                new Showcase());
    }

    private static Row row(final Variant variant) {
        final ScoreMap map = new ScoreMap(40, 30);
        final LabelMap labels = new LabelMap(40, 30);
        for (int i = 0; i < 1200; i++) {
            labels.labels()[i] = i % 40 < 10 ? LabelMap.ANOMALY : LabelMap.ORDINARY;
            map.values()[i] = Math.floorMod(i * 7919, 101) / 101f + (i % 40 < 10 ? 0.3f : 0);
        }
        final PixelCounts counts = new PixelCounts();
        counts.add(map, labels);
        final QuantileBins bins = new QuantileBins();
        bins.add(new SortedFrame().of(map, labels));
        final Components components = new Components(TrackSizes.OBSTACLE_TRACK, 0.5);
        components.add(map, labels);
        return new Row(
                variant,
                PixelMetrics.of(counts),
                bins.curve(),
                components.metrics(),
                new FixedThreshold(0.95).figures(),
                PrCurve.of(counts, 100));
    }
}
