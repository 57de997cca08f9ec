package org.objectomaly.nn;

import java.util.Map;
import java.util.Set;
import org.objectomaly.checkpoint.TensorData;

/** Where the tensors of {@link Weights} come from. */
public interface WeightSource {
    /**
     * The names of all tensors.
     *
     * @return keys of the state dict
     */
    Set<String> keys();

    /**
     * The shape of a tensor.
     *
     * @param key its name
     * @return its sides, or null if there is no such tensor
     */
    long[] shape(String key);

    /**
     * The values of a tensor that is there.
     *
     * @param key its name
     * @return a new array, row-major, in single precision
     */
    float[] values(String key);

    /**
     * Tensors that are there already.
     *
     * @param tensors by key; a tensor that is added later is there too
     * @return a view
     */
    static WeightSource of(final Map<String, TensorData> tensors) {
        return new WeightSource() {
            @Override
            public Set<String> keys() {
                return tensors.keySet();
            }

            @Override
            public long[] shape(final String key) {
                final TensorData tensor = tensors.get(key);
                return tensor == null ? null : tensor.shape();
            }

            @Override
            public float[] values(final String key) {
                return tensors.get(key).toFloats();
            }
        };
    }
}
