package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Scope;

/**
 * One residual block: fewer channels, a 3 x 3 convolution of them, and more channels again, added to what came in.
 *
 * @param conv1 1 x 1
 * @param conv2 3 x 3
 * @param conv3 1 x 1
 * @param shortcut what the sum begins with where size or channels change; null where that is the input itself
 */
record Bottleneck(Convolution conv1, Convolution conv2, Convolution conv3, Convolution shortcut) {
    static Bottleneck of(final DeviceWeights weights, final int in, final int stride) {
        final int narrow = weights.size("conv1.weight", 0);
        final int out = weights.size("conv3.weight", 0);
        return new Bottleneck(
                conv(weights.at("conv1"), in, narrow, 1),
                conv(weights.at("conv2"), narrow, narrow, 3).strided(stride),
                conv(weights.at("conv3"), narrow, out, 1),
                weights.has("shortcut.weight")
                        ? conv(weights.at("shortcut"), in, out, 1).strided(stride)
                        : null);
    }

    private static Convolution conv(final DeviceWeights weights, final int in, final int out, final int kernel) {
        return Convolution.normalised(weights, weights.at("norm"), in, out, kernel, 1);
    }

    int channels() {
        return (int) conv3.weight().size(0);
    }

    Tensor apply(final Tensor maps) {
        try (Scope scope = new Scope()) {
            final Tensor inner = conv1.apply(maps);
            inner.relu_();
            final Tensor seen = conv2.apply(inner);
            seen.relu_();
            final Tensor sum = conv3.apply(seen);
            sum.add_(shortcut == null ? maps : shortcut.apply(maps));
            sum.relu_();
            return scope.keep(sum);
        }
    }
}
