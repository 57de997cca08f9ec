package org.objectomaly.nn.mask2former;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;

/**
 * One stage of {@link Swin}: blocks of one size, then half of it.
 *
 * @param blocks every second one with shifted windows
 * @param norm for those who look at this scale
 * @param merging to the next stage; null in the last
 */
record SwinStage(List<SwinBlock> blocks, LayerNorm norm, PatchMerging merging) {
    static SwinStage of(final DeviceWeights weights, final DeviceWeights norm, final int channels) {
        final List<SwinBlock> blocks = new ArrayList<>();
        final int count = weights.count("blocks", "norm1.weight");
        for (int i = 0; i < count; i++) {
            blocks.add(SwinBlock.of(weights.at("blocks." + i), channels, i % 2 == 1));
        }
        return new SwinStage(
                Collections.unmodifiableList(blocks),
                LayerNorm.of(norm, channels),
                weights.has("downsample.reduction.weight")
                        ? PatchMerging.of(weights.at("downsample"), channels)
                        : null);
    }

    int channels() {
        return (int) norm.weight().size(0);
    }

    /** Runs the blocks over {@code [B,H,W,C]}, in that tensor's own memory. */
    Tensor run(final Tensor stream, final FeatureTrace trace) {
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).addTo(stream);
            trace.feature("blocks." + i, stream.flatten(1, 2));
        }
        return stream;
    }
}
