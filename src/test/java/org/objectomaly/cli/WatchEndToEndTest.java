package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectomaly.video.TestClips;

/** {@code watch} as a user starts it, over films at their own rate. */
final class WatchEndToEndTest {
    private static final Pattern ADDRESS = Pattern.compile("the page is at (http://\\S+)");

    @TempDir
    Path folder;

    private final HttpClient browser = HttpClient.newHttpClient();

    @Test
    void shouldShowItsCamerasAndEndWhenAsked() throws Exception {
        final Path list = Files.writeString(
                folder.resolve("cameras.yaml"),
                String.join(
                        "\n",
                        "cameras:",
                        "  - name: front",
                        "    source: " + TestClips.constantRate(),
                        "    loop: true",
                        "  - name: rear",
                        "    source: " + TestClips.variableRate(),
                        "    loop: true",
                        "    view: heatmap",
                        ""));
        final Path seen = folder.resolve("seen");
        final Cli.Running watch =
                Cli.start("watch", list, "--port", "0", "--record", seen, "--cas", "none", "--masks", "none");
        try {
            final String address = address(watch);
            final JsonNode cameras = awaitFrames(address);
            assertEquals("front", cameras.get(0).get("name").asText());
            assertEquals("live", cameras.get(0).get("state").asText());
            assertEquals("heatmap", cameras.get(1).get("view").asText());
            assertTrue(get(address + "metrics").contains("objectomaly_frames_out_total{camera=\"rear\"}"));
            assertTrue(get(address).contains("<title>"));
        } finally {
            watch.signal("TERM");
        }
        final Cli.Outcome outcome = watch.end();
        assertEquals(128 + 15, outcome.exitCode(), outcome.err());
        assertFalse(outcome.err().contains("Exception"), outcome.err());
        assertTrue(Files.exists(seen.resolve("events.db")));
    }

    @Test
    void shouldEndWithTheFilm() {
        final Cli.Outcome outcome = Cli.run(
                "watch", TestClips.constantRate().toString(), "--port", "0", "--cas", "none", "--masks", "none");
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("the page is at http://127.0.0.1:"), outcome.err());
        assertTrue(outcome.err().contains("ended"), outcome.err());
    }

    @Test
    void shouldFailWithAFilmThatCannotBeRead() throws IOException {
        final Path text = Files.writeString(folder.resolve("notes.mp4"), "not a video at all\n".repeat(100));
        final Cli.Outcome outcome = Cli.run("watch", text, "--port", "0", "--loop", "--cas", "none", "--masks", "none");
        assertEquals(3, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("is not a video"), outcome.err());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(2, "needs a SOURCE", List.of("watch")),
                Arguments.of(3, "There is no 'missing.mp4' to watch", List.of("watch", "missing.mp4")),
                Arguments.of(2, "--clips needs a folder", List.of("watch", "rtsp://h/1", "--clips")),
                Arguments.of(2, "no name for a camera", List.of("watch", "--stall", "5s", "bad name=rtsp://h/1")),
                Arguments.of(2, "'a'", List.of("watch", "a=rtsp://h/1", "a=rtsp://h/2")),
                Arguments.of(
                        2, "put {} where", List.of("watch", "a=rtsp://h/1", "b=rtsp://h/2", "--forward", "rtsp://h/3")),
                Arguments.of(2, "--stall lies between", List.of("watch", "rtsp://h/1", "--stall", "soon")),
                Arguments.of(2, "--transport", List.of("watch", "rtsp://h/1", "--transport", "pigeon")));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void shouldSayWhatIsWrong(final int exitCode, final String sentence, final List<String> line) {
        final Cli.Outcome outcome = Cli.run(line.toArray());
        assertEquals(exitCode, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains(sentence), outcome.err());
        assertFalse(outcome.err().contains("Exception"), outcome.err());
    }

    private static String address(final Cli.Running watch) throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            final Matcher found = ADDRESS.matcher(Files.readString(watch.err()));
            if (found.find()) {
                return found.group(1);
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no page: " + Files.readString(watch.err()));
    }

    private JsonNode awaitFrames(final String address) throws IOException, InterruptedException {
        JsonNode cameras = null;
        for (int i = 0; i < 200; i++) {
            cameras = new ObjectMapper().readTree(get(address + "api/cameras")).get("cameras");
            if (cameras.get(0).get("frames_out").asLong() > 5
                    && cameras.get(1).get("frames_out").asLong() > 5) {
                return cameras;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no frames: " + cameras);
    }

    private String get(final String address) throws IOException, InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(10))
                .build();
        return browser.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
