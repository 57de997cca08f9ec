package org.objectomaly.nn.random;

/** The two parts that all networks of the SAM family have behind their image encoders. */
final class PromptShapes {
    /** Channels of the embedding. */
    static final int CHANNELS = 256;

    private static final int MASKS = 4;

    private PromptShapes() {}

    /** The prompt encoder. */
    static void encoder(final ShapeList list, final String name) {
        list.with(name + ".pe_layer.positional_encoding_gaussian_matrix", 2, CHANNELS / 2);
        for (int i = 0; i < 4; i++) {
            list.with(name + ".point_embeddings." + i + ".weight", 1, CHANNELS);
        }
        list.with(name + ".not_a_point_embed.weight", 1, CHANNELS);
        list.biased(name + ".mask_downscaling.0", 4, 1, 2, 2).layerNorm(name + ".mask_downscaling.1", 4);
        list.biased(name + ".mask_downscaling.3", 16, 4, 2, 2).layerNorm(name + ".mask_downscaling.4", 16);
        list.biased(name + ".mask_downscaling.6", CHANNELS, 16, 1, 1);
        list.with(name + ".no_mask_embed.weight", 1, CHANNELS);
    }

    /** The mask decoder; its linear layers between attention have names that differ. */
    static void decoder(final ShapeList list, final String name, final String linear1, final String linear2) {
        for (int i = 0; i < 2; i++) {
            final String layer = name + ".transformer.layers." + i;
            attention(list, layer + ".self_attn", CHANNELS, CHANNELS);
            attention(list, layer + ".cross_attn_token_to_image", CHANNELS / 2, CHANNELS);
            attention(list, layer + ".cross_attn_image_to_token", CHANNELS / 2, CHANNELS);
            list.biased(layer + ".mlp." + linear1, 8 * CHANNELS, CHANNELS);
            list.biased(layer + ".mlp." + linear2, CHANNELS, 8 * CHANNELS);
            for (int n = 1; n <= 4; n++) {
                list.layerNorm(layer + ".norm" + n, CHANNELS);
            }
        }
        attention(list, name + ".transformer.final_attn_token_to_image", CHANNELS / 2, CHANNELS);
        list.layerNorm(name + ".transformer.norm_final_attn", CHANNELS);
        list.with(name + ".iou_token.weight", 1, CHANNELS).with(name + ".mask_tokens.weight", MASKS, CHANNELS);
        list.with(name + ".output_upscaling.0.weight", CHANNELS, 64, 2, 2)
                .with(name + ".output_upscaling.0.bias", 64)
                .layerNorm(name + ".output_upscaling.1", 64)
                .with(name + ".output_upscaling.3.weight", 64, 32, 2, 2)
                .with(name + ".output_upscaling.3.bias", 32);
        for (int i = 0; i < MASKS; i++) {
            layers(list, name + ".output_hypernetworks_mlps." + i, 32);
        }
        layers(list, name + ".iou_prediction_head", MASKS);
    }

    /** Attention of so many inner channels, to keys and values of so many. */
    static void attention(final ShapeList list, final String name, final int inner, final int keys) {
        list.biased(name + ".q_proj", inner, CHANNELS).biased(name + ".k_proj", inner, keys);
        list.biased(name + ".v_proj", inner, keys).biased(name + ".out_proj", CHANNELS, inner);
    }

    /** Three linear layers. */
    static void layers(final ShapeList list, final String name, final int out) {
        list.biased(name + ".layers.0", CHANNELS, CHANNELS).biased(name + ".layers.1", CHANNELS, CHANNELS);
        list.biased(name + ".layers.2", out, CHANNELS);
    }
}
