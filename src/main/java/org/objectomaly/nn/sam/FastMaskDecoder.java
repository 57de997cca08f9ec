package org.objectomaly.nn.sam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.MaskPredictor.Masks;
import org.objectomaly.nn.eager.Compute;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Products;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.eager.Values;

/**
 * {@link MaskDecoder} for many prompts about one picture: the same function in a tenth of the time.
 *
 * <ul>
 *   <li>Projections of pixels are moved to the tokens ({@link TokensToPixels}, {@link PixelsToTokens}).
 *   <li>What is multiplied with pixels is in half precision where the processor has it; tokens stay in single.
 *   <li>Answers that the network itself does not trust are not drawn: their quality is known before their pixels.
 *   <li>Few prompts at a time, so that their pixels stay in the processor's cache.
 * </ul>
 *
 * @param decoder whose weights these are, in single precision
 * @param transformer its transformer
 * @param upscaling its upscaling
 * @param pixelType precision of pixels
 * @param prompts that are decoded at a time
 */
record FastMaskDecoder(
        MaskDecoder decoder, FastTransformer transformer, FastUpscaling upscaling, ScalarType pixelType, int prompts) {
    /** Prompts for each core: 2 MB of pixels each in half precision. */
    private static final int PER_CORE = 2;

    private static final int ON_GPU = 64;

    @SuppressWarnings("try") // the scope only has to be open
    static FastMaskDecoder of(final MaskDecoder decoder, final DeviceWeights owner, final Compute compute) {
        try (Scope scope = new Scope()) {
            final ScalarType type = compute.precision().type();
            return new FastMaskDecoder(
                    decoder,
                    FastTransformer.of(decoder.transformer(), owner),
                    FastUpscaling.of(decoder.upscaling(), owner, type),
                    type,
                    compute.onCpu() ? PER_CORE * torch.get_num_threads() : ON_GPU);
        }
    }

    /**
     * A picture as all prompts see it.
     *
     * @param embedding {@code [1,C,grid,grid]}
     * @param position of its pixels, likewise
     * @param dense added to the embedding, {@code [1,C,1,1]}
     */
    FastTransformer.Picture picture(final Tensor embedding, final Tensor position, final Tensor dense) {
        final Tensor pixels = pixels(embedding.add(dense));
        final Tensor places = pixels(position);
        return new FastTransformer.Picture(
                pixels.to(pixelType), places.to(pixelType), pixels.add(places).to(pixelType));
    }

    private static Tensor pixels(final Tensor maps) {
        return maps.flatten(2, -1).transpose(1, 2).contiguous();
    }

    /**
     * Decodes.
     *
     * @param picture in the caller's scope
     * @param sparse tokens of the prompts, {@code [B,tokens,C]}
     * @param multimask whether a prompt gets three masks of different extent, or one
     * @param leastIou answers of a predicted IoU not above it are left out
     * @return in the caller's scope
     */
    Masks apply(
            final FastTransformer.Picture picture,
            final Tensor sparse,
            final boolean multimask,
            final double leastIou) {
        final long all = sparse.size(0);
        final List<Masks> parts = new ArrayList<>();
        for (long from = 0; from < all; from += prompts) {
            try (Scope scope = new Scope()) {
                final Tensor some = sparse.narrow(0, from, Math.min(prompts, all - from));
                final Masks part = some(picture, some, multimask, leastIou, (int) from);
                scope.keep(part.logits());
                parts.add(part);
            }
        }
        return Masks.join(parts);
    }

    private Masks some(
            final FastTransformer.Picture picture,
            final Tensor sparse,
            final boolean multimask,
            final double leastIou,
            final int firstPrompt) {
        final long batch = sparse.size(0);
        final Tensor own = decoder.outputTokens().unsqueeze(0).expand(batch, -1, -1);
        final TwoWayTransformer.State state = transformer.apply(picture, torch.cat(new TensorVector(own, sparse), 1));
        final int first = multimask ? 1 : 0;
        final int masks = multimask ? decoder.hypernetworks().size() - 1 : 1;
        final Tensor guessed = decoder.iouHead().apply(state.queries().select(1, 0));
        final float[] iou = Values.floats(guessed.narrow(1, first, masks));
        final int[] numbers = Masks.above(iou, leastIou);
        final int[] numbersOfAll =
                Arrays.stream(numbers).map(n -> n + firstPrompt * masks).toArray();
        return new Masks(draw(state, first, masks, numbers), numbersOfAll, Masks.chosen(iou, numbers), masks);
    }

    /** The pixels of some answers, {@code [n,4*grid,4*grid]}. */
    private Tensor draw(final TwoWayTransformer.State state, final int first, final int masks, final int... numbers) {
        final long grid = Math.round(Math.sqrt(state.keys().size(1)));
        final int[] asked =
                Arrays.stream(numbers).map(n -> n / masks).distinct().toArray();
        if (asked.length == 0) {
            return torch.empty(new long[] {0, 4 * grid, 4 * grid});
        }
        final boolean everyone = asked.length == state.keys().size(0);
        final Tensor keys = everyone ? state.keys() : state.keys().index_select(0, Values.index(state.keys(), asked));
        final Tensor queries =
                everyone ? state.queries() : state.queries().index_select(0, Values.index(state.keys(), asked));
        final Tensor upscaled = upscaling.apply(keys);
        final Tensor weights = decoder.weights(queries, first, masks).to(pixelType);
        final Tensor rows = Products.of(weights, upscaled.transpose(1, 2)).flatten(0, 1);
        final int[] chosen = Arrays.stream(numbers)
                .map(n -> Arrays.binarySearch(asked, n / masks) * masks + n % masks)
                .toArray();
        final Tensor some = chosen.length == rows.size(0) ? rows : rows.index_select(0, Values.index(rows, chosen));
        return FastUpscaling.maps(some, grid).to(ScalarType.Float);
    }
}
