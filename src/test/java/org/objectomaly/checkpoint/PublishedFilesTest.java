package org.objectomaly.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that the networks' authors published, where they lie beside the checkout. */
final class PublishedFilesTest {
    private static final Path SHARED = Path.of("..", "shared");

    @ParameterizedTest
    @CsvSource({
        "weights_enet/enet_cityscapes20_model_best.pth, enet/keys.txt",
        "weights_espnet/espnet_p_2_q_8.pth, espnet/keys.txt",
        "weights_espnetv2/espnetv2_s_0.5_city_1024x512.pth, espnetv2/keys_s_0.5_city.txt",
        "weights_espnetv2/espnetv2_s_2.0_city_1024x512.pth, espnetv2/keys_s_2.0_city.txt",
        "weights_fsfnet/fsfnet_cityscapes_imagenet_model_best.pth, fsfnet/keys.txt",
        "weights_pidinet/table5_pidinet.pth, pidinet/keys_pidinet.txt",
        "weights_pidinet/table5_pidinet-tiny-l.pth, pidinet/keys_pidinet-tiny-l.txt",
        "weights_twinlitenet/twinlitenet_bdd100k_best.pth, twinlitenet/keys.txt",
    })
    void shouldReadEveryTensorOfAPublishedFileInItsOrder(final String weights, final String keys) throws IOException {
        final Path file = SHARED.resolve("data").resolve(weights);
        final Path expected = SHARED.resolve("golden").resolve(keys);
        assumeTrue(Files.exists(file) && Files.exists(expected), "no published weights beside this checkout");
        final List<String> lines = Checkpoint.read(file).tensors().entrySet().stream()
                .map(e -> e.getKey() + "\t" + e.getValue().dtype() + "\t"
                        + Arrays.toString(e.getValue().shape()))
                .toList();
        assertEquals(
                Files.readAllLines(expected).stream()
                        .filter(line -> !line.isBlank())
                        .map(line -> line.startsWith("module.") ? line.substring("module.".length()) : line)
                        .toList(),
                lines);
    }

    @Test
    void shouldReadTheExpectedValuesWithTheExtremesTheyWereDescribedBy() throws IOException {
        final Path golden = SHARED.resolve("golden");
        assumeTrue(Files.exists(golden), "no golden vectors beside this checkout");
        int compared = 0;
        try (Stream<Path> files = Files.walk(golden)) {
            for (final Path file :
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                final Checkpoint checkpoint = Checkpoint.read(file);
                assertFalse(checkpoint.tensors().isEmpty(), file.toString());
                final String name = file.getFileName().toString();
                final Path config =
                        file.resolveSibling(name.replace("expected", "config").replace(".safetensors", ".json"));
                if (name.startsWith("expected") && Files.exists(config)) {
                    compared += compare(
                            checkpoint,
                            new ObjectMapper().readTree(config.toFile()).path("tensors"));
                }
            }
        }
        assertTrue(compared > 100, compared + " tensors compared");
    }

    private static int compare(final Checkpoint checkpoint, final JsonNode described) {
        int compared = 0;
        for (final Map.Entry<String, TensorData> entry : checkpoint.tensors().entrySet()) {
            final JsonNode facts = described.path(entry.getKey());
            if (facts.path("stored").asText().equals("full")
                    && facts.path("min").isNumber()) {
                float min = Float.POSITIVE_INFINITY;
                float max = Float.NEGATIVE_INFINITY;
                for (final float value : entry.getValue().toFloats()) {
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                }
                assertEquals((float) facts.path("min").asDouble(), min, entry.getKey());
                assertEquals((float) facts.path("max").asDouble(), max, entry.getKey());
                compared++;
            }
        }
        return compared;
    }
}
