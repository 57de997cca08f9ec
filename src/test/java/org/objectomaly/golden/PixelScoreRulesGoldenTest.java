package org.objectomaly.golden;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.Natives;
import org.objectomaly.cas.PixelRule;
import org.objectomaly.image.Gaussian;
import org.objectomaly.nn.Program;
import org.objectomaly.nn.random.Fill;

/** The scores that follow from the logits of each pixel alone, and RPL's, which are smoothed, against the originals. */
@GoldenFolders("score_rules")
class PixelScoreRulesGoldenTest {
    static final Map<String, PixelRule> RULES = Map.of(
            "rpl_energy", PixelRule.ENERGY,
            "rpl_energy_before_blur", PixelRule.ENERGY,
            "rpl_entropy", PixelRule.ENTROPY,
            "pixel_msp", PixelRule.MSP,
            "pixel_maxlogit", PixelRule.MAX_LOGIT,
            "pixel_entropy", PixelRule.ENTROPY);

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @TestFactory
    Stream<DynamicTest> shouldScoreAsTheOriginalsDo() {
        return GoldenRoot.foldersOf(PixelScoreRulesGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.jsonFiles(folder).stream())
                .flatMap(PixelScoreRulesGoldenTest::tests);
    }

    private static Stream<DynamicTest> tests(final Path file) {
        final JsonNode config = GoldenRoot.json(file);
        final Expected expected = Expected.besides(file);
        return expected.names().stream()
                .filter(RULES::containsKey)
                .map(name -> dynamicTest(
                        file.getFileName() + " " + name, () -> expected.assertClose(name, scores(config, name))));
    }

    private static float[] scores(final JsonNode config, final String name) {
        final JsonNode input = config.get("inputs").get("deeplab_logits");
        final String salt = config.path("salt").asText();
        final String key = input.get("key").asText();
        final JsonNode shape = input.get("shape");
        final int channels = shape.get(1).asInt();
        final int height = shape.get(2).asInt();
        final int width = shape.get(3).asInt();
        final float[] logits = Fill.values(
                key.startsWith(salt) ? key : salt + key,
                input.get("s").asDouble(),
                input.path("b").asDouble(),
                channels * height * width);
        final float[] scores = scores(RULES.get(name), logits, channels, height, width);
        if (name.matches("rpl_(energy|entropy)")) {
            new Gaussian(width).smooth(scores, 0, width, height);
        }
        return scores;
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static float[] scores(
            final PixelRule rule, final float[] logits, final int channels, final int height, final int width) {
        try (PointerScope scope = new PointerScope();
                Program program = Program.of(s -> List.of(rule.draw(s, s.input(channels, height, width), channels)))) {
            final Tensor input =
                    Tensor.create(logits, 1, channels, height, width).contiguous(MemoryFormat.ChannelsLast);
            final float[] scores = new float[height * width];
            new FloatPointer(program.run(input).contiguous().data_ptr()).get(scores);
            return scores;
        }
    }
}
