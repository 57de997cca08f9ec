package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectomaly.video.FfmpegTool;
import org.objectomaly.video.TestClips;

/** The main job as a user starts it, without weights: every stage but the networks themselves. */
final class ProcessEndToEndTest {
    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void nameTheOutput() {
        out = folder.resolve("annotated.mp4");
    }

    static Stream<Arguments> clips() {
        return Stream.of(
                Arguments.of("constant rate with sound", TestClips.constantRate()),
                Arguments.of("variable rate", TestClips.variableRate()),
                Arguments.of("rotated", TestClips.rotated()),
                Arguments.of("10 bit", TestClips.pixelFormat("yuv420p10le")),
                Arguments.of("odd size", TestClips.oddSize()),
                Arguments.of("one frame", TestClips.oneFrame()),
                Arguments.of("transport stream", TestClips.transportStream()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clips")
    void shouldWriteEveryFrameAtItsTime(final String kind, final Path clip) throws IOException {
        final Cli.Outcome outcome = process(clip, "-o", out, "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final List<String> expected = FfmpegTool.frameTimes(clip);
        assertEquals(seconds(expected), seconds(FfmpegTool.frameTimes(out)));
        final JsonNode summary = new ObjectMapper().readTree(outcome.out());
        assertEquals(expected.size(), summary.get("frames").asInt());
        assertEquals(0, summary.get("dropped").asInt());
    }

    @Test
    void shouldCopySoundBitForBit() {
        final Path clip = TestClips.constantRate();
        assertEquals(0, process(clip, "-o", out).exitCode());
        final List<String> sound = FfmpegTool.packetHashes(clip, "a");
        assertFalse(sound.isEmpty());
        assertEquals(sound, FfmpegTool.packetHashes(out, "a"));
    }

    @Test
    void shouldDrawSourceAndOverlaySideBySide() {
        assertEquals(
                0, process(TestClips.oddSize(), "-o", out, "--view", "split").exitCode());
        final List<String> size = FfmpegTool.ffprobe(
                "-select_streams", "v", "-show_entries", "stream=width,height", "-of", "csv=p=0", out.toString());
        assertEquals("644,182", size.get(0));
    }

    @Test
    void shouldWriteMapsAsPicturesOrAsVideo() throws IOException {
        final Path pictures = folder.resolve("maps");
        final Path video = folder.resolve("maps.mkv");
        final Path clip = TestClips.variableRate();
        assertEquals(0, process(clip, "-o", out, "--maps", pictures).exitCode());
        try (Stream<Path> files = Files.list(pictures)) {
            assertEquals(FfmpegTool.frameTimes(clip).size(), files.count());
        }
        assertEquals(0, process(clip, "-o", out, "--overwrite", "--maps", video).exitCode());
        final List<String> times = FfmpegTool.frameTimes(video);
        final List<String> expected = FfmpegTool.frameTimes(clip);
        assertEquals(expected.size(), times.size());
        for (int i = 0; i < times.size(); i++) {
            // Matroska counts milliseconds.
            assertEquals(Double.parseDouble(expected.get(i)), Double.parseDouble(times.get(i)), 0.00051);
        }
    }

    @Test
    void shouldReadTheBeginningOfATruncatedFile() {
        final Cli.Outcome outcome = process(TestClips.truncated(), "-o", out);
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertTrue(FfmpegTool.frameTimes(out).size() > 10);
        assertTrue(outcome.err().contains("damaged") || outcome.err().contains("cut off"), outcome.err());
    }

    static Stream<Arguments> badInputs() throws IOException {
        final Path folder = Files.createTempDirectory("inputs");
        final Path text = Files.writeString(folder.resolve("notes.mp4"), "not a video at all\n".repeat(100));
        final Path empty = Files.createFile(folder.resolve("empty.mp4"));
        final Path sound = TestClips.clip("sound.mp4", "-f lavfi -i sine=f=440:d=1 -c:a aac");
        final Path noFrames =
                TestClips.clip("no-frames.mp4", "-f lavfi -i testsrc2=s=320x180:r=30:d=1 -c:v libopenh264 -frames:v 0");
        return Stream.of(
                Arguments.of("missing", folder.resolve("missing.mp4")),
                Arguments.of("a directory", folder),
                Arguments.of("not a video", text),
                Arguments.of("empty", empty),
                Arguments.of("no frames", noFrames),
                Arguments.of("sound alone", sound));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badInputs")
    void shouldSayInOneSentenceWhatIsWrongWithTheInput(final String kind, final Path input) {
        final Cli.Outcome outcome = process(input, "-o", out);
        assertSentence(3, outcome);
        assertTrue(outcome.err().contains(input.getFileName().toString()), outcome.err());
        assertFalse(Files.exists(out), "nothing is written for a bad input");
    }

    @Test
    void shouldSayThatItMayNotReadTheInput() throws IOException {
        final Path secret = Files.copy(TestClips.oneFrame(), folder.resolve("secret.mp4"));
        assertTrue(secret.toFile().setReadable(false));
        final boolean root = Files.isReadable(secret);
        assumeTrue(!root || Files.isExecutable(Path.of("/usr/bin/setpriv")), "root reads everything here");
        final List<String> wrapper =
                root ? List.of("/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search", "--") : List.of();
        assertSentence(3, Cli.start(wrapper, arguments(secret, "-o", out)).end());
    }

    @Test
    void shouldNotReplaceAnOutputUnasked() throws IOException {
        Files.writeString(out, "precious");
        assertSentence(2, process(TestClips.oneFrame(), "-o", out));
        assertEquals("precious", Files.readString(out));
        assertEquals(0, process(TestClips.oneFrame(), "-o", out, "--overwrite").exitCode());
    }

    @Test
    void shouldRefuseToWriteOverItsInput() throws IOException {
        final Path clip = Files.copy(TestClips.oneFrame(), folder.resolve("clip.mp4"));
        final byte[] before = Files.readAllBytes(clip);
        assertSentence(2, process(clip, "-o", clip, "--overwrite"));
        assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(clip)));
    }

    @Test
    void shouldWriteNoEventsOverItsInputOrOutput() throws IOException {
        final Path clip = Files.copy(TestClips.oneFrame(), folder.resolve("clip.mp4"));
        final byte[] before = Files.readAllBytes(clip);
        final Path link = Files.createSymbolicLink(folder.resolve("link"), clip);
        assertSentence(2, process(clip, "-o", out, "--events", link, "--overwrite"));
        assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(clip)));
        assertSentence(2, process(clip, "-o", out, "--events", out));
        assertFalse(Files.exists(out));
    }

    @Test
    void shouldTakeValuesBehindAnEqualsSign() {
        assertEquals(
                0,
                process(TestClips.oneFrame(), "--output=" + out, "--threshold=0.2")
                        .exitCode());
        assertTrue(Files.exists(out));
    }

    @Test
    void shouldSayThatTheOutputFolderIsMissing() {
        assertSentence(
                6, process(TestClips.oneFrame(), "-o", folder.resolve("no").resolve("annotated.mp4")));
    }

    @Test
    void shouldKeepWhatFitsWhenTheDiskIsFull() {
        process(TestClips.oneFrame(), "-o", folder.resolve("unpack-the-libraries-first.mp4"));
        final List<String> small = List.of("/bin/bash", "-c", "ulimit -f 600; exec \"$@\"", "limited");
        final Cli.Outcome outcome =
                Cli.start(small, arguments(busy(), "-o", out)).end();
        assertSentence(6, outcome);
        assertTrue(FfmpegTool.frameTimes(out).size() > 5, "what was written plays");
    }

    @Test
    void shouldFinishTheFileOnCtrlC() throws Exception {
        final Cli.Running running = Cli.start(arguments(busy(), "-o", out));
        waitForFrames(running);
        running.signal("INT");
        final Cli.Outcome outcome = running.end();
        assertEquals(130, outcome.exitCode(), outcome.err());
        assertTrue(FfmpegTool.frameTimes(out).size() > 5);
        assertTrue(indexIsInFront(out), "the file is finished, not only kept");
    }

    @Test
    void shouldLeaveAPlayableFileWhenKilled() throws Exception {
        final Cli.Running running = Cli.start(arguments(busy(), "-o", out));
        waitForFrames(running);
        running.process().destroyForcibly();
        assertTrue(running.process().waitFor(20, TimeUnit.SECONDS));
        assertTrue(FfmpegTool.frameTimes(out).size() > 5);
    }

    static Stream<Arguments> wrongUsage() {
        return Stream.of(
                Arguments.of(List.of("process")),
                Arguments.of(List.of("process", "a.mp4", "b.mp4")),
                Arguments.of(List.of("process", "a.mp4", "--refresh", "0")),
                Arguments.of(List.of("process", "a.mp4", "--refresh", "often")),
                Arguments.of(List.of("process", "a.mp4", "--view", "sideways")),
                Arguments.of(List.of("process", "a.mp4", "--quality", "101")),
                Arguments.of(List.of("process", "a.mp4", "--device", "gpu")),
                Arguments.of(List.of("process", "a.mp4", "--threshold", "NaN")),
                Arguments.of(List.of("process", "a.mp4", "--cas-size", "99999x99999")),
                Arguments.of(List.of("process", "a.mp4", "--cas-size", "0x0")),
                Arguments.of(List.of("process", "a.mp4", "--threads", "100000")),
                Arguments.of(List.of("process", "a.mp4", "--quality=0")),
                Arguments.of(List.of("process", "a.mp4", "--maps", "x.mkv", "--events", "./x.mkv")),
                Arguments.of(List.of("process", "a.mp4", "--mask-size", "huge")),
                Arguments.of(List.of("process", "a.mp4", "--score", "frobnication")),
                Arguments.of(List.of("process", "a.mp4", "--no-such-option")),
                Arguments.of(List.of("process", "a.mp4", "--config", "/no/such/file.yaml")),
                Arguments.of(List.of("doctor", "a.mp4")),
                Arguments.of(List.of("frobnicate")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongUsage")
    void shouldExplainWrongUsage(final List<String> line) {
        assertSentence(2, Cli.run(line.toArray()));
    }

    @Test
    void shouldNameAnOptionThatIsNotThere() {
        for (final String command : List.of("process", "watch", "bench", "eval", "train", "models", "doctor")) {
            final Cli.Outcome outcome = Cli.run(command, "a.mp4", "--no-such-option");
            assertSentence(2, outcome);
            assertTrue(outcome.err().contains(command + " has no option --no-such-option"), outcome.err());
        }
    }

    @Test
    void shouldSayWhichWeightsAreMissing() {
        final Cli.Outcome outcome =
                Cli.run("process", TestClips.oneFrame(), "-o", out, "--cas", "espnetv2-s0.5", "--models", folder);
        assertSentence(4, outcome);
        assertTrue(outcome.err().contains("espnetv2_s_0.5_city_1024x512.pth"), outcome.err());
    }

    @Test
    void shouldSayTheOneCommandThatFetchesMissingWeights() {
        final Cli.Outcome outcome =
                Cli.run("process", TestClips.oneFrame(), "-o", out, "--masks", "pidinet", "--models", folder);
        assertSentence(4, outcome);
        assertTrue(outcome.err().contains("table5_pidinet.pth"), outcome.err());
        assertTrue(outcome.err().endsWith("objectomaly models pull pidinet\n"), outcome.err());
    }

    @Test
    void shouldWorkOutOfTheBox() throws IOException {
        final Cli.Outcome outcome = Cli.run("process", TestClips.oneFrame(), "-o", out, "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("xdg-open " + out), outcome.err());
        final JsonNode summary = new ObjectMapper().readTree(outcome.out());
        assertEquals("road-cas", summary.get("cas").asText());
        assertEquals("road-masks", summary.get("masks").asText());
    }

    @Test
    void shouldWalkTheWholeMethodWithRealNetworks() throws IOException {
        final Path data = Path.of("..", "shared", "data");
        final Path dog = data.resolve("wos_dog_sequence").resolve("wos_seq1_720p_10fps.mp4");
        assumeTrue(Files.exists(dog), "the recording of a dog on a road is not beside this checkout");
        for (final String weights : List.of(
                "weights_espnetv2/espnetv2_s_0.5_city_1024x512.pth", "weights_pidinet/table5_pidinet-tiny-l.pth")) {
            final Path file = data.resolve(weights);
            Files.copy(file, folder.resolve(file.getFileName()));
        }
        final Path events = folder.resolve("events.jsonl");
        final Cli.Outcome outcome = Cli.run(
                "process",
                dog,
                "-o",
                out,
                "--cas",
                "espnetv2-s0.5",
                "--masks",
                "pidinet-tiny",
                "--models",
                folder,
                "--refresh",
                "9",
                "--events",
                events,
                "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode summary = new ObjectMapper().readTree(outcome.out());
        assertEquals(54, summary.get("frames").asInt());
        assertEquals(seconds(FfmpegTool.frameTimes(dog)), seconds(FfmpegTool.frameTimes(out)));
        final List<String> lines = Files.readAllLines(events);
        assertEquals(summary.get("anomalies").get("sightings").asInt(), lines.size());
        assertTrue(lines.size() > 10, "the recording has more in it than ordinary road");
        for (final JsonNode stage : summary.get("stages")) {
            final boolean network = List.of("cas", "masks", "oasc", "mbp")
                    .contains(stage.get("name").asText());
            assertEquals(network ? 6 : 54, stage.get("frames").asInt(), stage.toString());
        }
    }

    @Test
    void shouldTakeAboutTheFilmsOwnTimeWhateverTheNetworksCost() throws IOException {
        final Path clip = TestClips.constantRate();
        final Cli.Outcome outcome = process(clip, "-o", out, "--refresh", "auto", "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertEquals(
                FfmpegTool.frameTimes(clip).size(), FfmpegTool.frameTimes(out).size());
        final JsonNode summary = new ObjectMapper().readTree(outcome.out());
        assertEquals("auto", summary.get("refresh").asText());
        assertTrue(summary.get("looks").asInt() > 0, outcome.out());
        assertTrue(summary.get("evidence").get("frames").asInt() > 0, outcome.out());
        assertTrue(outcome.err().contains("evidence: "), outcome.err());
        assertSentence(2, process(clip, "-o", out, "--overwrite", "--refresh", "sometimes"));
        assertSentence(2, process(clip, "-o", out, "--overwrite", "--refresh", "0"));
    }

    @Test
    void shouldSayThatThereIsNoGpu() throws IOException {
        final Cli.Outcome doctor = Cli.run("doctor", "--json");
        assertEquals(0, doctor.exitCode(), doctor.err());
        final JsonNode gpu = new ObjectMapper().readTree(doctor.out()).get("GPU");
        assumeTrue(gpu.get("usable").asText().equals("no"), "this machine has a GPU that can be used");
        assertSentence(5, process(TestClips.oneFrame(), "-o", out, "--device", "cuda"));
    }

    @Test
    void shouldPrintHelpWithoutComplaint() {
        for (final String[] line : new String[][] {{}, {"--help"}, {"process", "--help"}, {"doctor", "--help"}}) {
            final Cli.Outcome outcome = Cli.run((Object[]) line);
            assertEquals(0, outcome.exitCode());
            assertEquals("", outcome.err());
            assertTrue(outcome.out().lines().allMatch(text -> text.length() <= 120), outcome.out());
        }
        assertTrue(Cli.run("process", "--help").out().contains("Rare:"));
    }

    private static Path busy() {
        return TestClips.large(640, 360, 3000);
    }

    private static Cli.Outcome process(final Object... arguments) {
        return Cli.run(arguments(arguments));
    }

    private static Object[] arguments(final Object... arguments) {
        return Stream.concat(Stream.of("process", "--cas", "none", "--masks", "none"), Stream.of(arguments))
                .toArray();
    }

    /** Waits until the command has written for some seconds: it then prints a line about it. */
    private static void waitForFrames(final Cli.Running running) throws IOException, InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(running.err()).contains("frames,")) {
            assertTrue(running.process().isAlive(), () -> read(running.err()));
            assertTrue(System.nanoTime() < deadline, "no progress");
            running.process().waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            return e.toString();
        }
    }

    private static void assertSentence(final int exitCode, final Cli.Outcome outcome) {
        assertEquals(exitCode, outcome.exitCode(), outcome.err());
        assertEquals("", outcome.out());
        final List<String> lines = outcome.err()
                .lines()
                .filter(line -> line.startsWith("objectomaly: "))
                .toList();
        assertEquals(1, lines.size(), outcome.err());
        assertFalse(outcome.err().contains("\tat "), "no stack trace: " + outcome.err());
    }

    private static List<Long> seconds(final List<String> times) {
        return times.stream()
                .map(time -> Math.round(Double.parseDouble(time) * 1e4))
                .toList();
    }

    private static boolean indexIsInFront(final Path mp4) throws IOException {
        final String start = new String(Files.readAllBytes(mp4), java.nio.charset.StandardCharsets.ISO_8859_1);
        return start.indexOf("moov") < start.indexOf("mdat") && !start.contains("moof");
    }
}
