package org.objectomaly.nn.sam2;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.golden.FillRules;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.eager.DeviceWeights;

/** A SAM 2 that sees 128 x 128 pixels, in the layout of the published ones, filled by the golden recipe. */
final class SmallSam2 {
    static final int IMAGE_SIZE = 128;
    static final int MASK_SIZE = 32;
    private static final int CHANNELS = 8;
    private static final int EMBEDDING = 32;

    /** The third stage's windows do not fit its maps, as in the published ones. */
    private static final HieraVariant VARIANT =
            new HieraVariant("small", CHANNELS, List.of(1, 2, 3, 1), 1, List.of(8, 4, 6, 3), Set.of(4));

    private final Map<String, TensorData> tensors = new LinkedHashMap<>();
    private final FillRules rules = new FillRules(MissingNode.getInstance());

    SmallSam2() {
        with("no_mem_embed", 1, 1, EMBEDDING);
        trunk("image_encoder.trunk.");
        for (int level = 0; level < 4; level++) {
            biased("image_encoder.neck.convs." + (3 - level) + ".conv", EMBEDDING, CHANNELS << level, 1, 1);
        }
        prompts("sam_prompt_encoder.");
        decoder("sam_mask_decoder.");
    }

    /** Another tensor. */
    SmallSam2 with(final String key, final long... shape) {
        tensors.put(key, TensorData.ofFloats(rules.weight(key, shape), shape));
        return this;
    }

    Weights weights() {
        return Weights.of("made up", tensors);
    }

    Sam2 on(final Compute compute, final MaskQuality quality) {
        return Sam2.of(DeviceWeights.of(weights(), compute), VARIANT, IMAGE_SIZE, quality);
    }

    private void trunk(final String trunk) {
        with(trunk + "pos_embed", 1, CHANNELS, 3, 3);
        with(trunk + "pos_embed_window", 1, CHANNELS, 8, 8);
        biased(trunk + "patch_embed.proj", CHANNELS, 3, 7, 7);
        int number = 0;
        for (int stage = 0; stage < VARIANT.stages().size(); stage++) {
            for (int i = 0; i < VARIANT.stages().get(stage); i++) {
                final int out = CHANNELS << stage;
                block(trunk + "blocks." + number++ + ".", stage > 0 && i == 0 ? out / 2 : out, out);
            }
        }
    }

    private void block(final String name, final int in, final int out) {
        norm(name + "norm1", in);
        biased(name + "attn.qkv", 3 * out, in);
        biased(name + "attn.proj", out, out);
        norm(name + "norm2", out);
        biased(name + "mlp.layers.0", 4 * out, out);
        biased(name + "mlp.layers.1", out, 4 * out);
        if (in != out) {
            biased(name + "proj", out, in);
        }
    }

    private void prompts(final String name) {
        with(name + "pe_layer.positional_encoding_gaussian_matrix", 2, EMBEDDING / 2);
        for (int label = 0; label < 4; label++) {
            with(name + "point_embeddings." + label + ".weight", 1, EMBEDDING);
        }
        with(name + "not_a_point_embed.weight", 1, EMBEDDING);
        with(name + "no_mask_embed.weight", 1, EMBEDDING);
        biased(name + "mask_downscaling.0", 4, 1, 2, 2);
        norm(name + "mask_downscaling.1", 4);
        biased(name + "mask_downscaling.3", 16, 4, 2, 2);
        norm(name + "mask_downscaling.4", 16);
        biased(name + "mask_downscaling.6", EMBEDDING, 16, 1, 1);
    }

    private void decoder(final String name) {
        for (int layer = 0; layer < 2; layer++) {
            final String prefix = name + "transformer.layers." + layer + ".";
            attention(prefix + "self_attn.", EMBEDDING);
            attention(prefix + "cross_attn_token_to_image.", EMBEDDING / 2);
            attention(prefix + "cross_attn_image_to_token.", EMBEDDING / 2);
            biased(prefix + "mlp.layers.0", 2 * EMBEDDING, EMBEDDING);
            biased(prefix + "mlp.layers.1", EMBEDDING, 2 * EMBEDDING);
            for (int norm = 1; norm <= 4; norm++) {
                norm(prefix + "norm" + norm, EMBEDDING);
            }
        }
        attention(name + "transformer.final_attn_token_to_image.", EMBEDDING / 2);
        norm(name + "transformer.norm_final_attn", EMBEDDING);
        with(name + "iou_token.weight", 1, EMBEDDING);
        with(name + "mask_tokens.weight", 4, EMBEDDING);
        with(name + "obj_score_token.weight", 1, EMBEDDING);
        masks(name);
    }

    private void masks(final String name) {
        with(name + "output_upscaling.0.weight", EMBEDDING, EMBEDDING / 4, 2, 2);
        with(name + "output_upscaling.0.bias", EMBEDDING / 4);
        norm(name + "output_upscaling.1", EMBEDDING / 4);
        with(name + "output_upscaling.3.weight", EMBEDDING / 4, EMBEDDING / 8, 2, 2);
        with(name + "output_upscaling.3.bias", EMBEDDING / 8);
        biased(name + "conv_s0", EMBEDDING / 8, EMBEDDING, 1, 1);
        biased(name + "conv_s1", EMBEDDING / 4, EMBEDDING, 1, 1);
        for (int mask = 0; mask < 4; mask++) {
            head(name + "output_hypernetworks_mlps." + mask, EMBEDDING / 8);
        }
        head(name + "iou_prediction_head", 4);
        head(name + "pred_obj_score_head", 1);
    }

    private void head(final String name, final int out) {
        biased(name + ".layers.0", EMBEDDING, EMBEDDING);
        biased(name + ".layers.1", EMBEDDING, EMBEDDING);
        biased(name + ".layers.2", out, EMBEDDING);
    }

    private void attention(final String name, final int inner) {
        for (final String part : List.of("q_proj", "k_proj", "v_proj")) {
            biased(name + part, inner, EMBEDDING);
        }
        biased(name + "out_proj", EMBEDDING, inner);
    }

    private void norm(final String name, final int channels) {
        with(name + ".weight", channels);
        with(name + ".bias", channels);
    }

    private void biased(final String name, final long... shape) {
        with(name + ".weight", shape);
        with(name + ".bias", shape[0]);
    }
}
