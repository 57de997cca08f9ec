package org.objectomaly.nn;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.golden.FillRules;
import org.objectomaly.nn.random.EspNetV2Shapes;
import org.objectomaly.nn.random.FsfNetShapes;
import org.objectomaly.nn.random.PidiNetShapes;

/** Small state dicts in the layouts of the published ones, filled by the golden recipe. */
final class MadeUpWeights {
    private final Map<String, TensorData> tensors = new LinkedHashMap<>();
    private final FillRules rules = new FillRules(MissingNode.getInstance());

    /** A tensor of its own. */
    MadeUpWeights with(final String key, final long... shape) {
        tensors.put(key, TensorData.ofFloats(rules.weight(key, shape), shape));
        return this;
    }

    MadeUpWeights without(final String key) {
        tensors.remove(key);
        return this;
    }

    Weights weights() {
        return Weights.of("made up", tensors);
    }

    /** PiDiNet of any width, with or without its dilation and attention modules. */
    static MadeUpWeights pidiNet(final int width, final int planes) {
        return of(PidiNetShapes.of(width, planes));
    }

    /** ESPNetv2 with these channels at its four levels. */
    static MadeUpWeights espNetV2(final int classes, final int... channels) {
        return of(EspNetV2Shapes.of(classes, 1, 1, channels));
    }

    /** FSFNet, with the classifier of its encoder. */
    static MadeUpWeights fsfNet(final int classes) {
        return of(FsfNetShapes.of(classes, true));
    }

    private static MadeUpWeights of(final Map<String, long[]> shapes) {
        final MadeUpWeights made = new MadeUpWeights();
        shapes.forEach(made::with);
        return made;
    }
}
