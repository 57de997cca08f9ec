package org.objectomaly.nn.random;

import java.util.Map;

/** The checkpoints of Mask2Former and of the networks that stand on it. */
final class Mask2FormerShapes {
    private static final String PIXELS = "sem_seg_head.pixel_decoder.";
    private static final String QUERIES = "sem_seg_head.predictor.";
    private static final int HEADS = 8;
    private static final int POINTS = 4;

    /**
     * The sizes that differ between them.
     *
     * @param width of all features behind the encoder
     * @param queries how many
     * @param outputs classes, with "no object"
     * @param attending scales that attend to each other, the coarsest ones
     * @param layers of the query decoder
     * @param isGlobal whether cross attention has a background too
     */
    record Sizes(int width, int queries, int outputs, int attending, int layers, boolean isGlobal) {}

    private final ShapeList list = new ShapeList();
    private final Sizes sizes;

    private Mask2FormerShapes(final Sizes sizes) {
        this.sizes = sizes;
    }

    /**
     * A network on a residual one of bottlenecks.
     *
     * @param sizes of what is behind it
     * @param depths blocks of its four stages
     * @return shapes by key
     */
    static Map<String, long[]> onResNet(final Sizes sizes, final int... depths) {
        final Mask2FormerShapes made = new Mask2FormerShapes(sizes);
        made.convolution("backbone.stem.conv1", 64, 3, 7);
        int in = 64;
        for (int stage = 0; stage < depths.length; stage++) {
            final int narrow = 64 << stage;
            for (int i = 0; i < depths[stage]; i++) {
                final String block = "backbone.res" + (stage + 2) + "." + i + ".";
                if (i == 0) {
                    made.convolution(block + "shortcut", 4 * narrow, in, 1);
                }
                made.convolution(block + "conv1", narrow, in, 1);
                made.convolution(block + "conv2", narrow, narrow, 3);
                made.convolution(block + "conv3", 4 * narrow, narrow, 1);
                in = 4 * narrow;
            }
        }
        return made.head(256);
    }

    private void convolution(final String name, final int out, final int in, final int kernel) {
        list.with(name + ".weight", out, in, kernel, kernel).norm(name + ".norm", out);
    }

    /**
     * A network on shifted windows.
     *
     * @param sizes of what is behind it
     * @param channels of the first stage
     * @param heads of the first stage
     * @param window side of a window
     * @param depths blocks of its four stages
     * @return shapes by key
     */
    static Map<String, long[]> onSwin(
            final Sizes sizes, final int channels, final int heads, final int window, final int... depths) {
        final Mask2FormerShapes made = new Mask2FormerShapes(sizes);
        made.list.biased("backbone.patch_embed.proj", channels, 3, 4, 4);
        made.list.layerNorm("backbone.patch_embed.norm", channels);
        for (int stage = 0; stage < depths.length; stage++) {
            final int wide = channels << stage;
            for (int i = 0; i < depths[stage]; i++) {
                made.block("backbone.layers." + stage + ".blocks." + i + ".", wide, heads << stage, window);
            }
            if (stage < depths.length - 1) {
                made.list.with("backbone.layers." + stage + ".downsample.reduction.weight", 2 * wide, 4 * wide);
                made.list.layerNorm("backbone.layers." + stage + ".downsample.norm", 4 * wide);
            }
        }
        for (int stage = 0; stage < depths.length; stage++) {
            made.list.layerNorm("backbone.norm" + stage, channels << stage);
        }
        return made.head(channels);
    }

    private void block(final String name, final int channels, final int heads, final int window) {
        final int side = 2 * window - 1;
        final int patches = window * window;
        list.layerNorm(name + "norm1", channels);
        list.with(name + "attn.relative_position_bias_table", side * side, heads);
        list.with(name + "attn.relative_position_index", patches, patches);
        list.biased(name + "attn.qkv", 3 * channels, channels).biased(name + "attn.proj", channels, channels);
        list.layerNorm(name + "norm2", channels);
        list.biased(name + "mlp.fc1", 4 * channels, channels).biased(name + "mlp.fc2", channels, 4 * channels);
    }

    /** All behind an encoder whose finest scale has so many channels. */
    private Map<String, long[]> head(final int channels) {
        final int width = sizes.width;
        for (int i = 0; i < sizes.attending; i++) {
            list.biased(PIXELS + "input_proj." + i + ".0", width, channels << 3 - i, 1, 1);
            list.layerNorm(PIXELS + "input_proj." + i + ".1", width);
        }
        list.with(PIXELS + "transformer.level_embed", sizes.attending, width);
        for (int i = 0; i < 6; i++) {
            pixelLayer(PIXELS + "transformer.encoder.layers." + i + ".");
        }
        list.biased(PIXELS + "mask_features", width, width, 1, 1);
        for (int i = 0; i < 4 - sizes.attending; i++) {
            list.with(PIXELS + "adapter_" + (i + 1) + ".weight", width, channels << i, 1, 1);
            list.layerNorm(PIXELS + "adapter_" + (i + 1) + ".norm", width);
            list.with(PIXELS + "layer_" + (i + 1) + ".weight", width, width, 3, 3);
            list.layerNorm(PIXELS + "layer_" + (i + 1) + ".norm", width);
        }
        for (int i = 0; i < sizes.layers; i++) {
            queryLayer(i);
        }
        list.layerNorm(QUERIES + "decoder_norm", width);
        list.with(QUERIES + "query_feat.weight", sizes.queries, width);
        list.with(QUERIES + "query_embed.weight", sizes.queries, width);
        list.with(QUERIES + "level_embed.weight", sizes.attending, width);
        list.biased(QUERIES + "class_embed", sizes.outputs, width);
        for (int i = 0; i < 3; i++) {
            list.biased(QUERIES + "mask_embed.layers." + i, width, width);
        }
        return list.with("criterion.empty_weight", sizes.outputs).shapes();
    }

    private void pixelLayer(final String name) {
        final int width = sizes.width;
        final int places = HEADS * sizes.attending * POINTS;
        list.biased(name + "self_attn.sampling_offsets", 2 * places, width);
        list.biased(name + "self_attn.attention_weights", places, width);
        list.biased(name + "self_attn.value_proj", width, width);
        list.biased(name + "self_attn.output_proj", width, width);
        list.layerNorm(name + "norm1", width);
        list.biased(name + "linear1", 4 * width, width).biased(name + "linear2", width, 4 * width);
        list.layerNorm(name + "norm2", width);
    }

    private void queryLayer(final int number) {
        final int width = sizes.width;
        final String self = QUERIES + "transformer_self_attention_layers." + number + ".";
        attention(self + "self_attn");
        list.layerNorm(self + "norm", width);
        final String cross = QUERIES + "transformer_cross_attention_layers." + number + ".";
        if (sizes.isGlobal) {
            attention(cross + "multihead_attn_foreground");
            attention(cross + "multihead_attn_background");
            list.biased(cross + "fusion_layer", sizes.queries, 2 * sizes.queries, 1, 1);
        } else {
            attention(cross + "multihead_attn");
        }
        list.layerNorm(cross + "norm", width);
        final String linear = QUERIES + "transformer_ffn_layers." + number + ".";
        list.biased(linear + "linear1", 8 * width, width).biased(linear + "linear2", width, 8 * width);
        list.layerNorm(linear + "norm", width);
    }

    private void attention(final String name) {
        list.with(name + ".in_proj_weight", 3 * sizes.width, sizes.width);
        list.with(name + ".in_proj_bias", 3 * sizes.width);
        list.biased(name + ".out_proj", sizes.width, sizes.width);
    }
}
