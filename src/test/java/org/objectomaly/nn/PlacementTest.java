package org.objectomaly.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whoever makes a tensor in a network says where: with the network's {@link Compute}, at the side of another tensor, or
 * not at all because it is the processor's own. The device {@code meta}, which would show a tensor left behind, has no
 * convolutions outside of Python.
 */
class PlacementTest {
    private static final Path NETWORKS = Path.of("src/main/java/org/objectomaly/nn");
    private static final Pattern FACTORY = Pattern.compile(
            "Tensor\\.create\\(|torch\\.(?:zeros|ones|empty|full|arange|linspace|eye|tensor|rand|randn|from_blob)\\(");
    private static final Pattern PLACE =
            Pattern.compile("compute\\w*(?:\\(\\))?\\s*\\.|\\.device\\(\\)|\\.options\\(\\)");

    /** Files that run on the processor alone, or whose callers say where the tensor goes. */
    private static final Set<String> ELSEWHERE = Set.of(
            "Sketch.java", // tensor(): single() and factor() around it
            "DeviceWeights.java", // the statement after it
            "GridSampling.java", // centres(): its only caller
            "PictureTensor.java", // a view of the picture's own memory
            "Parameters.java", // learning
            "BagSampling.java"); // the processor's form

    @Test
    void shouldSayWhereEveryTensorLies() throws IOException {
        try (Stream<Path> files = Files.walk(NETWORKS)) {
            final List<String> unplaced = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !ELSEWHERE.contains(file.getFileName().toString()))
                    .flatMap(PlacementTest::statements)
                    .filter(statement -> FACTORY.matcher(statement).find()
                            && !PLACE.matcher(statement).find())
                    .toList();
            assertEquals(List.of(), unplaced);
        }
    }

    private static Stream<String> statements(final Path file) {
        try {
            return Stream.of(Files.readString(file).split(";"))
                    .map(statement -> file.getFileName() + ": " + statement.strip());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
