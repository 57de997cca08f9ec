package org.objectomaly.nn.random;

import java.util.List;
import org.objectomaly.nn.WeightSource;

/** Made-up weights of a Mask2Former in small: all of its parts, few channels. */
public final class SmallMask2Former {
    private SmallMask2Former() {}

    /**
     * On shifted windows.
     *
     * @param layers of the query decoder; one alone looks at the coarsest scale alone, as RbA does
     * @return weights by key
     */
    public static WeightSource of(final int layers) {
        return of(layers, 20);
    }

    /**
     * On shifted windows.
     *
     * @param layers of the query decoder
     * @param queries how many
     * @return weights by key
     */
    public static WeightSource of(final int layers, final int queries) {
        final int attending = layers == 1 ? 1 : 3;
        final Mask2FormerShapes.Sizes sizes = new Mask2FormerShapes.Sizes(32, queries, 20, attending, layers, false);
        final Filling filling = new Filling(
                "",
                1,
                List.of(new Filling.Gain("mask_embed.layers.2.weight", 0.5)),
                List.of(
                        special("predictor.class_embed.weight", 0.1, 0),
                        special("predictor.query_feat.weight", 1.5, 0),
                        special("mask_embed.layers.2.bias", 0.02, 0.3),
                        special("pixel_decoder.mask_features.bias", 0.02, -0.3)));
        return new RandomWeights(filling, Mask2FormerShapes.onSwin(sizes, 16, 1, 4, 2, 2, 2, 2));
    }

    private static Filling.Special special(final String part, final double scale, final double shift) {
        return new Filling.Special(part, new Filling.Spread(scale, shift));
    }
}
