package org.objectomaly.nn.sam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskPredictor.Masks;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Products;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.eager.Values;

/**
 * The mask decoder of SAM, MobileSAM or SAM 2 for many prompts about one picture: the same function in a tenth of the time.
 *
 * <ul>
 *   <li>Projections of pixels are moved to the tokens ({@link TokensToPixels}, {@link PixelsToTokens}).
 *   <li>What is multiplied with pixels is in half precision where the processor has it; tokens and the finest pixels
 *       stay in single.
 *   <li>Answers that the network itself does not trust are not drawn: their quality is known before their pixels. Nor are
 *       pixels where there is no picture.
 *   <li>Few prompts at a time, so that their pixels stay in the processor's cache.
 * </ul>
 *
 * @param outputTokens {@code [other+masks,C]}: the quality is the last of the others
 * @param hypernetworks one for each mask token
 * @param iouHead from the quality token to one number for each mask
 * @param iouForm behind it
 * @param transformer between tokens and picture
 * @param upscaling of the picture, by four
 * @param pixelType precision of pixels
 * @param prompts that are decoded at a time
 * @param drawn how many of them are drawn at a time
 */
public record FastMaskDecoder(
        Tensor outputTokens,
        Hypernetworks hypernetworks,
        Mlp iouHead,
        UnaryOperator<Tensor> iouForm,
        FastTransformer transformer,
        FastUpscaling upscaling,
        ScalarType pixelType,
        int prompts,
        int drawn) {
    /** Prompts for each core: 2 MB of pixels each in half precision. */
    private static final int PER_CORE = 4;

    /**
     * How many of them are drawn at a time. The finest pixels of one take 8 MB at most. Blocks above 32 MB, those of four,
     * glibc hands back to the kernel at once, and to get them again, page by page, takes longer than to compute with them.
     */
    private static final int DRAWN = 1;

    private static final int ON_GPU = 64;

    /**
     * Rearranges a decoder.
     *
     * @param outputTokens {@code [other+masks,C]}: the quality is the last of the others
     * @param hypernetworks one for each mask token, in single precision
     * @param iouHead from the quality token, in single precision
     * @param iouForm behind it
     * @param transformer between tokens and picture, in single precision
     * @param upscaling of the picture, in single precision
     * @param owner of the new tensors; its precision becomes that of the pixels
     * @return the decoder
     */
    @SuppressWarnings("try") // the scope only has to be open
    public static FastMaskDecoder of(
            final Tensor outputTokens,
            final Hypernetworks hypernetworks,
            final Mlp iouHead,
            final UnaryOperator<Tensor> iouForm,
            final TwoWayTransformer transformer,
            final Upscaling upscaling,
            final DeviceWeights owner) {
        final Compute compute = owner.compute();
        try (Scope scope = new Scope()) {
            return new FastMaskDecoder(
                    outputTokens,
                    hypernetworks,
                    iouHead,
                    iouForm,
                    FastTransformer.of(transformer, owner),
                    FastUpscaling.of(upscaling, owner, compute.precision().type()),
                    compute.precision().type(),
                    compute.onCpu() ? PER_CORE * torch.get_num_threads() : ON_GPU,
                    compute.onCpu() ? DRAWN : ON_GPU);
        }
    }

    /**
     * A picture as all prompts see it; made to outlive the scope it is made in.
     *
     * @param pixels and their positions
     * @param part of them that is drawn
     * @param detail finer features of that part, or null
     */
    public record View(FastTransformer.Picture pixels, FastUpscaling.Part part, FastUpscaling.Detail detail)
            implements AutoCloseable {
        private View retained() {
            tensors().forEach(Tensor::retainReference);
            return this;
        }

        private List<Tensor> tensors() {
            final List<Tensor> all = new ArrayList<>(List.of(pixels.pixels(), pixels.position(), pixels.placed()));
            if (detail != null) {
                all.addAll(List.of(detail.twice(), detail.fourTimes()));
            }
            return all;
        }

        @Override
        public void close() {
            tensors().forEach(Tensor::releaseReference);
        }
    }

    /**
     * Prepares a picture.
     *
     * @param embedding {@code [1,C,grid,grid]}
     * @param position of its pixels, likewise
     * @param dense added to the embedding, {@code [1,C,1,1]}
     * @param part of the grid that masks are drawn for
     * @param finer maps at twice and four times that size, or none
     * @return to be closed by the caller
     */
    @SuppressWarnings("try") // the scope only has to be open
    public View view(
            final Tensor embedding,
            final Tensor position,
            final Tensor dense,
            final FastUpscaling.Part part,
            final Tensor... finer) {
        try (Scope scope = new Scope()) {
            final Tensor pixels = pixels(embedding.add(dense));
            final Tensor places = pixels(position);
            final FastTransformer.Picture picture = new FastTransformer.Picture(
                    pixels.to(pixelType),
                    places.to(pixelType),
                    pixels.add(places).to(pixelType));
            final FastUpscaling.Detail detail =
                    finer.length == 0 ? null : FastUpscaling.Detail.of(finer[0], finer[1], part, pixelType);
            return new View(picture, part, detail).retained();
        }
    }

    private static Tensor pixels(final Tensor maps) {
        return maps.flatten(2, -1).transpose(1, 2).contiguous();
    }

    /**
     * Decodes.
     *
     * @param view of the picture
     * @param sparse tokens of the prompts, {@code [B,tokens,C]}
     * @param multimask whether a prompt gets three masks of different extent, or one
     * @param leastIou answers of a predicted IoU not above it are left out
     * @return of the part of the picture that is drawn, in the caller's scope
     */
    public Masks apply(final View view, final Tensor sparse, final boolean multimask, final double leastIou) {
        final long all = sparse.size(0);
        final List<Masks> parts = new ArrayList<>();
        for (long from = 0; from < all; from += prompts) {
            try (Scope scope = new Scope()) {
                final Tensor some = sparse.narrow(0, from, Math.min(prompts, all - from));
                final Masks part = some(view, some, multimask, leastIou, (int) from);
                scope.keep(part.logits());
                parts.add(part);
            }
        }
        return Masks.join(parts);
    }

    private Masks some(
            final View view,
            final Tensor sparse,
            final boolean multimask,
            final double leastIou,
            final int firstPrompt) {
        final Tensor own = outputTokens.unsqueeze(0).expand(sparse.size(0), -1, -1);
        final TwoWayTransformer.State state =
                transformer.apply(view.pixels(), torch.cat(new TensorVector(own, sparse), 1));
        final int first = multimask ? 1 : 0;
        final int masks = multimask ? hypernetworks.count() - 1 : 1;
        final Tensor quality = state.queries().select(1, firstMaskToken() - 1);
        final float[] iou = Values.floats(iouForm.apply(iouHead.apply(quality)).narrow(1, first, masks));
        final int[] numbers = Masks.above(iou, leastIou);
        final int[] numbersOfAll =
                Arrays.stream(numbers).map(n -> n + firstPrompt * masks).toArray();
        return new Masks(draw(state, view, first, masks, numbers), numbersOfAll, Masks.chosen(iou, numbers), masks);
    }

    private long firstMaskToken() {
        return outputTokens.size(0) - hypernetworks.count();
    }

    /** The pixels of some answers, {@code [n,4*rows,4*columns]} of the part that is drawn. */
    private Tensor draw(
            final TwoWayTransformer.State state,
            final View view,
            final int first,
            final int masks,
            final int... numbers) {
        final FastUpscaling.Part part = view.part();
        final int[] asked =
                Arrays.stream(numbers).map(n -> n / masks).distinct().toArray();
        if (asked.length == 0) {
            return torch.zeros(new long[] {0, 4L * part.rows(), 4L * part.columns()}, outputTokens.options());
        }
        final TensorVector maps = new TensorVector();
        for (int from = 0; from < asked.length; from += drawn) {
            try (Scope scope = new Scope()) {
                final int[] some = Arrays.copyOfRange(asked, from, Math.min(asked.length, from + drawn));
                final Tensor index = Values.index(state.keys(), some);
                final Tensor maskTokens =
                        state.queries().index_select(0, index).narrow(1, firstMaskToken(), hypernetworks.count());
                final Tensor factors = hypernetworks.factors(maskTokens, first, masks);
                final Tensor pixels = part.of(state.keys().index_select(0, index));
                final Tensor upscaled = upscaling.apply(pixels, view.detail());
                final Tensor rows = Products.fewByMany(factors, upscaled).flatten(0, 1);
                maps.push_back(scope.keep(FastUpscaling.maps(rows, part)));
            }
        }
        final int[] chosen = Arrays.stream(numbers)
                .map(n -> Arrays.binarySearch(asked, n / masks) * masks + n % masks)
                .toArray();
        final Tensor all = torch.cat(maps, 0);
        return chosen.length == all.size(0) ? all : all.index_select(0, Values.index(all, chosen));
    }
}
