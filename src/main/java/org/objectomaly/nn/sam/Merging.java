package org.objectomaly.nn.sam;

import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;

/** TinyViT's way from one stage to the next (PatchMerging): more channels, as a rule at half the size. */
record Merging(Convolution first, Convolution mix, Convolution last) {
    /** MobileSAM changed TinyViT here: the way to a last stage of one of these widths keeps the size. */
    private static final Set<Integer> KEEP_SIZE = Set.of(320, 448, 576);

    static Merging of(final DeviceWeights weights, final int channels) {
        final int out = weights.size("conv1.c.weight", 0);
        final int stride = KEEP_SIZE.contains(out) ? 1 : 2;
        return new Merging(
                TinyVit.normalised(weights.at("conv1"), channels, out, 1, 1),
                TinyVit.normalised(weights.at("conv2"), out, out, 3, out).strided(stride),
                TinyVit.normalised(weights.at("conv3"), out, out, 1, 1));
    }

    int out() {
        return (int) first.weight().size(0);
    }

    int stride() {
        return mix.stride();
    }

    /** {@code [1,H,W,C]} to {@code [1,H',W',C']}. */
    Tensor apply(final Tensor stream) {
        try (Scope scope = new Scope()) {
            final Tensor wide = Mlp.GELU.apply(first.apply(stream.permute(0, 3, 1, 2)));
            final Tensor merged = last.apply(Mlp.GELU.apply(mix.apply(wide)));
            return scope.keep(merged.permute(0, 2, 3, 1));
        }
    }
}
