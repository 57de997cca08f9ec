package org.objectomaly.nn.random;

import java.util.List;

/**
 * Which even spread a weight is filled with, from its key and shape: such that values keep their size from layer to
 * layer, normalisations change little, and embeddings are small beside what they are added to.
 *
 * @param salt put before every key before it is hashed
 * @param gain factor on the spread of kernels and matrices
 * @param gains other gains for some of them; the first whose part is in the key counts
 * @param specials spreads that come before every rule; the first whose part is in the key counts
 */
public record Filling(String salt, double gain, List<Gain> gains, List<Special> specials) {
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
     * Values spread evenly over {@code [shift - scale, shift + scale)}.
     *
     * @param scale s, half the width
     * @param shift b, the middle
     */
    public record Spread(double scale, double shift) {}

    /**
     * A spread of its own.
     *
     * @param part of the keys that have it
     * @param spread theirs
     */
    public record Special(String part, Spread spread) {}

    /**
     * A gain of its own.
     *
     * @param part of the keys that have it
     * @param gain theirs
     */
    public record Gain(String part, double gain) {}

    /**
     * The plain rules.
     *
     * @param gain factor on the spread of kernels and matrices
     * @param specials spreads that come before every rule
     * @return the filling, without a salt
     */
    public static Filling of(final double gain, final Special... specials) {
        return new Filling("", gain, List.of(), List.of(specials));
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
        for (final Special special : specials) {
            if (key.contains(special.part())) {
                return special.spread();
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
