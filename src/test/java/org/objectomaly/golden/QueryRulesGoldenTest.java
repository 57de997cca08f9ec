package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.Natives;
import org.objectomaly.cas.QueryRule;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.mask2former.PaddedPicture;
import org.objectomaly.nn.mask2former.QueryMaps;
import org.objectomaly.nn.random.Fill;

/** How queries become scores, on made-up answers. */
@GoldenFolders("score_rules")
class QueryRulesGoldenTest {
    private static final Map<String, QueryRule> RULES = Map.of(
            "rba", QueryRule.RBA,
            "pebal_energy", QueryRule.PEBAL,
            "mask2anomaly", QueryRule.MASK2ANOMALY,
            "eam", QueryRule.EAM,
            "uno", QueryRule.UNO,
            "maskomaly_same", QueryRule.MASKOMALY,
            "maskomaly_resized", QueryRule.MASKOMALY);
    private static final int KNOWN = 19;
    private static final int BLOCK = 8;
    private static final String NUMBER = "(-?[\\d.]+)";

    @TestFactory
    Stream<DynamicTest> shouldScoreAsTheReference() {
        return GoldenRoot.foldersOf(QueryRulesGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.jsonFiles(folder).stream())
                .flatMap(file -> GoldenRoot.json(file).get("tensors").properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(name -> RULES.containsKey(name) || name.equals("semseg_19"))
                        .map(name -> dynamicTest(file + " " + name, () -> check(file, name))));
    }

    /** No rule is passed over in silence. */
    @TestFactory
    Stream<DynamicTest> shouldKnowEveryRule() {
        return GoldenRoot.foldersOf(QueryRulesGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.jsonFiles(folder).stream())
                .flatMap(file -> GoldenRoot.json(file).get("tensors").properties().stream()
                        .map(Map.Entry::getKey)
                        .map(name -> dynamicTest(
                                file + " " + name,
                                () -> assertTrue(
                                        RULES.containsKey(name)
                                                || name.equals("semseg_19")
                                                || PixelScoreRulesGoldenTest.RULES.containsKey(name),
                                        "no test checks it"))));
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static void check(final Path file, final String name) {
        Natives.loadAll();
        final JsonNode config = GoldenRoot.json(file);
        final Expected expected = Expected.besides(file);
        try (PointerScope scope = new PointerScope()) {
            final QueryMaps maps = maps(config, name);
            final Tensor scores = Optional.ofNullable(RULES.get(name))
                    .map(rule -> rule.score(maps, KNOWN))
                    .orElseGet(() -> maps.semantic(KNOWN));
            expected.assertClose(
                    name,
                    Math.max(1e-5, expected.tolerance(name)),
                    Values.floats(scores),
                    scores.sizes().vec().get());
        }
    }

    private static QueryMaps maps(final JsonNode config, final String name) {
        final int height = config.get("H").asInt();
        final int width = config.get("W").asInt();
        final boolean resizes = name.endsWith("_resized");
        final PaddedPicture fit = new PaddedPicture(
                resizes ? config.get("resized_to").get(0).asInt() : height,
                resizes ? config.get("resized_to").get(1).asInt() : width,
                height,
                width);
        return new QueryMaps(
                logits(config, name.equals("uno") ? "pred_logits21" : "pred_logits"),
                masks(config, height, width),
                1,
                fit);
    }

    private static Tensor logits(final JsonNode config, final String name) {
        final JsonNode input = config.get("inputs").get(name);
        final int queries = input.get("shape").get(0).asInt();
        final int outputs = input.get("shape").get(1).asInt();
        final String key = input.get("key").asText();
        final float[] values = Fill.values(key, input.get("s").asDouble(), 0, queries * outputs);
        for (int q = 0; q < queries; q++) {
            values[q * outputs + outputs - 1] += number("add of " + NUMBER, input.get("then"));
        }
        return Tensor.create(values, queries, outputs);
    }

    /** Blocks and fine noise, by the rule that the case tells in words. */
    private static Tensor masks(final JsonNode config, final int height, final int width) {
        final JsonNode rule = config.get("inputs").get("pred_masks").get("rule");
        final float scale = number("\\(2\\*ub-1\\)\\*" + NUMBER, rule);
        final float shift = number("\\(2\\*uf-1\\)\\+\\(?" + NUMBER, rule);
        final int queries =
                config.get("inputs").get("pred_logits").get("shape").get(0).asInt();
        final String key = config.get("salt").asText() + "pred_masks/";
        final long blocks = Fill.seed(key + "block");
        final long fine = Fill.seed(key + "fine");
        final int down = (height + BLOCK - 1) / BLOCK;
        final int across = (width + BLOCK - 1) / BLOCK;
        final float[] values = new float[queries * height * width];
        for (int i = 0; i < values.length; i++) {
            final int q = i / (height * width);
            final int y = i / width % height;
            final int x = i % width;
            final long block = ((long) q * down + y / BLOCK) * across + x / BLOCK;
            values[i] =
                    (float) ((2 * Fill.uniform(blocks, block) - 1) * scale + (2 * Fill.uniform(fine, i) - 1) + shift);
        }
        return Tensor.create(values, queries, height, width);
    }

    /** A number that a case tells in words. */
    private static float number(final String pattern, final JsonNode words) {
        final Matcher number = Pattern.compile(pattern).matcher(words.asText());
        if (!number.find()) {
            throw new AssertionError("this input is made by another rule: " + words);
        }
        return Float.parseFloat(number.group(1));
    }
}
