package org.objectomaly.nn.sam;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Mlp;
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
        TwoWayTransformer transformer,
        Tensor outputTokens,
        Upscaling upscaling,
        Hypernetworks hypernetworks,
        Mlp iouHead) {
    /**
     * What the decoder answers to B prompts.
     *
     * @param logits {@code [B,masks,4*grid,4*grid]}, above 0 inside the object, in single precision
     * @param iou {@code [B,masks]}: the decoder's own guess of how well each mask fits
     */
    public record Answer(Tensor logits, Tensor iou) {}

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
                    Hypernetworks.of(weights.at("output_hypernetworks_mlps"), channels, pixelChannels, masks),
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
            final Tensor own = outputTokens.unsqueeze(0).expand(batch, -1, -1);
            final Tensor tokens = torch.cat(new TensorVector(own, sparse), 1);
            // As the original does it, each prompt has a copy of the picture from the first layer on.
            final Tensor pictures = embedding.add(dense).expand(batch, -1, -1, -1);
            final TwoWayTransformer.State state = transformer.apply(pixels(pictures), pixels(position), tokens, trace);
            final long grid = embedding.size(2);
            final Tensor maps = state.keys().transpose(1, 2).reshape(batch, -1, grid, grid);
            final Tensor upscaled = trace.named("upscaled", upscaling.apply(maps));
            final int first = multimask ? 1 : 0;
            final int count = multimask ? hypernetworks.count() - 1 : 1;
            final Tensor maskTokens = state.queries().narrow(1, 1, hypernetworks.count());
            final Tensor logits = hypernetworks.logits(maskTokens, first, count, upscaled);
            final Compute compute = iouHead.layers().get(0).compute();
            final Tensor iou = compute.single(iouHead.apply(state.queries().select(1, 0)));
            return new Answer(scope.keep(logits), scope.keep(iou.narrow(1, first, count)));
        }
    }

    /** The same decoder for many prompts; the precision of {@code owner} becomes that of the pixels. */
    FastMaskDecoder rearranged(final DeviceWeights owner) {
        return FastMaskDecoder.of(
                outputTokens, hypernetworks, iouHead, UnaryOperator.identity(), transformer, upscaling, owner);
    }

    private static Tensor pixels(final Tensor maps) {
        return maps.flatten(2, -1).transpose(1, 2);
    }
}
