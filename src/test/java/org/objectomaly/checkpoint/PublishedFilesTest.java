package org.objectomaly.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
    void shouldReadEveryFileOfExpectedValues() throws IOException {
        final Path golden = SHARED.resolve("golden");
        assumeTrue(Files.exists(golden), "no golden vectors beside this checkout");
        try (Stream<Path> files = Files.walk(golden)) {
            final List<Path> expected =
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList();
            assertTrue(expected.size() > 10);
            for (final Path file : expected) {
                assertTrue(Checkpoint.read(file).tensors().size() > 0, file.toString());
            }
        }
    }
}
