package org.objectomaly.nn.sam2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;

/**
 * The feature pyramid behind Hiera: every stage is brought to the embedding's channels. Only the third learns what the
 * fourth, coarsest one saw, which has no further use then (the original calls dropping it {@code scalp}).
 *
 * @param laterals one for each stage, the finest first
 */
record FpnNeck(List<Convolution> laterals) {
    /**
     * Takes the weights.
     *
     * @param weights at {@code image_encoder.neck}
     * @param stages channels of each stage, the finest first
     */
    static FpnNeck of(final DeviceWeights weights, final List<Integer> stages) {
        final int out = weights.size("convs.0.conv.weight", 0);
        final List<Convolution> laterals = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            // The checkpoint numbers them from the coarsest.
            final int number = stages.size() - 1 - i;
            laterals.add(Convolution.of(weights.at("convs." + number + ".conv"), stages.get(i), out, 1));
        }
        return new FpnNeck(Collections.unmodifiableList(laterals));
    }

    /**
     * Runs.
     *
     * @param stages {@code [1,H,W,C]} each, the finest first
     * @return all levels but the coarsest, {@code [1,256,H,W]} each, the finest first; the last in single precision
     */
    List<Tensor> apply(final List<Tensor> stages) {
        final int coarsest = stages.size() - 1;
        final List<Tensor> levels = new ArrayList<>();
        for (int i = 0; i < coarsest; i++) {
            levels.add(lateral(i, stages));
        }
        final Compute compute = laterals.get(coarsest).compute();
        final Tensor seen = compute.single(lateral(coarsest, stages));
        final Tensor last = levels.get(coarsest - 1);
        final Tensor enlarged = torch.upsample_nearest2d(seen, last.size(2), last.size(3));
        levels.set(coarsest - 1, compute.single(last).add(enlarged));
        return levels;
    }

    private Tensor lateral(final int stage, final List<Tensor> stages) {
        return laterals.get(stage).apply(stages.get(stage).permute(0, 3, 1, 2));
    }
}
