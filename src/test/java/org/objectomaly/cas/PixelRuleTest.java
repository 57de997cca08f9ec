package org.objectomaly.cas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.nn.Program;

class PixelRuleTest {
    private static final int KNOWN = 3;
    private static final int PIXELS = 4;
    /** Three known classes and one behind them; channel by channel. */
    private static final float[] LOGITS = {5, 0, -1, 80, 1, 0, 2.5f, -80, -3, 0, 2, 80, 0.5f, 0, 9, 1};

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @Test
    void shouldNegateTheLargestLogitOfTheKnownClasses() {
        check(PixelRule.MAX_LOGIT, l -> -Math.max(l[0], Math.max(l[1], l[2])));
    }

    @Test
    void shouldTakeTheFreeEnergyOfTheKnownClasses() {
        check(PixelRule.ENERGY, l -> {
            final double most = Math.max(l[0], Math.max(l[1], l[2]));
            return -most - Math.log(sum(l, KNOWN, most));
        });
    }

    @Test
    void shouldTakeWhatTheLargestProbabilityLeaves() {
        check(PixelRule.MSP, l -> {
            final double most = Math.max(l[0], Math.max(l[1], l[2]));
            return 1 - 1 / sum(l, KNOWN, most);
        });
    }

    @Test
    void shouldWeighNoneOfTheseAgainstTheKnownClasses() {
        check(PixelRule.ODDS, l -> {
            final double most = Math.max(l[0], Math.max(l[1], l[2]));
            return l[KNOWN] - most - Math.log(sum(l, KNOWN, most));
        });
    }

    @Test
    void shouldDivideTheEntropyByItsLargestValue() {
        check(PixelRule.ENTROPY, l -> {
            double entropy = 0;
            for (int c = 0; c < KNOWN; c++) {
                final double p = 1 / sum(l, KNOWN, l[c]);
                entropy -= p == 0 ? 0 : p * Math.log(p);
            }
            return entropy / Math.log(KNOWN);
        });
    }

    @Test
    void shouldTakeTheProbabilityOfTheClassBehindTheKnownOnes() {
        check(PixelRule.VOID, l -> 1 / sum(l, KNOWN + 1, l[KNOWN]));
    }

    @Test
    void shouldRefuseAVoidClassWhereThereIsNone() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Program.of(s -> List.of(PixelRule.VOID.draw(s, s.input(KNOWN, 2, 2), KNOWN))));
    }

    /** Sum of exp(l - from). */
    private static double sum(final float[] l, final int channels, final double from) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += Math.exp(l[c] - from);
        }
        return sum;
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static void check(final PixelRule rule, final ToDoubleFunction<float[]> formula) {
        try (PointerScope scope = new PointerScope();
                Program program = Program.of(s -> List.of(rule.draw(s, s.input(KNOWN + 1, 2, 2), KNOWN)))) {
            final Tensor logits = Tensor.create(LOGITS, 1, KNOWN + 1, 2, 2).contiguous(MemoryFormat.ChannelsLast);
            final float[] scores = new float[PIXELS];
            new FloatPointer(program.run(logits).contiguous().data_ptr()).get(scores);
            for (int i = 0; i < PIXELS; i++) {
                final float[] pixel = new float[KNOWN + 1];
                for (int c = 0; c <= KNOWN; c++) {
                    pixel[c] = LOGITS[c * PIXELS + i];
                }
                assertEquals(formula.applyAsDouble(pixel), scores[i], 1e-5, "pixel " + i);
            }
        }
    }
}
