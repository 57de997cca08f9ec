package org.objectomaly.nn;

import java.util.Arrays;
import java.util.Random;
import org.objectomaly.checkpoint.TensorData;

/**
 * What the parameters of a network are before it has learnt anything: convolutions after He et al. (ICCV 2015), so that
 * values keep their size from layer to layer; normalisations that change nothing.
 */
final class Beginning {
    private final Random random;

    Beginning(final long seed) {
        this.random = new Random(seed);
    }

    /**
     * Makes one tensor.
     *
     * @param name its key, whose end tells what it is
     * @param shape its shape
     * @return the tensor
     */
    TensorData make(final String name, final int... shape) {
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
        return TensorData.ofFloats(values, Arrays.stream(shape).asLongStream().toArray());
    }
}
