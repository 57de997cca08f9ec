package org.objectomaly.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;

final class EventLogTest {
    @TempDir
    Path folder;

    private final AnomalyObjects objects = new AnomalyObjects();

    @Test
    void shouldWriteOneLineForEachObjectAndFrame() throws IOException {
        new ObjectFinder(0.5f, 1).find(ObjectFinderTest.map("9..78", "9...."), objects);
        new Tracker().follow(objects);
        final Path file = folder.resolve("events.jsonl");
        try (EventLog log = new EventLog(file)) {
            log.write(41, 1.64, 0.04, objects);
            assertEquals(2, Files.readAllLines(file).size(), "lines reach the file with their frame");
            log.write(42, 12345.000049, 0, objects);
        }
        final List<String> lines = Files.readAllLines(file);
        assertEquals(4, lines.size());
        assertEquals(
                "{\"frame\":41,\"pts\":1.640000,\"age\":0.040,\"track\":1,\"box\":[0,0,1,2],\"area\":2,\"mean\":0.9000,\"max\":0.9000}",
                lines.get(0));
        final JsonNode last = new ObjectMapper().readTree(lines.get(3));
        assertEquals(42, last.get("frame").asInt());
        assertEquals(12345.000049, last.get("pts").asDouble(), 1e-9);
        assertEquals(2, last.get("track").asInt());
        assertEquals(0.75, last.get("mean").asDouble(), 1e-6);
        assertEquals(3, last.get("box").get(0).asInt());
    }

    @Test
    void shouldWriteScoresOfAnySign() throws IOException {
        new ObjectFinder(-4f, 1).find(ObjectFinderTest.map("."), objects);
        objects.get(0).sum = -3.25;
        objects.get(0).max = 12.5f;
        final Path file = folder.resolve("events.jsonl");
        try (EventLog log = new EventLog(file)) {
            log.write(0, -0.5, 0, objects);
        }
        final JsonNode line = new ObjectMapper().readTree(Files.readString(file));
        assertEquals(-0.5, line.get("pts").asDouble());
        assertEquals(-3.25, line.get("mean").asDouble());
        assertEquals(12.5, line.get("max").asDouble());
    }

    @Test
    void shouldLeaveAnEmptyFileWhenNothingWasFound() throws IOException {
        final Path file = folder.resolve("events.jsonl");
        try (EventLog log = new EventLog(file)) {
            log.write(0, 0, 0, objects);
        }
        assertEquals("", Files.readString(file));
    }

    @Test
    void shouldSayThatTheFolderIsMissing() {
        final Fault fault = assertThrows(
                Fault.class, () -> new EventLog(folder.resolve("no").resolve("events.jsonl")));
        assertEquals(Fault.Kind.OUTPUT, fault.kind());
    }
}
