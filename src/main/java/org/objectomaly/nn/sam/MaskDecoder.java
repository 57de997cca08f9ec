package org.objectomaly.nn.sam;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.Compute;
import org.objectomaly.nn.eager.ConvTransposed;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Products;
import org.objectomaly.nn.eager.Scope;

/**
 * SAM's mask decoder: a token for the quality and one for each mask join the prompt's tokens; what the transformer makes
 * of a mask's token becomes, through a small network, the weights that its pixels are multiplied with.
 *
 * @param transformer between tokens and picture
 * @param outputTokens {@code [1+masks,C]}: quality first
 * @param upscaling of the picture, by four
 * @param hypernetworks one for each mask token
 * @param iouHead from the quality token to one number for each mask
 */
public record MaskDecoder(
        TwoWayTransformer transformer, Tensor outputTokens, Upscaling upscaling, List<Mlp> hypernetworks, Mlp iouHead) {
    /**
     * What the decoder answers to B prompts.
     *
     * @param logits {@code [B,masks,4*grid,4*grid]}, above 0 inside the object, in single precision
     * @param iou {@code [B,masks]}: the decoder's own guess of how well each mask fits
     */
    public record Answer(Tensor logits, Tensor iou) {}

    /** From the embedding's resolution to that of the masks: {@code output_upscaling.0} to {@code .3}. */
    record Upscaling(ConvTransposed first, LayerNorm norm, ConvTransposed second) {
        static Upscaling of(final DeviceWeights weights, final int channels) {
            final int half = weights.size("0.weight", 1);
            return new Upscaling(
                    ConvTransposed.of(weights.at("0"), channels, half, 2),
                    LayerNorm.of(weights.at("1"), half, 1e-6),
                    ConvTransposed.of(weights.at("3"), half, weights.size("3.weight", 1), 2));
        }

        Tensor apply(final Tensor picture) {
            try (Scope scope = new Scope()) {
                final Tensor doubled = Mlp.GELU.apply(norm.applyToMaps(first.apply(picture)));
                return scope.keep(Mlp.GELU.apply(second.apply(doubled)));
            }
        }
    }

    /**
     * Takes the weights.
     *
     * @param weights at {@code mask_decoder}
     * @return the decoder
     */
    @SuppressWarnings("try") // the scope only has to be open
    public static MaskDecoder of(final DeviceWeights weights) {
        final int channels = weights.size("iou_token.weight", 1);
        final int masks = weights.size("mask_tokens.weight", 0);
        final int pixelChannels = weights.size("output_upscaling.3.weight", 1);
        try (Scope scope = new Scope()) {
            final TensorVector tokens = new TensorVector(
                    weights.single("iou_token.weight", 1, channels),
                    weights.single("mask_tokens.weight", masks, channels));
            return new MaskDecoder(
                    TwoWayTransformer.of(weights.at("transformer"), channels),
                    weights.keep(torch.cat(tokens, 0)),
                    Upscaling.of(weights.at("output_upscaling"), channels),
                    IntStream.range(0, masks)
                            .mapToObj(i -> Mlp.ofLayers(
                                    weights.at("output_hypernetworks_mlps." + i), channels, pixelChannels, 3))
                            .toList(),
                    Mlp.ofLayers(weights.at("iou_prediction_head"), channels, masks, 3));
        }
    }

    /**
     * Decodes.
     *
     * @param embedding of the picture, {@code [1,C,grid,grid]}
     * @param position of its pixels, {@code [1,C,grid,grid]}
     * @param sparse tokens of the prompts, {@code [B,tokens,C]}
     * @param dense added to the embedding, {@code [B or 1,C,grid or 1,grid or 1]}
     * @param multimask whether a prompt gets three masks of different extent, or one
     * @param trace sees what the modules make
     * @return 3 masks or 1 for each prompt
     */
    public Answer apply(
            final Tensor embedding,
            final Tensor position,
            final Tensor sparse,
            final Tensor dense,
            final boolean multimask,
            final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final long batch = sparse.size(0);
            final long masks = hypernetworks.size();
            final Tensor own = outputTokens.unsqueeze(0).expand(batch, -1, -1);
            final Tensor tokens = torch.cat(new TensorVector(own, sparse), 1);
            final TwoWayTransformer.State state =
                    transformer.apply(pixels(embedding.add(dense)), pixels(position), tokens, trace);
            final long grid = embedding.size(2);
            final Tensor maps = state.keys().transpose(1, 2).reshape(batch, -1, grid, grid);
            final Tensor upscaled = trace.named("upscaled", upscaling.apply(maps));
            final Tensor logits = multiply(weights(state.queries(), 0, hypernetworks.size()), upscaled);
            final Compute compute = iouHead.layers().get(0).compute();
            final Tensor iou = compute.single(iouHead.apply(state.queries().select(1, 0)));
            return multimask
                    ? answer(scope, logits.narrow(1, 1, masks - 1), iou.narrow(1, 1, masks - 1))
                    : answer(scope, logits.narrow(1, 0, 1), iou.narrow(1, 0, 1));
        }
    }

    /** What pixels are multiplied with for some of the masks: {@code [B,count,pixelChannels]}. */
    Tensor weights(final Tensor queries, final int first, final int count) {
        final TensorVector weights = new TensorVector();
        for (int i = first; i < first + count; i++) {
            weights.push_back(hypernetworks.get(i).apply(queries.select(1, 1 + i)));
        }
        return torch.stack(weights, 1);
    }

    /** Each pixel's channels times each mask's weights. */
    private static Tensor multiply(final Tensor weights, final Tensor upscaled) {
        final long batch = upscaled.size(0);
        final Tensor pixels = upscaled.permute(0, 2, 3, 1).reshape(batch, -1, upscaled.size(1));
        final Tensor product = Products.of(weights, pixels.transpose(1, 2));
        return product.reshape(batch, weights.size(1), upscaled.size(2), upscaled.size(3))
                .to(torch.ScalarType.Float);
    }

    private static Answer answer(final Scope scope, final Tensor logits, final Tensor iou) {
        return new Answer(scope.keep(logits), scope.keep(iou));
    }

    private static Tensor pixels(final Tensor maps) {
        return maps.flatten(2, -1).transpose(1, 2);
    }
}
