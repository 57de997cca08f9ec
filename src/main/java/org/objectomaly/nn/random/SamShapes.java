package org.objectomaly.nn.random;

import java.util.Map;

/** The checkpoints of Segment Anything and MobileSAM. */
final class SamShapes {
    private static final int CHANNELS = PromptShapes.CHANNELS;
    private static final int GRID = 64;
    private static final int PATCH = 16;
    private static final int WINDOW = 14;

    private final ShapeList list = new ShapeList();

    private SamShapes() {}

    /**
     * SAM with a vision transformer.
     *
     * @param channels of the transformer
     * @param depth its blocks, of which every fourth part ends in one that attends everywhere
     * @param heads of its attention
     * @return shapes by key
     */
    static Map<String, long[]> ofVit(final int channels, final int depth, final int heads) {
        final SamShapes made = new SamShapes();
        final String encoder = "image_encoder.";
        made.list.with(encoder + "pos_embed", 1, GRID, GRID, channels);
        made.list.biased(encoder + "patch_embed.proj", channels, 3, PATCH, PATCH);
        for (int i = 0; i < depth; i++) {
            final boolean everywhere = (i + 1) % (depth / 4) == 0;
            made.vitBlock(encoder + "blocks." + i, channels, channels / heads, everywhere ? GRID : WINDOW);
        }
        made.neck(channels);
        made.promptsAndMasks();
        return made.list.shapes();
    }

    /** MobileSAM, whose encoder is TinyViT 5M. */
    static Map<String, long[]> ofTinyVit() {
        final SamShapes made = new SamShapes();
        final String encoder = "image_encoder.";
        made.normalised(encoder + "patch_embed.seq.0", 32, 3, 3);
        made.normalised(encoder + "patch_embed.seq.2", 64, 32, 3);
        for (int i = 0; i < 2; i++) {
            final String block = encoder + "layers.0.blocks." + i;
            made.normalised(block + ".conv1", 256, 64, 1);
            made.normalised(block + ".conv2", 256, 1, 3);
            made.normalised(block + ".conv3", 64, 256, 1);
        }
        made.stage(1, 2, 64, 128, 7);
        made.stage(2, 6, 128, 160, WINDOW);
        made.stage(3, 2, 160, 320, 7);
        made.list.layerNorm(encoder + "norm_head", 320).biased(encoder + "head", 1000, 320);
        made.neck(320);
        made.promptsAndMasks();
        return made.list.shapes();
    }

    private void vitBlock(final String name, final int channels, final int depth, final int side) {
        list.layerNorm(name + ".norm1", channels);
        list.with(name + ".attn.rel_pos_h", 2 * side - 1, depth).with(name + ".attn.rel_pos_w", 2 * side - 1, depth);
        list.biased(name + ".attn.qkv", 3 * channels, channels).biased(name + ".attn.proj", channels, channels);
        list.layerNorm(name + ".norm2", channels);
        list.biased(name + ".mlp.lin1", 4 * channels, channels).biased(name + ".mlp.lin2", channels, 4 * channels);
    }

    /** The way down to a stage of TinyViT, and the stage. Each head has 32 channels. */
    private void stage(final int number, final int blocks, final int in, final int channels, final int window) {
        final String down = "image_encoder.layers." + (number - 1) + ".downsample";
        normalised(down + ".conv1", channels, in, 1);
        normalised(down + ".conv2", channels, 1, 3);
        normalised(down + ".conv3", channels, channels, 1);
        for (int i = 0; i < blocks; i++) {
            final String block = "image_encoder.layers." + number + ".blocks." + i;
            list.with(block + ".attn.attention_biases", channels / 32, window * window);
            list.layerNorm(block + ".attn.norm", channels);
            list.biased(block + ".attn.qkv", 3 * channels, channels).biased(block + ".attn.proj", channels, channels);
            list.layerNorm(block + ".mlp.norm", channels);
            list.biased(block + ".mlp.fc1", 4 * channels, channels).biased(block + ".mlp.fc2", channels, 4 * channels);
            normalised(block + ".local_conv", channels, 1, 3);
        }
    }

    private void normalised(final String name, final int out, final int in, final int kernel) {
        list.with(name + ".c.weight", out, in, kernel, kernel).norm(name + ".bn", out);
    }

    private void neck(final int channels) {
        final String neck = "image_encoder.neck.";
        list.with(neck + "0.weight", CHANNELS, channels, 1, 1).layerNorm(neck + "1", CHANNELS);
        list.with(neck + "2.weight", CHANNELS, CHANNELS, 3, 3).layerNorm(neck + "3", CHANNELS);
    }

    private void promptsAndMasks() {
        PromptShapes.encoder(list, "prompt_encoder");
        PromptShapes.decoder(list, "mask_decoder", "lin1", "lin2");
    }
}
