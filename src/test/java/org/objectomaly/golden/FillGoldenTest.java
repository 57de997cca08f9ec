package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.nn.random.Fill;
import org.objectomaly.nn.random.Filling;

@GoldenFolders(
        value = "fill_examples",
        configKeys = {"examples", "pairwise_sum"})
class FillGoldenTest {
    private static final Pattern SCENE = Pattern.compile("scene/(.+)_(\\d+)x(\\d+)_(shapes.*)");
    private static final Pattern MAP =
            Pattern.compile("blockmap/(.+)_(\\d+)x(\\d+)_block(\\d+)(?:_lo(-?[\\d.]+))?(?:_hi(-?[\\d.]+))?");
    private static final Pattern MASKS = Pattern.compile("masks/.+_(\\d+)x(\\d+)");

    @TestFactory
    Stream<DynamicContainer> shouldMakeTheNumbersOfTheRecipe() {
        return GoldenRoot.foldersOf(FillGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .map(config -> dynamicContainer(config.toString(), tests(config)));
    }

    private static List<DynamicNode> tests(final Path file) {
        final JsonNode config = GoldenRoot.json(file);
        final Expected expected = Expected.of(file);
        final List<DynamicNode> tests = new ArrayList<>();
        config.get("examples").forEach(example -> tests.add(example(example, expected)));
        expected.names().stream()
                .filter(name -> !name.startsWith("fill/"))
                .forEach(name -> tests.add(dynamicTest(name, () -> input(name, expected, config))));
        tests.add(dynamicTest("pairwise sums", () -> pairwiseSums(config)));
        return tests;
    }

    private static DynamicTest example(final JsonNode example, final Expected expected) {
        final String name = example.get("key").asText();
        return dynamicTest(name, () -> {
            final long[] shape = StreamSupport.stream(example.get("shape").spliterator(), false)
                    .mapToLong(JsonNode::asLong)
                    .toArray();
            assertEquals(example.get("fnv1a64_hex").asText(), String.format("%016x", Fill.seed(name)));
            for (int i = 0; i < example.get("u_first4").size(); i++) {
                assertEquals(example.get("u_first4").get(i).asDouble(), Fill.uniform(Fill.seed(name), i));
            }
            // The key holds its salt already, and no rule depends on a salt.
            final FillRules rules = new FillRules(MissingNode.getInstance());
            assertEquals(new Filling.Spread(number(example, "s"), number(example, "b")), rules.spread(name, shape));
            final float[] values = rules.weight(name, shape);
            final float[] first = expected.floats("fill/" + name);
            assertArrayEquals(first, Arrays.copyOf(values, first.length));
            assertEquals((float) example.get("value_last").asDouble(), values[values.length - 1]);
            double sum = 0;
            for (final float value : values) {
                sum += value;
            }
            assertEquals(example.get("sum_float64").asDouble(), sum, 1e-9 * values.length);
        });
    }

    private static void input(final String name, final Expected expected, final JsonNode config) {
        final Matcher scene = SCENE.matcher(name);
        final Matcher map = MAP.matcher(name);
        final Matcher masks = MASKS.matcher(name);
        if (scene.matches()) {
            final int height = Integer.parseInt(scene.group(2));
            final int width = Integer.parseInt(scene.group(3));
            final String key = scene.group(1).replace('_', '/');
            final JsonNode shapes =
                    config.get("scene_shapes").get(scene.group(4) + "_" + scene.group(2) + "x" + scene.group(3));
            final byte[] rgb = Recipes.scene(key, height, width, shapes);
            expected.assertClose(name, 0, unsigned(rgb), height, width, 3);
        } else if (map.matches()) {
            final int height = Integer.parseInt(map.group(2));
            final int width = Integer.parseInt(map.group(3));
            final double low = map.group(5) == null ? 0 : Double.parseDouble(map.group(5));
            final double high = map.group(6) == null ? 1 : Double.parseDouble(map.group(6));
            final int block = Integer.parseInt(map.group(4));
            expected.assertClose(name, 0, Recipes.blockMap(map.group(1), height, width, block, low, high));
        } else {
            assertTrue(masks.matches(), () -> "an input of an unknown recipe: " + name);
            final int height = Integer.parseInt(masks.group(1));
            final int width = Integer.parseInt(masks.group(2));
            final JsonNode shapes = config.get("mask_shapes");
            final float[] all = new float[shapes.size() * height * width];
            for (int m = 0; m < shapes.size(); m++) {
                final float[] mask = unsigned(Recipes.mask(shapes.get(m), height, width));
                System.arraycopy(mask, 0, all, m * height * width, height * width);
            }
            expected.assertClose(name, 0, all, shapes.size(), height, width);
        }
    }

    private static void pairwiseSums(final JsonNode config) {
        config.get("pairwise_sum").get("values").properties().forEach(entry -> {
            final int count = Integer.parseInt(entry.getKey());
            final float[] values = Fill.values("pairwise", 1, 0, count);
            assertEquals((float) entry.getValue().asDouble(), PairwiseSum.of(values, count), "sum of " + count);
        });
    }

    private static double number(final JsonNode example, final String name) {
        return example.get(name).asDouble();
    }

    private static float[] unsigned(final byte[] bytes) {
        final float[] values = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return values;
    }
}
