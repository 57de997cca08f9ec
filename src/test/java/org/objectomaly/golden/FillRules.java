package org.objectomaly.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.objectomaly.nn.random.Filling;

/**
 * Which scale and shift a weight is filled with, from its key and shape and the case's config (golden/FILL.md,
 * section 3): the program's own {@link Filling}, as the config wants it.
 */
public final class FillRules {
    private final Filling filling;
    private final List<String> kept = new ArrayList<>();

    /**
     * The rules of one case.
     *
     * @param config the case's config; {@code salt}, {@code gain}, {@code gains}, {@code overrides} and
     *     {@code kept_from_constructor} may each be missing
     */
    public FillRules(final JsonNode config) {
        final List<Filling.Gain> gains = new ArrayList<>();
        config.path("gains")
                .forEach(g ->
                        gains.add(new Filling.Gain(g.get(0).asText(), g.get(1).asDouble())));
        final List<Filling.Special> overrides = new ArrayList<>();
        config.path("overrides")
                .forEach(o -> overrides.add(new Filling.Special(
                        o.get(0).asText(),
                        new Filling.Spread(o.get(1).asDouble(), o.get(2).asDouble()))));
        filling =
                new Filling(config.path("salt").asText(""), config.path("gain").asDouble(1), gains, overrides);
        config.path("kept_from_constructor").forEach(k -> kept.add(k.asText()));
    }

    /**
     * Put before every key before it is hashed.
     *
     * @return the salt, empty by default
     */
    public String salt() {
        return filling.salt();
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
        return filling.weight(key, shape);
    }

    /**
     * A weight's scale and shift: the first rule that fits.
     *
     * @param key of the state dict, without the salt
     * @param shape its shape
     * @return s and b
     */
    public Filling.Spread spread(final String key, final long... shape) {
        return filling.spread(key, shape);
    }
}
