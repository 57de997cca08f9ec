package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code objectomaly bench} as a user runs it. */
final class BenchCommandTest {
    @TempDir
    private static Path rendered;

    private static Path video;

    @TempDir
    Path folder;

    @BeforeAll
    static void render() throws IOException, InterruptedException {
        video = rendered.resolve("street.y4m");
        make(video);
        make(rendered.resolve("masks.y4m"), "truth");
    }

    @Test
    void shouldReportTheCostOfEachCombination() throws IOException {
        final Path report = folder.resolve("report");
        final Object[] options = {
            video, "--masks", "road-masks,none", "--frames", 3, "--rounds", 2, "--report", report, "--json"
        };
        final Cli.Outcome outcome = bench(options);
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertEquals(
                json, new ObjectMapper().readTree(report.resolve("report.json").toFile()));
        assertTrue(json.at("/complete").asBoolean());
        assertTrue(
                json.at("/peak/single").asDouble() > 0.1, () -> json.at("/peak").toString());
        assertEquals(320, json.at("/film/width").asInt());
        assertEquals(0, json.at("/best").asInt(), "without truth the first is what others are compared with");
        assertEquals(2, json.at("/combinations").size());
        final JsonNode with = json.at("/combinations/0");
        final JsonNode without = json.at("/combinations/1");
        for (final JsonNode combination : List.of(with, without)) {
            assertEquals(2, combination.at("/rounds").asInt());
            assertEquals(3, combination.at("/frames").asInt());
            assertTrue(combination.at("/fps").asDouble() > 0);
            assertTrue(combination.at("/fpsLowest").asDouble()
                    <= combination.at("/fpsHighest").asDouble());
            assertTrue(combination.at("/peakMemoryMb").asDouble() > 50);
            assertTrue(combination.at("/auPrc").isNull(), "there is no truth beside this video");
            assertEquals(List.of("grab", "cas", "masks", "oasc", "mbp", "annotate", "encode"), stages(combination));
            // The scoring network does the same in both.
            assertEquals(
                    with.at("/stages/1/gigaFlop").asDouble(),
                    combination.at("/stages/1/gigaFlop").asDouble());
            assertTrue(combination.at("/stages/1/gigaFlop").asDouble() > 0.1);
            assertTrue(combination.at("/stages/1/peakShare").asDouble() > 0);
            assertTrue(combination.at("/stages/1/p95Ms").asDouble()
                    >= combination.at("/stages/1/medianMs").asDouble());
        }
        assertEquals(0, with.at("/agreement/difference").asDouble());
        assertTrue(with.at("/masks").asDouble() > 0);
        assertEquals(0, without.at("/masks").asDouble());
        assertEquals(0, without.at("/stages/2/gigaFlop").asDouble());
        final String page = Files.readString(report.resolve("report.html"));
        assertTrue(page.contains("<svg") && !page.contains("src=") && !page.contains("href="), "one page, by itself");
        assertFalse(page.contains("RANDOM"));
        assertTrue(outcome.err().contains("| correlation |"), "people see the tables beside the JSON");
        assertEquals(2, bench(options).exitCode(), "an older report is not replaced unless that is asked for");
    }

    @Test
    void shouldSayWhatSpeedIsPaidWithWhereTruthIsKnown() throws IOException {
        final Path masks = rendered.resolve("masks.y4m");
        final Cli.Outcome outcome = bench(
                video,
                "--masks",
                "none",
                "--cas",
                "none,road-cas",
                "--truth",
                masks,
                "--frames",
                2,
                "--rounds",
                1,
                "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertEquals(2, json.at("/film/labelledFrames").asInt());
        assertEquals(1, json.at("/best").asInt(), "the network sees more than nothing");
        final double nothing = json.at("/combinations/0/auPrc").asDouble();
        assertTrue(nothing > 0 && nothing < json.at("/combinations/1/auPrc").asDouble());
        assertTrue(json.at("/combinations/0/agreement/difference").asDouble() > 0);
        assertTrue(json.at("/combinations/0/agreement/correlation").isNull(), "a map of zeros goes with nothing");
    }

    @Test
    void shouldSayOnEveryLineThatWeightsAreRandom() throws IOException {
        final Path report = folder.resolve("report");
        final Cli.Outcome outcome = bench(
                video,
                "--cas",
                "espnetv2-s0.5,none",
                "--masks",
                "none",
                "--frames",
                1,
                "--rounds",
                1,
                "--size",
                "96x64",
                "--random-weights",
                "--report",
                report);
        assertEquals(0, outcome.exitCode(), outcome.err());
        final List<String> rows = Files.readString(report.resolve("report.md"))
                .lines()
                .filter(line -> line.startsWith("| espnetv2-s0.5 | none"))
                .toList();
        assertEquals(1 + 7, rows.size());
        assertTrue(rows.stream().allMatch(row -> row.contains("| RANDOM: espnetv2-s0.5 |")), rows::toString);
        final JsonNode json =
                new ObjectMapper().readTree(report.resolve("report.json").toFile());
        assertEquals("espnetv2-s0.5", json.at("/combinations/0/randomWeights/0").asText());
        assertEquals(1, json.at("/best").asInt(), "what sees nothing is not what others are measured by");
        assertTrue(json.at("/combinations/0/agreement/difference").isNull());
        assertEquals(96, json.at("/film/width").asInt());
        assertEquals(64, json.at("/film/height").asInt());
    }

    @Test
    void shouldSayHowToGetMissingWeights() {
        final Cli.Outcome outcome = bench(video, "--masks", "fastsam-x");
        assertEquals(4, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("objectomaly models pull fastsam-x"), outcome.err());
        assertTrue(outcome.err().contains("--random-weights"), outcome.err());
    }

    @Test
    void shouldRefuseWhatItCannotMeasure() {
        assertEquals(2, bench(video, "--size", "12").exitCode());
        assertEquals(2, bench(video, "--size", "16x9000").exitCode());
        assertEquals(2, bench(video, video).exitCode());
        assertEquals(2, bench(video, "--frames", 0).exitCode());
        assertEquals(3, bench(folder.resolve("missing.mp4")).exitCode());
        assertEquals(3, bench("-").exitCode());
        assertEquals(3, bench(video, "--truth", folder.resolve("missing")).exitCode());
    }

    private static List<String> stages(final JsonNode combination) {
        final List<String> names = new ArrayList<>();
        combination.at("/stages").forEach(stage -> names.add(stage.at("/name").asText()));
        return names;
    }

    /** With an empty cache: whether checkpoints are missing must not depend on what the user has fetched. */
    private Cli.Outcome bench(final Object... options) {
        final List<String> wrapper = List.of("env", "JAVA_TOOL_OPTIONS=-Dobjectomaly.cache=" + folder.resolve("cache"));
        return Cli.start(
                        wrapper,
                        Stream.concat(Stream.of("bench"), Stream.of(options)).toArray())
                .end();
    }

    private static void make(final Path file, final String... more) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(
                        Stream.concat(Stream.of("samples/make", "--y4m", "320", "180", "3"), Stream.of(more))
                                .toList())
                .redirectOutput(file.toFile())
                .redirectError(rendered.resolve("errors").toFile())
                .start();
        assertTrue(process.waitFor(300, TimeUnit.SECONDS) && process.exitValue() == 0, "the street was not rendered");
    }
}
