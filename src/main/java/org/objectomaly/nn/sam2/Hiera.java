package org.objectomaly.nn.sam2;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.Convolution;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Scope;

/**
 * The hierarchical vision transformer (Ryali et al. 2023) that SAM 2 sees with: four stages, each of twice the channels
 * and half the size of the one before; most blocks attend inside windows.
 *
 * @param patchEmbed overlapping squares of pixels to features of a quarter of the size
 * @param position {@code [1,grid,grid,C]}: where a feature is in the picture, and where in its window
 * @param blocks in order, of all stages
 */
record Hiera(Convolution patchEmbed, Tensor position, List<MultiScaleBlock> blocks) {
    static final String PATCHES = "patch_embed.proj";
    static final String BLOCKS = "blocks";

    /** Pixels from one patch to the next. */
    private static final int STRIDE = 4;

    /**
     * Takes the weights.
     *
     * @param weights at {@code image_encoder.trunk}
     * @param variant what they do not tell
     * @param imageSize side of the square of pixels that it shall see
     * @return the encoder
     */
    static Hiera of(final DeviceWeights weights, final HieraVariant variant, final int imageSize) {
        final int kernel = weights.size(PATCHES + ".weight", 2);
        final int grid = imageSize / STRIDE;
        return new Hiera(
                Convolution.of(weights.at(PATCHES), 3, variant.channels(), kernel)
                        .strided(STRIDE)
                        .padded(kernel / 2),
                position(weights, variant, grid),
                blocks(weights, variant, grid));
    }

    /** A coarse square over the whole picture, enlarged, and one window's square, repeated (Bolya et al. 2023). */
    @SuppressWarnings("try") // the scope only has to be open
    private static Tensor position(final DeviceWeights weights, final HieraVariant variant, final int grid) {
        final int channels = variant.channels();
        final int coarse = weights.size("pos_embed", 2);
        final int window = variant.windows().get(0);
        try (PointerScope scope = new PointerScope()) {
            final Tensor whole = torch.upsample_bicubic2d(
                    weights.single("pos_embed", 1, channels, coarse, coarse), new long[] {grid, grid}, false);
            final Tensor inWindow = weights.single("pos_embed_window", 1, channels, window, window);
            final Tensor sum = whole.add(inWindow.repeat(1, 1, grid / window, grid / window));
            return weights.keep(sum.permute(0, 2, 3, 1).contiguous());
        }
    }

    private static List<MultiScaleBlock> blocks(
            final DeviceWeights weights, final HieraVariant variant, final int firstGrid) {
        final List<MultiScaleBlock> blocks = new ArrayList<>();
        int channels = variant.channels();
        int grid = firstGrid;
        for (int stage = 0; stage < variant.stages().size(); stage++) {
            for (int i = 0; i < variant.stages().get(stage); i++) {
                final int number = blocks.size();
                final boolean halves = stage > 0 && i == 0;
                // A stage's first block still has the windows of the stage before: it is what makes them smaller.
                final int window = variant.everywhere().contains(number)
                        ? grid
                        : variant.windows().get(halves ? stage - 1 : stage);
                final DeviceWeights block = weights.at(BLOCKS + "." + number);
                blocks.add(MultiScaleBlock.of(block, channels, variant.heads() << stage, halves, window, grid));
                grid = halves ? grid / 2 : grid;
                channels = blocks.get(number).channels();
            }
        }
        return blocks;
    }

    /**
     * Sees a picture.
     *
     * @param picture {@code [1,3,imageSize,imageSize]}, normalised
     * @param trace sees what the modules make
     * @return what each stage made of it, the finest first: {@code [1,grid,grid,C]}, {@code [1,grid/2,grid/2,2C]}, ... in
     *     single precision
     */
    List<Tensor> apply(final Tensor picture, final FeatureTrace trace) {
        final List<Tensor> stages = new ArrayList<>();
        try (Scope scope = new Scope()) {
            final Tensor patches =
                    trace.named("patch_embed", patchEmbed.apply(picture).permute(0, 2, 3, 1));
            Tensor stream = position.add(patches);
            for (int i = 0; i < blocks.size(); i++) {
                if (blocks.get(i).halves()) {
                    stages.add(scope.keep(stream));
                }
                stream = blocks.get(i).apply(stream, trace.at("blocks." + i + "."));
                trace.feature("blocks." + i, stream);
            }
            stages.add(scope.keep(stream));
        }
        return stages;
    }

    /**
     * Channels of what each stage makes.
     *
     * @return of the finest first
     */
    List<Integer> channels() {
        final List<Integer> channels = new ArrayList<>();
        for (int i = 1; i <= blocks.size(); i++) {
            if (i == blocks.size() || blocks.get(i).halves()) {
                channels.add(blocks.get(i - 1).channels());
            }
        }
        return channels;
    }
}
