package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code objectomaly eval} as a user runs it. Without networks every pixel scores 0, which has known figures. */
final class EvalEndToEndTest {
    private static final Path SHARED = Path.of("../shared/data");
    private static final List<Object> NO_NETWORKS = List.of("--cas", "none", "--masks", "none");

    @TempDir
    private static Path rendered;

    private static Path video;
    private static Path truth;

    @TempDir
    Path folder;

    @BeforeAll
    static void render() throws IOException, InterruptedException {
        video = rendered("street.y4m");
        truth = rendered("truth.y4m", "truth");
    }

    @Test
    void shouldMeasureAFolderAndWriteTheReport() throws IOException {
        makeSet(4, 48, 32);
        final Path report = folder.resolve("report");
        final Cli.Outcome outcome = eval("--ablation", "--report", report, "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertEquals(
                json, new ObjectMapper().readTree(report.resolve("report.json").toFile()));
        assertEquals(4, json.at("/dataSet/frames").asInt());
        assertEquals(4, json.at("/outcomes/0/rows").size());
        // A quarter of the judged pixels is anomalous, and a map of one score cannot do better than that.
        assertEquals(0.25, json.at("/outcomes/0/rows/0/pixels/auPrc").asDouble(), 1e-12);
        assertEquals(0.5, json.at("/outcomes/0/rows/3/pixels/auRoc").asDouble(), 1e-12);
        assertTrue(json.at("/complete").asBoolean());
        final String page = Files.readString(report.resolve("report.html"));
        assertTrue(page.contains("<svg") && page.contains("data:image/jpeg;base64,"));
        assertTrue(Files.readString(report.resolve("report.md")).contains("## Table 3"));
        assertTrue(outcome.err().contains("Table 3"), "people see the tables beside the JSON");
    }

