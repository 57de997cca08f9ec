package org.objectomaly.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Which scale and shift a weight is filled with, from its key and shape and the case's config (golden/FILL.md,
 * section 3).
 */
public final class FillRules {
    private static final List<String> TABLES = List.of(
            "pos_embed",
            "rel_pos",
            "attention_biases",
            "no_mask_embed",
            "not_a_point_embed",
            "point_embeddings",
            "iou_token",
            "mask_tokens",
            "query_embed",
            "query_feat",
            "level_embed",
            "no_mem_embed",
            "no_mem_pos_enc",
            "maskmem_tpos_enc",
            "obj_score_token",
            "no_obj_ptr",
            "no_obj_embed_spatial");

    /**
     * Scale and shift of the even spread.
     *
     * @param scale s, half the width
     * @param shift b, the middle
     */
    public record Spread(double scale, double shift) {}

    private record Override(String part, Spread spread) {}

    private record Gain(String part, double gain) {}

    private final String salt;
    private final double gain;
    private final List<Gain> gains = new ArrayList<>();
    private final List<Override> overrides = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();

    /**
     * The rules of one case.
     *
     * @param config the case's config; {@code salt}, {@code gain}, {@code gains}, {@code overrides} and
     *     {@code kept_from_constructor} may each be missing
     */
    public FillRules(final JsonNode config) {
        salt = config.path("salt").asText("");
        gain = config.path("gain").asDouble(1);
        config.path("gains")
                .forEach(g -> gains.add(new Gain(g.get(0).asText(), g.get(1).asDouble())));
        config.path("overrides")
                .forEach(o -> overrides.add(new Override(
                        o.get(0).asText(),
                        new Spread(o.get(1).asDouble(), o.get(2).asDouble()))));
        config.path("kept_from_constructor").forEach(k -> kept.add(k.asText()));
    }

    /**
     * Put before every key before it is hashed.
     *
     * @return the salt, empty by default
     */
    public String salt() {
        return salt;
    }

    /**
     * Whether the recipe makes a tensor, or the constructor's own value stays.
     *
     * @param key of the state dict
     * @param dtype as in {@code keys.txt}, such as F32 or I64
     * @return false for tensors that are not floating point and those the config keeps
     */
    public boolean fills(final String key, final String dtype) {
        return dtype.contains("F") && !kept.contains(key);
    }

    /**
     * A weight's values.
     *
     * @param key of the state dict, without the salt
     * @param shape its shape
     * @return the values, flat and row-major
     */
    public float[] weight(final String key, final long... shape) {
        long count = 1;
        for (final long side : shape) {
            count = Math.multiplyExact(count, side);
        }
        final Spread spread = spread(key, shape);
        return Fill.values(salt + key, spread.scale(), spread.shift(), Math.toIntExact(count));
    }

    /**
     * A weight's scale and shift: the first rule that fits.
     *
     * @param key of the state dict, without the salt
     * @param shape its shape
     * @return s and b
     */
    public Spread spread(final String key, final long... shape) {
        for (final Override override : overrides) {
            if (key.contains(override.part())) {
                return override.spread();
            }
        }
        final String last = key.substring(key.lastIndexOf('.') + 1);
        if (last.equals("running_mean")) {
            return new Spread(0.1, 0);
        }
        if (last.equals("running_var")) {
            return new Spread(0.2, 1);
        }
        if (key.contains("positional_encoding_gaussian_matrix")) {
            return new Spread(1, 0);
        }
        if (TABLES.stream().anyMatch(key::contains)) {
            return new Spread(0.25, 0);
        }
        if (shape.length <= 1) {
            return last.equals("bias") || last.endsWith("_bias") ? new Spread(0.02, 0) : new Spread(0.1, 1);
        }
        double fan = 1;
        for (int i = 1; i < shape.length; i++) {
            fan *= shape[i];
        }
        return new Spread(gainOf(key) * Math.sqrt(3 / fan), 0);
    }

    private double gainOf(final String key) {
        for (final Gain special : gains) {
            if (key.contains(special.part())) {
                return special.gain();
            }
        }
        return gain;
    }
}
