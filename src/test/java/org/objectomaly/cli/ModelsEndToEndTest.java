package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.checkpoint.SafetensorsWriter;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.models.Sha256;
import org.objectomaly.models.TestServer;

class ModelsEndToEndTest {
    private static final String ETAG = "\"one\"";
    private static final long DEADLINE_NANOS = 30_000_000_000L;

    @TempDir
    private Path folder;

    private TestServer server;
    private Path catalogue;
    private Path models;
    private byte[] checkpoint;

    @BeforeEach
    void publish() throws IOException {
        server = new TestServer();
        models = folder.resolve("models");
        final Path made = folder.resolve("made.safetensors");
        SafetensorsWriter.write(made, Map.of("a", TensorData.ofFloats(new float[50_000], 50, 1000)), Map.of());
        checkpoint = Files.readAllBytes(made);
        catalogue = Files.writeString(
                folder.resolve("catalog.json"),
                String.format(
                        "[{\"name\": \"some\", \"use\": \"cas\", \"file\": \"some.safetensors\", \"address\": \"%s\","
                                + " \"bytes\": %d, \"sha256\": \"%s\", \"licence\": \"Some-1.0\", \"purpose\": \"some\"}]",
                        server.address("/file"), checkpoint.length, Sha256.of(made)));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void shouldListAllModelsWithWhatIsKnownOfThem() throws IOException {
        final Cli.Outcome outcome = Cli.run("models", "list", "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode list = new ObjectMapper().readTree(outcome.out());
        final List<String> runnable = new ArrayList<>();
        for (final JsonNode model : list) {
            if (model.get("runs").asBoolean()) {
                runnable.add(model.get("name").asText());
            }
        }
        assertTrue(runnable.containsAll(List.of("road-cas", "road-masks", "enet", "pidinet", "espnetv2-voc")));
        assertTrue(list.get(0).get("path").asText().endsWith("road-cas.safetensors"), list.toString());
        final Cli.Outcome table = Cli.run("models", "list");
        assertEquals(0, table.exitCode(), table.err());
        assertTrue(table.out().matches("(?s).*sam-vit-b +\\S.* 375\\.0 MB .*Apache-2\\.0.*"), table.out());
    }

    @Test
    void shouldPullVerifyTellAndFind() throws IOException {
        server.on("/file", TestServer.breaking(checkpoint, ETAG, 1, 1000));
        final Cli.Outcome pulled = models("pull", "some");
        assertEquals(0, pulled.exitCode(), pulled.err());
        assertEquals(models.resolve("some.safetensors") + "\n", pulled.out());
        assertTrue(pulled.err().contains("licence: Some-1.0"), pulled.err());
        assertArrayEquals(checkpoint, Files.readAllBytes(models.resolve("some.safetensors")));

        assertEquals(
                models.resolve("some.safetensors") + "\n",
                models("path", "some").out());
        final Cli.Outcome verified = models("verify", "some");
        assertEquals(0, verified.exitCode(), verified.err());
        assertTrue(verified.out().contains("the published one"), verified.out());

        final Cli.Outcome info = models("info", "some", "--json");
        final JsonNode facts = new ObjectMapper().readTree(info.out());
        assertEquals("safetensors", facts.get("container").asText());
        assertEquals("some", facts.get("published as").asText());
        assertEquals(50_000, facts.get("parameters").asInt());
        assertEquals(50_000, facts.get("parameters by type").get("f32").asInt());
    }

    @Test
    void shouldGoOnAfterCtrlC() throws IOException, InterruptedException {
        server.on("/file", server.stalling(checkpoint, 100_000));
        final Cli.Running running = start("pull", "some");
        final Path part = models.resolve("some.safetensors.part");
        final long deadline = System.nanoTime() + DEADLINE_NANOS;
        while ((!Files.exists(part) || Files.size(part) < 100_000) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        running.signal("INT");
        final Cli.Outcome stopped = running.end();
        assertEquals(130, stopped.exitCode(), stopped.err());
        assertTrue(stopped.err().contains("the same command goes on"), stopped.err());
        assertFalse(Files.exists(models.resolve("some.safetensors")));

        server.close();
        server = new TestServer();
        server.on("/file", TestServer.file(checkpoint, ETAG));
        Files.writeString(catalogue, Files.readString(catalogue).replaceAll("http://[^\"]*", server.address("/file")));
        final Cli.Outcome resumed = models("pull", "some");
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertEquals(List.of("/file bytes=100000-"), server.requests());
    }

    @Test
    void shouldStayOfflineAndTakeWhatWasPutThereByHand() throws IOException {
        server.on("/file", TestServer.file(checkpoint, ETAG));
        final Cli.Outcome absent = models("pull", "some", "--offline");
        assertEquals(4, absent.exitCode(), absent.err());
        assertTrue(absent.err().contains("into " + models + " by hand"), absent.err());
        Files.createDirectories(models);
        Files.write(models.resolve("some.safetensors"), checkpoint);
        assertEquals(0, models("pull", "some", "--offline").exitCode());
        assertEquals(List.of(), server.requests());
    }

    @Test
    void shouldRefuseAFileThatIsNotThePublishedOne() throws IOException {
        Files.createDirectories(models);
        final byte[] other = checkpoint.clone();
        other[other.length - 1] = 1;
        Files.write(models.resolve("some.safetensors"), other);
        final Cli.Outcome outcome = models("verify", "some");
        assertEquals(4, outcome.exitCode());
        assertTrue(outcome.err().contains("move it away and run: objectomaly models pull some"), outcome.err());
    }

    @Test
    void shouldSayWhatIsWrongWithTheCommandInOneSentence() {
        for (final List<String> wrong : List.of(
                List.<String>of(), List.of("lists"), List.of("pull"), List.of("path"), List.of("list", "some"))) {
            final Cli.Outcome outcome = models(wrong.toArray(String[]::new));
            assertEquals(2, outcome.exitCode(), outcome.err());
            assertEquals(1, outcome.err().lines().count(), outcome.err());
        }
        final Cli.Outcome unknown = models("pull", "other");
        assertEquals(4, unknown.exitCode());
        assertTrue(unknown.err().contains("known are some"), unknown.err());
    }

    private Cli.Outcome models(final String... arguments) {
        return start(arguments).end();
    }

    private Cli.Running start(final String... arguments) {
        final List<Object> line = new ArrayList<>(List.of("models"));
        line.addAll(Arrays.asList(arguments));
        line.addAll(List.of("--models", models, "--catalog", catalogue));
        // The machine's own proxy has nothing to do with a server on this machine.
        return Cli.start(List.of("env", "no_proxy=127.0.0.1"), line.toArray());
    }
}