    @Test
    void shouldMeasureEveryCombination() throws IOException {
        makeSet(2, 48, 32);
        final Cli.Outcome outcome = eval("--mask-order", "paper,reference", "--frames", "1", "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode outcomes = new ObjectMapper().readTree(outcome.out()).at("/outcomes");
        assertEquals(2, outcomes.size());
        assertEquals("paper", outcomes.at("/0/settings/mask-order").asText());
        assertEquals("reference", outcomes.at("/1/settings/mask-order").asText());
        assertEquals(1, outcomes.at("/0/labelledFrames").asInt());
    }

    @Test
    void shouldMeasureAVideoAgainstAVideoOfMasks() throws IOException {
        final Cli.Outcome outcome = evaluate(video, "--truth", truth, "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode result = new ObjectMapper().readTree(outcome.out()).at("/outcomes/0");
        assertEquals(12, result.at("/labelledFrames").asInt());
        assertEquals(0, result.at("/change").asDouble(), 1e-9);
        assertTrue(result.at("/frames/0/change").isNull(), "nothing is before the first frame");
        final double anomalous = result.at("/rows/0/pixels/anomalousPixels").asDouble();
        final double judged =
                anomalous + result.at("/rows/0/pixels/ordinaryPixels").asDouble();
        assertTrue(judged > 0.97 * 12 * 320 * 180, () -> judged + " pixels are judged: borders are void, no more");
        final double share = anomalous / judged;
        assertTrue(share > 0.001 && share < 0.1, () -> "the unexpected fills " + share);
        assertEquals(share, result.at("/rows/0/pixels/auPrc").asDouble(), 1e-9);
    }

    @Test
    void shouldMeasureOnlyTheFramesThatHaveAMask() throws IOException {
        Files.createDirectories(folder.resolve("masks"));
        for (final int frame : new int[] {3, 7}) {
            final BufferedImage mask = new BufferedImage(320, 180, BufferedImage.TYPE_BYTE_GRAY);
            mask.getRaster().setSample(100, 100, 0, 255);
            write(mask, folder.resolve("masks/frame_" + frame + ".png"));
        }
        final Cli.Outcome outcome = evaluate(
                video, "--truth", folder.resolve("masks"), "--anomaly-value", "255", "--refresh", "5", "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode result = new ObjectMapper().readTree(outcome.out()).at("/outcomes/0");
        assertEquals(2, result.at("/labelledFrames").asInt());
        assertEquals(12, result.at("/frames").size(), "the others still tell how steady the map is");
        assertEquals(2, result.at("/rows/0/pixels/anomalousPixels").asInt());
    }

    @Test
    void shouldReportWhatWasDoneOnCtrlC() throws Exception {
        makeSet(400, 960, 540);
        final Cli.Running running =
                Cli.start("eval", folder.resolve("set"), "--cas", "none", "--masks", "none", "--json");
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(running.err()).contains(" frames, ")) {
            assertTrue(System.nanoTime() < deadline && running.process().isAlive(), "no progress");
            running.process().waitFor(50, TimeUnit.MILLISECONDS);
        }
        running.signal("INT");
        final Cli.Outcome outcome = running.end();
        assertEquals(130, outcome.exitCode(), outcome.err());
        final JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertFalse(json.at("/complete").asBoolean());
        final int frames = json.at("/outcomes/0/labelledFrames").asInt();
        assertTrue(frames > 0 && frames < 400, () -> frames + " frames");
        assertEquals(0.25, json.at("/outcomes/0/rows/0/pixels/auPrc").asDouble(), 1e-12);
    }

    @Test
    void shouldKeepWhatOneMethodGaveWhenTheNextFails() throws IOException {
        makeSet(2, 48, 32);
        final Path broken = Files.writeString(folder.resolve("broken.pth"), "this is no checkpoint");
        final Path report = folder.resolve("report");
        final Cli.Outcome outcome = Cli.run(
                "eval",
                folder.resolve("set"),
                "--cas",
                "none," + broken,
                "--masks",
                "none",
                "--mask-order",
                "paper,reference",
                "--report",
                report);
        assertEquals(4, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("broken.pth"), outcome.err());
        assertTrue(outcome.out().contains("NOT COMPLETE"), outcome.out());
        final JsonNode json =
                new ObjectMapper().readTree(report.resolve("report.json").toFile());
        assertEquals(2, json.at("/outcomes").size(), "the methods whose models are whole");
        assertFalse(json.at("/complete").asBoolean());
    }

    @Test
    void shouldSayThatMasksOf255MarkNothing() throws IOException {
        Files.createDirectories(folder.resolve("masks"));
        for (final int frame : new int[] {1, 99}) {
            final BufferedImage mask = new BufferedImage(320, 180, BufferedImage.TYPE_BYTE_GRAY);
            mask.getRaster().setSample(100, 100, 0, 255);
            write(mask, folder.resolve("masks/" + frame + ".png"));
        }
        final Cli.Outcome outcome = evaluate(video, "--truth", folder.resolve("masks"));
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("--anomaly-value 255"), outcome.err());
        assertTrue(outcome.out().contains("1 of 2 masks belong to no frame"), outcome.out());
        final String row = outcome.out()
                .lines()
                .filter(line -> line.startsWith("| CAS "))
                .findFirst()
                .orElseThrow();
        assertEquals("-", row.split("\\|")[2].strip(), "there is no AuPRC without an anomaly");
    }

    @Test
    void shouldReportTheFramesBeforeAWrongLabel() throws IOException {
        makeSet(3, 48, 32);
        final BufferedImage wrong = new BufferedImage(48, 32, BufferedImage.TYPE_BYTE_GRAY);
        wrong.getRaster().setSample(5, 5, 0, 77);
        write(wrong, folder.resolve("set/labels/p2.png"));
        final Cli.Outcome outcome = eval("--report", folder.resolve("report"));
        assertEquals(3, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("p2.png") && outcome.err().contains("77"), outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
        final JsonNode json =
                new ObjectMapper().readTree(folder.resolve("report/report.json").toFile());
        assertEquals(2, json.at("/outcomes/0/labelledFrames").asInt());
        assertFalse(json.at("/complete").asBoolean());
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(2, List.of()),
                Arguments.of(2, List.of("set", "--layout", "heap")),
                Arguments.of(2, List.of("set", "--refresh", "5")),
                Arguments.of(2, List.of("set", "--frames", "0")),
                Arguments.of(2, List.of("set", "--anomaly-value", "300")),
                Arguments.of(2, List.of("set", "--cas", "none,")),
                Arguments.of(2, List.of("set", "--mask-order", "paper,pencil")),
                Arguments.of(2, List.of("set/images/p0.png")),
                Arguments.of(2, List.of("set", "--report", "set/images")),
                Arguments.of(3, List.of("nothing-here")),
                Arguments.of(3, List.of("set/images")),
                Arguments.of(3, List.of("set/images/p0.png", "--truth", "no-masks")));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrong")
    void shouldExplainWhatIsWrong(final int exitCode, final List<String> line) throws IOException {
        makeSet(1, 48, 32);
        Files.writeString(folder.resolve("set/images/report.md"), "an older report");
        final Object[] arguments = Stream.concat(
                        Stream.of("eval"),
                        line.stream()
                                .map(word -> word.startsWith("set") || word.contains("no-") || word.contains("nothing")
                                        ? folder.resolve(word).toString()
                                        : word))
                .toArray();
        final Cli.Outcome outcome = Cli.run(arguments);
        assertEquals(exitCode, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().startsWith("objectomaly: "), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
    }

    @Test
    void shouldMeasureRealNetworksOnRoadAnomaly() throws IOException {
        assumeTrue(Files.isDirectory(SHARED.resolve("road_anomaly")), "needs " + SHARED.resolve("road_anomaly"));
        final Path models = Files.createDirectory(folder.resolve("models"));
        for (final String name : List.of(
                "weights_espnetv2/espnetv2_s_0.5_city_1024x512.pth", "weights_pidinet/table5_pidinet-tiny-l.pth")) {
            final Path file = SHARED.resolve(name).toAbsolutePath();
            Files.copy(file, models.resolve(file.getFileName()));
        }
        final Cli.Outcome outcome = Cli.run(
                "eval",
                SHARED.resolve("road_anomaly"),
                "--cas",
                "espnetv2-s0.5",
                "--masks",
                "pidinet-tiny",
                "--frames",
                "3",
                "--models",
                models,
                "--ablation",
                "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertEquals("ROAD_ANOMALY", json.at("/dataSet/benchmark").asText());
        assertEquals("max-logit", json.at("/outcomes/0/settings/score").asText());
        final JsonNode rows = json.at("/outcomes/0/rows");
        for (final JsonNode row : rows) {
            final double auPrc = row.at("/pixels/auPrc").asDouble();
            assertTrue(auPrc > 0.02 && auPrc < 0.98, () -> row.at("/variant") + " " + auPrc);
        }
        assertTrue(rows.at("/0/pixels/auPrc").asDouble()
                != rows.at("/3/pixels/auPrc").asDouble());
    }

    @Test
    void shouldMeasureTheBoundariesOfANetworkOnBsds500() throws IOException {
        assumeTrue(Files.isDirectory(SHARED.resolve("bsds500")), "needs " + SHARED.resolve("bsds500"));
        final Path models = Files.createDirectory(folder.resolve("models"));
        final Path file =
                SHARED.resolve("weights_pidinet/table5_pidinet-tiny-l.pth").toAbsolutePath();
        Files.copy(file, models.resolve(file.getFileName()));
        final Cli.Outcome outcome = Cli.run(
                "eval",
                SHARED.resolve("bsds500"),
                "--masks",
                "pidinet-tiny",
                "--frames",
                "2",
                "--models",
                models,
                "--report",
                folder,
                "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertEquals(
                json, new ObjectMapper().readTree(folder.resolve("report.json").toFile()));
        assertEquals(2, json.at("/outcomes/0/pictures").size());
        final double f = json.at("/outcomes/0/ods/f").asDouble();
        assertTrue(f > 0.7 && f < 0.95, () -> "F " + f);
        assertTrue(json.at("/outcomes/0/ois/f").asDouble() >= f - 1e-9);
        assertTrue(json.at("/outcomes/0/coveringOds").asDouble() > 0.5);
        assertTrue(Files.readString(folder.resolve("report.md")).contains("| pidinet-tiny "));
        assertTrue(Files.exists(folder.resolve("report.html")));
    }

    @Test
    void shouldExplainWhatIsWrongWithAFolderOfSegments() throws IOException {
        Files.createDirectories(folder.resolve("bsds/images/val"));
        Files.createDirectories(folder.resolve("bsds/segments/val"));
        final Path set = folder.resolve("bsds");
        assertFault(2, Cli.run("eval", set, "--ablation"));
        assertFault(2, Cli.run("eval", set, "--masks", "none"));
        assertFault(3, Cli.run("eval", set, "--split", "test"));
    }

    @Test
    void shouldMeasureTheClassesOfItsOwnNetwork() throws IOException {
        final Path set = roads();
        final Cli.Outcome outcome = Cli.run("eval", set, "--report", folder.resolve("report"), "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode json = new ObjectMapper().readTree(outcome.out());
        final JsonNode network = json.at("/outcomes/0");
        assertEquals("road-cas", network.at("/cas").asText());
        assertEquals(2, network.at("/pictures").size());
        assertEquals("road", network.at("/classes/3/name").asText());
        assertEquals(2 * 240 * 320 / 2, network.at("/classes/3/pixels").asLong());
        assertTrue(network.at("/classes/8/iou").isNull(), "no car is on them");
        final double accuracy = network.at("/accuracy").asDouble();
        assertTrue(accuracy > 0.3 && accuracy < 1, () -> "two flat colours are no street: " + accuracy);
        assertTrue(outcome.err().contains("| road-cas "), outcome.err());
        assertTrue(Files.readString(folder.resolve("report/report.html")).contains("bicyclist"));
    }

    @Test
    void shouldMeasureTheClassesOnCamVid() throws IOException {
        assumeTrue(Files.isDirectory(SHARED.resolve("camvid")), "needs " + SHARED.resolve("camvid"));
        final Cli.Outcome outcome = Cli.run("eval", SHARED.resolve("camvid"), "--frames", "25", "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final double miou = new ObjectMapper()
                .readTree(outcome.out())
                .at("/outcomes/0/meanIou")
                .asDouble();
        assertTrue(miou > 0.5 && miou < 0.9, () -> "mIoU " + miou);
    }

    @Test
    void shouldExplainWhatIsWrongWithAFolderOfClasses() throws IOException {
        final Path set = roads();
        assertFault(2, Cli.run("eval", set, "--ablation"));
        assertFault(2, Cli.run("eval", set, "--cas", "none"));
        assertFault(4, Cli.run("eval", set, "--cas", "no-such-network"));
        assertFault(3, Cli.run("eval", set, "--split", "test"));
        Files.writeString(set.resolve("val/b.png"), "no picture");
        final Cli.Outcome outcome = Cli.run("eval", set);
        assertEquals(3, outcome.exitCode(), outcome.err());
        assertTrue(outcome.out().contains("NOT COMPLETE"), "the first picture stays measured: " + outcome.out());
    }

    /** Two pictures laid out like CamVid: a bright sky, labelled 0, over a grey road, labelled 3. */
    private Path roads() throws IOException {
        final BufferedImage picture = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        final BufferedImage label = new BufferedImage(320, 240, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 240; y++) {
            for (int x = 0; x < 320; x++) {
                picture.setRGB(x, y, y < 120 ? 0xC8D8E8 : 0x585858);
                label.getRaster().setSample(x, y, 0, y < 120 ? 0 : 3);
            }
        }
        final Path set = folder.resolve("roads");
        for (final String name : List.of("a.png", "b.png")) {
            write(picture, Files.createDirectories(set.resolve("val")).resolve(name));
            write(label, Files.createDirectories(set.resolve("valannot")).resolve(name));
        }
        return set;
    }

    private static void assertFault(final int exitCode, final Cli.Outcome outcome) {
        assertEquals(exitCode, outcome.exitCode(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
    }

    private Cli.Outcome eval(final Object... options) {
        return evaluate(folder.resolve("set"), options);
    }

    private static Cli.Outcome evaluate(final Path data, final Object... options) {
        return Cli.run(Stream.of(Stream.of("eval", data), NO_NETWORKS.stream(), Stream.of(options))
                .flatMap(part -> part)
                .toArray());
    }

    /** Pictures of one grey; the label's upper left quarter is anomalous. */
    private void makeSet(final int pictures, final int width, final int height) throws IOException {
        final Path images = Files.createDirectories(folder.resolve("set/images"));
        final Path labels = Files.createDirectories(folder.resolve("set/labels"));
        final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        final BufferedImage label = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height / 2; y++) {
            for (int x = 0; x < width / 2; x++) {
                label.getRaster().setSample(x, y, 0, 1);
            }
        }
        write(picture, images.resolve("p0.png"));
        write(label, labels.resolve("p0.png"));
        for (int i = 1; i < pictures; i++) {
            Files.copy(images.resolve("p0.png"), images.resolve("p" + i + ".png"));
            Files.copy(labels.resolve("p0.png"), labels.resolve("p" + i + ".png"));
        }
    }

    private static void write(final BufferedImage image, final Path file) throws IOException {
        assertTrue(ImageIO.write(image, "png", file.toFile()));
    }

    /** Renders the first frames of the project's own drive, or the masks of the unexpected things in it. */
    private static Path rendered(final String name, final String... more) throws IOException, InterruptedException {
        final Path file = rendered.resolve(name);
        final List<String> line = Stream.concat(Stream.of("samples/make", "--y4m", "320", "180", "12"), Stream.of(more))
                .toList();
        final Process process = new ProcessBuilder(line)
                .redirectOutput(file.toFile())
                .redirectError(rendered.resolve("errors").toFile())
                .start();
        assertTrue(process.waitFor(300, TimeUnit.SECONDS) && process.exitValue() == 0, () -> {
            process.destroyForcibly();
            return name + " was not rendered";
        });
        return file;
    }
}
