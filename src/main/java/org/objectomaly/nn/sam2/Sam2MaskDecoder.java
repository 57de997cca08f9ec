package org.objectomaly.nn.sam2;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.sam.FastMaskDecoder;
import org.objectomaly.nn.sam.Hypernetworks;
import org.objectomaly.nn.sam.MaskDecoder;
import org.objectomaly.nn.sam.TwoWayTransformer;
import org.objectomaly.nn.sam.Upscaling;

/**
 * SAM 2's mask decoder: the first SAM's, which also says whether there is an object at all, and draws its masks with the
 * help of the encoder's finer features.
 *
 * @param transformer between tokens and picture
 * @param outputTokens {@code [2+masks,C]}: object score, quality, then one for each mask
 * @param upscaling of the picture, by four
 * @param hypernetworks one for each mask token
 * @param iouHead from the quality token to one number for each mask
 * @param objectHead from the object score's token to one number
 */
public record Sam2MaskDecoder(
        TwoWayTransformer transformer,
        Tensor outputTokens,
        Upscaling upscaling,
        Hypernetworks hypernetworks,
        Mlp iouHead,
        Mlp objectHead) {
    private static final int HEAD_DEPTH = 3;

    /** Tokens before those of the masks. */
    private static final int OTHER_TOKENS = 2;

    /**
     * What the decoder answers to B prompts.
     *
     * @param logits {@code [B,masks,4*grid,4*grid]}, above 0 inside the object, in single precision
     * @param iou {@code [B,masks]}, 0..1: the decoder's own guess of how well each mask fits
     * @param objectScore {@code [B,1]}, above 0 if there is an object where the prompt points
     * @param tokens {@code [B,masks,C]}: what the transformer made of the masks' tokens; where one mask was asked for, of
     *     the one for a single mask, whichever mask was chosen
     */
    public record Answer(Tensor logits, Tensor iou, Tensor objectScore, Tensor tokens) {}

    /**
     * Takes the weights.
     *
     * @param weights at {@code sam_mask_decoder}
     * @return the decoder
     */
    @SuppressWarnings("try") // the scope only has to be open
    static Sam2MaskDecoder of(final DeviceWeights weights) {
        final int channels = weights.size("iou_token.weight", 1);
        final int masks = weights.size("mask_tokens.weight", 0);
        final int pixelChannels = weights.size("output_upscaling.3.weight", 1);
        try (Scope scope = new Scope()) {
            final TensorVector tokens = new TensorVector(
                    weights.single("obj_score_token.weight", 1, channels),
                    weights.single("iou_token.weight", 1, channels),
                    weights.single("mask_tokens.weight", masks, channels));
            return new Sam2MaskDecoder(
                    TwoWayTransformer.of(weights.at("transformer"), channels),
                    weights.keep(torch.cat(tokens, 0)),
                    Upscaling.of(weights.at("output_upscaling"), channels),
                    Hypernetworks.of(weights.at("output_hypernetworks_mlps"), channels, pixelChannels, masks),
                    Mlp.ofLayers(weights.at("iou_prediction_head"), channels, masks, HEAD_DEPTH),
                    Mlp.ofLayers(weights.at("pred_obj_score_head"), channels, 1, HEAD_DEPTH));
        }
    }

    /**
     * Decodes.
     *
     * @param features of the picture, for all prompts
     * @param position of the embedding's pixels, {@code [1,C,grid,grid]}
     * @param sparse tokens of the prompts, {@code [B,tokens,C]}
     * @param dense added to the embedding, {@code [B or 1,C,grid or 1,grid or 1]}
     * @param multimask whether a prompt gets three masks of different extent, or one: that for a single mask, or if that
     *     is not stable the best of the three
     * @param trace sees what the modules make
     * @return 3 masks or 1 for each prompt
     */
    public Answer apply(
            final Sam2Features features,
            final Tensor position,
            final Tensor sparse,
            final Tensor dense,
            final boolean multimask,
            final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final long batch = sparse.size(0);
            final int masks = hypernetworks.count();
            final Tensor own = outputTokens.unsqueeze(0).expand(batch, -1, -1);
            final Tensor tokens = torch.cat(new TensorVector(own, sparse), 1);
            final Tensor picture = features.embedding().add(dense);
            final TwoWayTransformer.State state = transformer.apply(pixels(picture), pixels(position), tokens, trace);
            final Tensor maps = state.keys().transpose(1, 2).reshape(batch, -1, picture.size(2), picture.size(3));
            final Tensor upscaled = upscaling.apply(maps, features.twice(), features.fourTimes());
            final Compute compute = iouHead.layers().get(0).compute();
            final Tensor score = compute.single(objectHead.apply(state.queries().select(1, 0)));
            final Tensor iou =
                    compute.single(iouHead.apply(state.queries().select(1, 1))).sigmoid();
            final Tensor maskTokens = state.queries().narrow(1, OTHER_TOKENS, masks);
            // Three masks of different extent do not need the one for a single mask.
            final MaskDecoder.Answer answer = multimask
                    ? new MaskDecoder.Answer(
                            hypernetworks.logits(maskTokens, 1, masks - 1, upscaled), iou.narrow(1, 1, masks - 1))
                    : DynamicMultimask.of(hypernetworks.logits(maskTokens, 0, masks, upscaled), iou);
            return new Answer(
                    scope.keep(answer.logits()),
                    scope.keep(answer.iou()),
                    scope.keep(score),
                    scope.keep(multimask ? maskTokens.narrow(1, 1, masks - 1) : maskTokens.narrow(1, 0, 1)));
        }
    }

    /** The same decoder for many prompts; the precision of {@code owner} becomes that of the pixels. */
    FastMaskDecoder rearranged(final DeviceWeights owner) {
        return FastMaskDecoder.of(outputTokens, hypernetworks, iouHead, Tensor::sigmoid, transformer, upscaling, owner);
    }

    private static Tensor pixels(final Tensor maps) {
        return maps.flatten(2, -1).transpose(1, 2);
    }
}
