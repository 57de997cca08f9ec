package org.objectomaly.nn.sam2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.golden.EmptyWeights;
import org.objectomaly.golden.GoldenFolders;
import org.objectomaly.golden.GoldenRoot;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.DeviceWeights;

/** Every published SAM 2 and 2.1: all keys and shapes are known, and the configuration is the original's. */
@GoldenFolders("sam2_keys")
class Sam2KeysGoldenTest {
    private static final String ENDING = ".keys.txt";
    private static final Compute NOWHERE = new Compute("meta", Precision.SINGLE);

    @TestFactory
    Stream<DynamicTest> shouldKnowEveryKeyAndShape() {
        return keys().map(keys -> dynamicTest(keys.toString(), () -> {
            final Weights weights = EmptyWeights.of(keys);
            assertTrue(Sam2.recognises(weights));
            Sam2.of(weights, NOWHERE, MaskQuality.EXACT).close();
        }));
    }

    @TestFactory
    Stream<DynamicTest> shouldConfigureTheEncoderAsTheOriginal() {
        return keys().map(keys -> dynamicTest(keys.toString(), () -> {
            final DeviceWeights weights = DeviceWeights.of(EmptyWeights.of(keys), NOWHERE);
            final HieraVariant variant = HieraVariant.of(weights.at("image_encoder.trunk"));
            final String file = keys.getFileName().toString().replace(ENDING, "");
            assertTrue(file.endsWith(variant.name()), file);
            final JsonNode trunk =
                    GoldenRoot.json(keys.resolveSibling(file + ".config.json")).at("/yaml/image_encoder/trunk");
            assertEquals(trunk.get("embed_dim").asInt(), variant.channels());
            assertEquals(trunk.get("num_heads").asInt(), variant.heads());
            // What a configuration leaves out has the constructor's default.
            assertEquals(numbers(trunk, "stages", List.of(2, 3, 16, 3)), variant.stages());
            assertEquals(numbers(trunk, "window_spec", List.of(8, 4, 14, 7)), variant.windows());
            final List<Integer> everywhere = numbers(trunk, "global_att_blocks", List.of(12, 16, 20));
            assertEquals(Set.copyOf(everywhere), variant.everywhere());
        }));
    }

    private static List<Integer> numbers(final JsonNode trunk, final String key, final List<Integer> usual) {
        if (!trunk.has(key)) {
            return usual;
        }
        final List<Integer> numbers = new ArrayList<>();
        trunk.get(key).forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    private static Stream<Path> keys() {
        return GoldenRoot.foldersOf(Sam2KeysGoldenTest.class).stream().flatMap(folder -> {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList().stream();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
