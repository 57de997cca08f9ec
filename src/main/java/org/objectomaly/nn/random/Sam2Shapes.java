package org.objectomaly.nn.random;

import java.util.Map;

/** The checkpoints of SAM 2 and 2.1: Hiera, the parts that remember a video, and SAM's decoder. */
final class Sam2Shapes {
    private static final int CHANNELS = PromptShapes.CHANNELS;
    private static final int MEMORY = 64;
    private static final int WINDOW = 8;
    private static final int MEMORIES = 7;

    private final ShapeList list = new ShapeList();

    private Sam2Shapes() {}

    /**
     * A network.
     *
     * @param isNewer whether it is of version 2.1
     * @param channels of the first stage
     * @param grid side of the table of positions
     * @param depths blocks of the four stages
     * @return shapes by key
     */
    static Map<String, long[]> of(final boolean isNewer, final int channels, final int grid, final int... depths) {
        final Sam2Shapes made = new Sam2Shapes();
        made.trunk(channels, grid, depths);
        for (int i = 0; i < depths.length; i++) {
            final int wide = channels << depths.length - 1 - i;
            made.list.biased("image_encoder.neck.convs." + i + ".conv", CHANNELS, wide, 1, 1);
        }
        made.memory(isNewer);
        PromptShapes.encoder(made.list, "sam_prompt_encoder");
        PromptShapes.decoder(made.list, "sam_mask_decoder", "layers.0", "layers.1");
        made.list.with("sam_mask_decoder.obj_score_token.weight", 1, CHANNELS);
        made.list.biased("sam_mask_decoder.conv_s0", CHANNELS / 8, CHANNELS, 1, 1);
        made.list.biased("sam_mask_decoder.conv_s1", CHANNELS / 4, CHANNELS, 1, 1);
        PromptShapes.layers(made.list, "sam_mask_decoder.pred_obj_score_head", 1);
        return made.list.shapes();
    }

    private void trunk(final int channels, final int grid, final int... depths) {
        final String trunk = "image_encoder.trunk.";
        list.with(trunk + "pos_embed", 1, channels, grid, grid);
        list.with(trunk + "pos_embed_window", 1, channels, WINDOW, WINDOW);
        list.biased(trunk + "patch_embed.proj", channels, 3, 7, 7);
        int in = channels;
        int number = 0;
        for (int stage = 0; stage < depths.length; stage++) {
            final int out = channels << stage;
            for (int i = 0; i < depths[stage]; i++) {
                block(trunk + "blocks." + number++, in, out);
                in = out;
            }
        }
    }

    private void block(final String name, final int in, final int out) {
        list.layerNorm(name + ".norm1", in);
        list.biased(name + ".attn.qkv", 3 * out, in).biased(name + ".attn.proj", out, out);
        list.layerNorm(name + ".norm2", out);
        list.biased(name + ".mlp.layers.0", 4 * out, out).biased(name + ".mlp.layers.1", out, 4 * out);
        if (in != out) {
            list.biased(name + ".proj", out, in);
        }
    }

    /** What single pictures do not need, but the files have. */
    private void memory(final boolean isNewer) {
        list.with("maskmem_tpos_enc", MEMORIES, 1, 1, MEMORY);
        list.with("no_mem_embed", 1, 1, CHANNELS).with("no_mem_pos_enc", 1, 1, CHANNELS);
        list.with("no_obj_ptr", 1, CHANNELS).biased("mask_downsample", 1, 1, 4, 4);
        PromptShapes.layers(list, "obj_ptr_proj", CHANNELS);
        if (isNewer) {
            list.with("no_obj_embed_spatial", 1, MEMORY).biased("obj_ptr_tpos_proj", MEMORY, CHANNELS);
        }
        for (int i = 0; i < 4; i++) {
            final String layer = "memory_attention.layers." + i;
            PromptShapes.attention(list, layer + ".self_attn", CHANNELS, CHANNELS);
            PromptShapes.attention(list, layer + ".cross_attn_image", CHANNELS, MEMORY);
            list.biased(layer + ".linear1", 8 * CHANNELS, CHANNELS).biased(layer + ".linear2", CHANNELS, 8 * CHANNELS);
            for (int n = 1; n <= 3; n++) {
                list.layerNorm(layer + ".norm" + n, CHANNELS);
            }
        }
        list.layerNorm("memory_attention.norm", CHANNELS);
        memoryEncoder("memory_encoder.");
    }

    private void memoryEncoder(final String name) {
        int in = 1;
        for (int i = 0; i < 4; i++) {
            final int out = 4 * in;
            list.biased(name + "mask_downsampler.encoder." + 3 * i, out, in, 3, 3);
            list.layerNorm(name + "mask_downsampler.encoder." + (3 * i + 1), out);
            in = out;
        }
        list.biased(name + "mask_downsampler.encoder.12", CHANNELS, CHANNELS, 1, 1);
        list.biased(name + "pix_feat_proj", CHANNELS, CHANNELS, 1, 1);
        for (int i = 0; i < 2; i++) {
            final String layer = name + "fuser.layers." + i;
            list.with(layer + ".gamma", CHANNELS).biased(layer + ".dwconv", CHANNELS, 1, 7, 7);
            list.layerNorm(layer + ".norm", CHANNELS);
            list.biased(layer + ".pwconv1", 4 * CHANNELS, CHANNELS).biased(layer + ".pwconv2", CHANNELS, 4 * CHANNELS);
        }
        list.biased(name + "out_proj", MEMORY, CHANNELS, 1, 1);
    }
}
