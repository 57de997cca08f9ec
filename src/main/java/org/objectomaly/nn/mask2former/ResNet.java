package org.objectomaly.nn.mask2former;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Scope;

/**
 * The residual network (He et al. 2016) of bottlenecks, of any depth, in the form of detectron2: what halves the size is
 * the 3 x 3 convolution.
 *
 * @param stem 7 x 7, at every second pixel
 * @param stages res2 to res5
 */
record ResNet(Convolution stem, List<List<Bottleneck>> stages) implements PictureEncoder {
    private static final int STEM_KERNEL = 7;

    /**
     * Takes the weights.
     *
     * @param weights at {@code backbone}
     * @return the encoder
     */
    static ResNet of(final DeviceWeights weights) {
        final DeviceWeights first = weights.at("stem.conv1");
        final int width = first.size("weight", 0);
        final Convolution stem = Convolution.normalised(first, first.at("norm"), 3, width, STEM_KERNEL, 1)
                .strided(2);
        final List<List<Bottleneck>> stages = new ArrayList<>();
        int channels = width;
        for (final String name : SCALES) {
            final List<Bottleneck> blocks = new ArrayList<>();
            // The first one has to be there; how many follow, the weights tell.
            final int count = Math.max(1, weights.count(name, "conv1.weight"));
            for (int i = 0; i < count; i++) {
                final int stride = i == 0 && !name.equals(SCALES.get(0)) ? 2 : 1;
                blocks.add(Bottleneck.of(weights.at(name + "." + i), channels, stride));
                channels = blocks.get(i).channels();
            }
            stages.add(Collections.unmodifiableList(blocks));
        }
        return new ResNet(stem, Collections.unmodifiableList(stages));
    }

    @Override
    public List<Tensor> apply(final Tensor pictures, final FeatureTrace trace) {
        final List<Tensor> scales = new ArrayList<>();
        try (Scope scope = new Scope()) {
            Tensor maps = trace.named("stem", begin(pictures));
            for (int i = 0; i < stages.size(); i++) {
                maps = run(stages.get(i), maps);
                scales.add(scope.keep(trace.named(SCALES.get(i), maps)));
            }
        }
        return scales;
    }

    private Tensor begin(final Tensor pictures) {
        try (Scope scope = new Scope()) {
            final Tensor maps = stem.apply(pictures);
            maps.relu_();
            return scope.keep(pooled(maps));
        }
    }

    private static Tensor run(final List<Bottleneck> stage, final Tensor from) {
        try (Scope scope = new Scope()) {
            Tensor maps = from;
            for (final Bottleneck block : stage) {
                maps = block.apply(maps);
            }
            return scope.keep(maps);
        }
    }

    private static Tensor pooled(final Tensor maps) {
        final long[] one = {1, 1};
        return torch.max_pool2d(maps, new long[] {3, 3}, new long[] {2, 2}, one, one, false);
    }

    @Override
    public List<Integer> channels() {
        return stages.stream()
                .map(blocks -> blocks.get(blocks.size() - 1).channels())
                .toList();
    }
}
