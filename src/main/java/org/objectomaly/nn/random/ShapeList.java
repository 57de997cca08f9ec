package org.objectomaly.nn.random;

import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of a checkpoint as names and shapes, written down module by module. */
final class ShapeList {
    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    /** What was written down, in order. */
    Map<String, long[]> shapes() {
        return shapes;
    }

    /** One tensor. */
    ShapeList with(final String key, final long... shape) {
        shapes.put(key, shape);
        return this;
    }

    /** {@code weight} of a shape, and {@code bias} of its first side: a convolution or a linear layer. */
    ShapeList biased(final String name, final long... shape) {
        return with(name + ".weight", shape).with(name + ".bias", shape[0]);
    }

    /** Normalisation over channels or features. */
    ShapeList layerNorm(final String name, final int channels) {
        return biased(name, channels);
    }

    /** Batch normalisation with its statistics. */
    ShapeList norm(final String name, final int channels) {
        for (final String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            with(name + "." + part, channels);
        }
        return with(name + ".num_batches_tracked");
    }
}
