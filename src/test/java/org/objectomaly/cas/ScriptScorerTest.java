package org.objectomaly.cas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.checkpoint.StateDictFile;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.random.RandomWeights;

class ScriptScorerTest {
    /** What the normalisation makes of 102, 0 and 255. */
    private static final double RED = (0.4 - 0.485) / 0.229;

    private static final double GREEN = -0.456 / 0.224;
    private static final double BLUE = (1 - 0.406) / 0.225;

    @TempDir
    private Path folder;

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    private ScriptScorer open(final String body, final PixelRule rule) {
        return ScriptScorer.open(
                "script:" + ScriptFile.write(folder.resolve("network.pt"), body),
                rule,
                AnalysisSize.own(),
                Compute.fastestCpu());
    }

    /** The map of a picture of one colour whose content does not reach its sides. */
    private ScoreMap map(final String body, final PixelRule rule) {
        try (ScriptScorer scorer = open(body, rule);
                Picture picture = new Picture(24, 12)) {
            for (int i = 0; i < picture.height() * picture.width(); i++) {
                picture.overwrite().put(3L * i, (byte) 102).put(3L * i + 2, (byte) 255);
            }
            picture.content(new Region(4, 2, 16, 8));
            final ScoreMap map = new ScoreMap(24, 12);
            scorer.score(picture, map);
            return map;
        }
    }

    private Fault fault(final String body, final PixelRule rule) {
        return assertThrows(Fault.class, () -> map(body, rule));
    }

    @Test
    void shouldScoreLogitsByTheirProbabilitiesOrByTheRuleAskedFor() {
        final double sum = Math.exp(RED) + Math.exp(GREEN) + Math.exp(BLUE);
        assertEquals(1 - Math.exp(BLUE) / sum, map("return x", null).at(10, 5), 1e-5);
        assertEquals(0, map("return x", null).at(3, 5), "where nothing was seen");
        assertEquals(-Math.log(sum), map("return x", PixelRule.ENERGY).at(10, 5), 1e-5);
        assertEquals(-BLUE, map("return x", PixelRule.MAX_LOGIT).at(10, 5), 1e-5);
        assertEquals(-BLUE, map("return x", PixelRule.MAX_LOGIT).at(3, 5), 1e-5, "no more than what was seen");
    }

    @Test
    void shouldEnlargeWhatComesSmaller() {
        final ScoreMap map = map("return torch.avg_pool2d(x, [4, 4])", PixelRule.MAX_LOGIT);
        assertEquals(-BLUE, map.at(4, 2), 1e-5);
        assertEquals(-BLUE, map.at(19, 9), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return x[:, 2:3]",
                "return x[:, 2]",
                "return x[0, 2]",
                "return x[0, 2].double()",
                "return (x[:, 2], x)",
                "return [x[:, 2], x]",
                "return (x[0, 2], 'and anything else')",
                "return {'aux': x, 'out': x[:, 2]}",
                "return {'out': (x[:, 2:3], x)}"
            })
    void shouldTakeAScoreAsItIsWhateverItIsWrappedIn(final String body) {
        final ScoreMap map = map(body, null);
        assertEquals(BLUE, map.at(10, 5), 1e-5);
        assertEquals(0, map.at(10, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "return x.flatten()|a tensor [384]",
                "return torch.cat([x, x], 0)|a tensor [2, 3, 8, 16]",
                "return x[0]|a tensor [3, 8, 16]",
                "return x[:, :, :0]|a tensor [1, 3, 0, 16]",
                "return 'no'|no tensor",
                "return {'logits': x}|no tensor",
                "return x.reshape([7, 7])|failed on a picture [1, 3, 8, 16]: shape '[7, 7]' is invalid",
                "assert x.size(0) > 1, 'not today'|failed on a picture [1, 3, 8, 16]: AssertionError: not today"
            })
    void shouldSayWhatAModuleDoesWrong(final String body, final String words) {
        final Fault fault = fault(body, null);
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains(words), fault.getMessage());
        assertEquals(1, fault.getMessage().lines().count(), fault.getMessage());
    }

    @Test
    void shouldRefuseRulesThatDoNotApply() {
        assertEquals(Fault.Kind.USAGE, fault("return x", PixelRule.VOID).kind());
        assertEquals(Fault.Kind.USAGE, fault("return x", PixelRule.ODDS).kind());
        assertEquals(Fault.Kind.USAGE, fault("return x[:, 2]", PixelRule.MSP).kind());
    }

    @Test
    void shouldSayWhatAFileIsInPlaceOfAModule() throws IOException {
        final Path weights = folder.resolve("weights.pth");
        StateDictFile.write(weights, RandomWeights.tensors("espnetv2-s0.5"), null);
        refuses(weights, "a checkpoint and no TorchScript module: it holds weights alone, which --cas " + weights);
        refuses(Files.writeString(folder.resolve("notes.pt"), "nothing\n"), "is no TorchScript module");
        final byte[] module = Files.readAllBytes(ScriptFile.write(folder.resolve("whole.pt"), "return x"));
        final Path half = folder.resolve("half.pt");
        Files.write(half, Arrays.copyOf(module, module.length / 2));
        refuses(half, "is no TorchScript module");
        refuses(folder.resolve("nowhere.pt"), "there is no file");
    }

    private static void refuses(final Path file, final String words) {
        final Fault fault = assertThrows(
                Fault.class, () -> ScriptScorer.open("script:" + file, null, AnalysisSize.own(), Compute.fastestCpu()));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains(words), fault.getMessage());
        assertEquals(1, fault.getMessage().lines().count(), fault.getMessage());
    }
}
