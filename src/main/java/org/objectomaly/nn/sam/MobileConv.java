package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;

/** TinyViT's block of convolutions (MBConv): wider, 3 x 3 in each channel, narrower, added to what came in. */
record MobileConv(Convolution widen, Convolution mix, Convolution narrow) {
    static MobileConv of(final DeviceWeights weights, final int channels) {
        final int wide = weights.size("conv1.c.weight", 0);
        return new MobileConv(
                TinyVit.normalised(weights.at("conv1"), channels, wide, 1, 1),
                TinyVit.normalised(weights.at("conv2"), wide, wide, 3, wide),
                TinyVit.normalised(weights.at("conv3"), wide, channels, 1, 1));
    }

    /** {@code [B,C,H,W]} to the same shape. */
    Tensor apply(final Tensor maps) {
        try (Scope scope = new Scope()) {
            final Tensor mixed = Mlp.GELU.apply(mix.apply(Mlp.GELU.apply(widen.apply(maps))));
            return scope.keep(Mlp.GELU.apply(maps.add(narrow.apply(mixed))));
        }
    }
}
