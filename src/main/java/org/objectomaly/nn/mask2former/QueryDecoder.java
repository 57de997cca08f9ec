package org.objectomaly.nn.mask2former;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Linear;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Products;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.eager.SinePosition;

/**
 * The transformer decoder: learned queries look at the pixels level by level, coarse to fine and again, each inside the mask
 * it had after the layer before.
 *
 * @param layers in order
 * @param norm before the predictions
 * @param queryFeat {@code [Q,C]}: what queries begin with
 * @param queryEmbed {@code [Q,C]}: their places
 * @param levelEmbed {@code [levels,C]}
 * @param classEmbed to the logits of the classes and of "no object"
 * @param maskEmbed to what is multiplied with the mask features
 * @param pixels how the pixels are multiplied; the queries are few and decide a lot, never in half precision
 */
record QueryDecoder(
        List<QueryLayer> layers,
        LayerNorm norm,
        Tensor queryFeat,
        Tensor queryEmbed,
        Tensor levelEmbed,
        Linear classEmbed,
        Mlp maskEmbed,
        Compute pixels) {
    /** What queries begin with, and its name in files of Mask2Former's first version. */
    static final String LEARNED = "query_feat.weight";

    static final String OLDER = "static_query.weight";
    private static final int MASK_LAYERS = 3;

    /**
     * Takes the weights.
     *
     * @param weights at {@code sem_seg_head.predictor}
     * @param scales that there are to be looked at
     * @return the decoder
     */
    static QueryDecoder of(final DeviceWeights weights, final int scales) {
        final String learned = weights.has(LEARNED) ? LEARNED : OLDER;
        final int queries = weights.size(learned, 0);
        final int width = weights.size(learned, 1);
        final DeviceWeights single = weights.in(weights.compute().with(Precision.SINGLE));
        final int levels = weights.size("level_embed.weight", 0);
        if (levels < 1 || levels > scales || width % MultiheadAttention.HEADS != 0) {
            throw UnknownSizes.fault("queries of %d channels look at %d scales of %d", width, levels, scales);
        }
        final List<QueryLayer> layers = new ArrayList<>();
        final int count = weights.count("transformer_ffn_layers", "norm.weight");
        for (int i = 0; i < count; i++) {
            layers.add(QueryLayer.of(weights, i, width));
        }
        return new QueryDecoder(
                Collections.unmodifiableList(layers),
                LayerNorm.of(weights.at("decoder_norm"), width),
                weights.single(learned, queries, width),
                weights.single("query_embed.weight", queries, width),
                weights.single("level_embed.weight", levels, width),
                Linear.of(single.at("class_embed"), width, weights.size("class_embed.weight", 0)),
                Mlp.ofLayers(single.at("mask_embed"), width, width, MASK_LAYERS),
                weights.compute());
    }

    /**
     * Decodes.
     *
     * @param features of the pixel decoder
     * @param isLiteral whether masks are always made at their full size, as the original does; else those that only say
     *     where the next layer may look are made at the size it looks at, which is the same up to rounding
     * @param trace sees what the layers make
     */
    QueryAnswer apply(final PixelDecoder.Features features, final boolean isLiteral, final FeatureTrace trace) {
        try (Scope scope = new Scope()) {
            final int levels = (int) levelEmbed.size(0);
            final List<Level> seen = new ArrayList<>();
            for (int i = 0; i < Math.min(levels, layers.size()); i++) {
                seen.add(level(features.levels().get(i), i, features.mask(), isLiteral));
            }
            final long batch = features.mask().size(0);
            Tensor queries = queryFeat.unsqueeze(0).expand(batch, -1, -1);
            for (int i = 0; i < layers.size(); i++) {
                final Level level = seen.get(i % levels);
                final Tensor mask = isLiteral
                        ? predicted(queries, features.mask(), level, i, trace)
                        : maskOf(queries, level.maskFeatures()).sigmoid();
                queries = layers.get(i).apply(queries, queryEmbed, level.keyed(), level.valued(), mask, i, trace);
            }
            final Tensor logits = scope.keep(classEmbed.apply(norm.apply(queries)));
            final Tensor masks = scope.keep(maps(maskOf(queries, flatMaps(features.mask())), features.mask()));
            return new QueryAnswer(logits, masks);
        }
    }

    /** What one level of pixels is to the queries. */
    private record Level(Tensor keyed, Tensor valued, Tensor maskFeatures, long[] size) {}

    private Level level(final Tensor maps, final int number, final Tensor mask, final boolean isLiteral) {
        final Tensor place = SinePosition.of(pixels, (int) maps.size(1), (int) maps.size(2), (int) maps.size(3));
        final Tensor valued = PixelDecoder.flat(maps).add(levelEmbed.select(0, number));
        final long[] size = {maps.size(2), maps.size(3)};
        final Tensor small = isLiteral ? null : flatMaps(torch.upsample_bilinear2d(mask, size, false));
        final Tensor keyed = valued.add(PixelDecoder.flat(place));
        return new Level(pixels.factor(keyed), pixels.factor(valued), small, size);
    }

    /** The mask at its full size, then brought to that of a level; the predictions of this layer are shown. */
    private Tensor predicted(
            final Tensor queries, final Tensor mask, final Level level, final int number, final FeatureTrace trace) {
        final Tensor whole = maps(maskOf(queries, flatMaps(mask)), mask);
        final FeatureTrace here = trace.at("aux" + number + ".");
        here.feature("pred_logits", classEmbed.apply(norm.apply(queries)));
        here.feature("pred_masks", whole);
        return torch.upsample_bilinear2d(whole, level.size(), false)
                .flatten(2, 3)
                .sigmoid();
    }

    /** {@code [B,Q,C]} and {@code [B,C,n]} to logits {@code [B,Q,n]} in single precision. */
    private Tensor maskOf(final Tensor queries, final Tensor maskFeatures) {
        final Tensor embedded = maskEmbed.apply(norm.apply(queries));
        return pixels.single(Products.of(embedded.to(maskFeatures.scalar_type().intern()), maskFeatures));
    }

    private static Tensor flatMaps(final Tensor maps) {
        return maps.flatten(2, 3);
    }

    private static Tensor maps(final Tensor flat, final Tensor like) {
        return flat.view(flat.size(0), flat.size(1), like.size(2), like.size(3));
    }
}
