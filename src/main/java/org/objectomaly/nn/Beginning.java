package org.objectomaly.nn;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.objectomaly.checkpoint.TensorData;

/**
 * What the parameters of a network are before it has learnt anything: convolutions after He et al. (ICCV 2015), so that
 * values keep their size from layer to layer; normalisations that change nothing.
 */
final class Beginning {
    private final Random random;
    private final Map<String, TensorData> made;

    /**
     * Nothing made yet.
     *
     * @param seed the same seed makes the same tensors
     * @param made where they are put
     */
    Beginning(final long seed, final Map<String, TensorData> made) {
        this.random = new Random(seed);
        this.made = made;
    }

    /**
     * Makes one tensor if it was not made before.
     *
     * @param name its key, whose end tells what it is
     * @param shape its shape
     */
    void make(final String name, final int... shape) {
        if (made.containsKey(name)) {
            return;
        }
        final float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        if (shape.length > 1) {
            final int taps = values.length / shape[0];
            final double deviation = Math.sqrt(2.0 / taps);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * deviation);
            }
        } else if (name.endsWith("weight") || name.endsWith("running_var")) {
            Arrays.fill(values, 1);
        }
        made.put(
                name,
                TensorData.ofFloats(values, Arrays.stream(shape).asLongStream().toArray()));
    }
}
