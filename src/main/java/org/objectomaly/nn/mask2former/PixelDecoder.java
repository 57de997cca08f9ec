package org.objectomaly.nn.mask2former;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.eager.SinePosition;

/**
 * The pixel decoder MSDeformAttn: the coarse scales learn from each other by deformable attention (Zhu et al. 2021), then
 * a feature pyramid goes on to the finer ones.
 *
 * @param inputs one for each scale that attends, the coarsest first
 * @param levelEmbed {@code [levels,256]}
 * @param layers in order
 * @param laterals one for each finer scale, the finest first
 * @param outputs behind the laterals
 * @param maskFeatures 1 x 1, over the finest scale
 */
record PixelDecoder(
        List<GroupedConvolution> inputs,
        Tensor levelEmbed,
        List<DeformableLayer> layers,
        List<GroupedConvolution> laterals,
        List<GroupedConvolution> outputs,
        Convolution maskFeatures) {
    /**
     * What it makes of a picture.
     *
     * @param mask {@code [B,256,H/4,W/4]}: a query's mask is its product with these
     * @param levels {@code [B,256,h,w]} each, the coarsest first, all four
     */
    record Features(Tensor mask, List<Tensor> levels) {}

    /**
     * Takes the weights; which scales attend, their number tells.
     *
     * @param weights at {@code sem_seg_head.pixel_decoder}
     * @param channels of the four scales, the finest first
     * @return the decoder
     */
    static PixelDecoder of(final DeviceWeights weights, final List<Integer> channels) {
        final int attending = weights.count("input_proj", "0.weight");
        if (attending < 1 || attending > channels.size()) {
            throw UnknownSizes.fault(
                    "%d scales attend to each other where 1 to %d are known", attending, channels.size());
        }
        final int width = weights.size("mask_features.weight", 0);
        final List<GroupedConvolution> inputs = new ArrayList<>();
        for (int i = 0; i < attending; i++) {
            final DeviceWeights input = weights.at("input_proj." + i);
            final int in = channels.get(channels.size() - 1 - i);
            inputs.add(GroupedConvolution.of(input.at("0"), input.at("1"), in, 1));
        }
        final DeviceWeights encoder = weights.at("transformer.encoder");
        final List<DeformableLayer> layers = new ArrayList<>();
        final int count = encoder.count("layers", "norm1.weight");
        for (int i = 0; i < count; i++) {
            layers.add(DeformableLayer.of(encoder.at("layers." + i), width, attending));
        }
        final List<GroupedConvolution> laterals = new ArrayList<>();
        final List<GroupedConvolution> outputs = new ArrayList<>();
        for (int i = 0; i < channels.size() - attending; i++) {
            final DeviceWeights lateral = weights.at("adapter_" + (i + 1));
            laterals.add(GroupedConvolution.of(lateral, lateral.at("norm"), channels.get(i), 1));
            final DeviceWeights output = weights.at("layer_" + (i + 1));
            outputs.add(GroupedConvolution.of(output, output.at("norm"), width, 3));
        }
        return new PixelDecoder(
                Collections.unmodifiableList(inputs),
                weights.single("transformer.level_embed", attending, width),
                Collections.unmodifiableList(layers),
                Collections.unmodifiableList(laterals),
                Collections.unmodifiableList(outputs),
                Convolution.of(weights.at("mask_features"), width, weights.size("mask_features.weight", 0), 1));
    }

    /**
     * Decodes.
     *
     * @param scales {@code [B,C,h,w]} each, the finest first
     * @param sampling how deformable attention looks up its values
     * @param trace sees what the modules make
     */
    Features apply(final List<Tensor> scales, final Sampling sampling, final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final List<Tensor> levels = attended(scales, sampling, trace);
            for (int i = laterals.size() - 1; i >= 0; i--) {
                final Tensor fine =
                        trace.named("adapter_" + (i + 1), laterals.get(i).apply(scales.get(i)));
                final Tensor coarse = levels.get(levels.size() - 1);
                final long[] size = {fine.size(2), fine.size(3)};
                final Tensor sum = fine.add(torch.upsample_bilinear2d(coarse, size, false));
                levels.add(trace.named(
                        "layer_" + (i + 1), outputs.get(i).apply(sum).relu()));
            }
            final Tensor mask = maskFeatures.apply(levels.get(levels.size() - 1));
            trace.feature("mask_features", mask);
            levels.forEach(scope::keep);
            return new Features(scope.keep(mask), levels);
        }
    }

    /** The scales that attend to each other, the coarsest first; a list that grows. */
    private List<Tensor> attended(final List<Tensor> scales, final Sampling sampling, final FeatureTrace trace) {
        final TensorVector tokens = new TensorVector();
        final TensorVector places = new TensorVector();
        final List<long[]> sizes = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            final Tensor level = inputs.get(i).apply(scales.get(scales.size() - 1 - i));
            sizes.add(new long[] {level.size(2), level.size(3)});
            tokens.push_back(flat(level));
            final Compute compute = inputs.get(i).convolution().compute();
            final Tensor place =
                    SinePosition.of(compute, (int) level.size(1), (int) level.size(2), (int) level.size(3));
            places.push_back(flat(place).add(levelEmbed.select(0, i)));
        }
        Tensor stream = torch.cat(tokens, 1);
        final Tensor place = torch.cat(places, 1);
        for (int i = 0; i < layers.size(); i++) {
            final String name = "encoder.layers." + i;
            stream = layers.get(i).apply(stream, place, sizes, sampling, trace.at(name + "."));
            trace.feature(name, stream);
        }
        final List<Tensor> levels = new ArrayList<>();
        long first = 0;
        for (final long[] size : sizes) {
            final long length = size[0] * size[1];
            final Tensor level = stream.narrow(1, first, length).transpose(1, 2);
            levels.add(level.reshape(stream.size(0), stream.size(2), size[0], size[1]));
            first += length;
        }
        return levels;
    }

    /** {@code [B,C,H,W]} to {@code [B,H*W,C]}. */
    static Tensor flat(final Tensor maps) {
        return maps.flatten(2, 3).transpose(1, 2);
    }
}
