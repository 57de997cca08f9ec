package org.objectomaly.golden;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.golden.Features.Feature;
import org.objectomaly.nn.eager.FeatureTrace;

/** Copies of what an eager network's modules make, by name. */
final class EagerFeatures {
    private final Map<String, Feature> features = new LinkedHashMap<>();

    /** Keeps everything that is named, under a prefix. */
    FeatureTrace trace(final String prefix) {
        return (name, tensor) -> put(prefix + name, tensor);
    }

    void put(final String name, final Tensor tensor) {
        features.put(name, copy(tensor));
    }

    Feature get(final String name) {
        return features.get(name);
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static Feature copy(final Tensor tensor) {
        try (PointerScope scope = new PointerScope()) {
            final Tensor floats = tensor.to(ScalarType.Float).contiguous();
            final float[] values = new float[Math.toIntExact(floats.numel())];
            new FloatPointer(floats.data_ptr()).get(values);
            return new Feature(values, floats.sizes().vec().get());
        }
    }
}
