package org.objectomaly.nn.sam;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.LayerNorm;
import org.objectomaly.nn.eager.Products;
import org.objectomaly.nn.eager.Scope;

/**
 * {@link TwoWayTransformer} with nothing projected pixel by pixel. Tokens are in single precision; pixels, and what is
 * multiplied with them, in whichever is fastest.
 *
 * @param layers each with attention both ways
 * @param last from the tokens to the picture
 * @param norm behind it
 */
public record FastTransformer(List<Layer> layers, TokensToPixels last, LayerNorm norm) {
    /** The parts of a {@link TwoWayBlock} that touch pixels, and the block itself for the others. */
    record Layer(TwoWayBlock block, TokensToPixels tokensToPixels, PixelsToTokens pixelsToTokens) {}

    /** The same for all prompts: pixels and their positions {@code [1,pixels,C]}, and the sum of both. */
    record Picture(Tensor pixels, Tensor position, Tensor placed) {}

    static FastTransformer of(final TwoWayTransformer transformer, final DeviceWeights owner) {
        return new FastTransformer(
                IntStream.range(0, transformer.layers().size())
                        .mapToObj(i -> layer(transformer.layers().get(i), owner))
                        .toList(),
                TokensToPixels.of(transformer.finalAttention(), owner),
                transformer.norm());
    }

    private static Layer layer(final TwoWayBlock block, final DeviceWeights owner) {
        return new Layer(
                block, TokensToPixels.of(block.tokenToImage(), owner), PixelsToTokens.of(block.imageToToken(), owner));
    }

    /** As {@link TwoWayTransformer#apply}. */
    TwoWayTransformer.State apply(final Picture picture, final Tensor tokens) {
        Tensor queries = tokens;
        Tensor pixels = picture.pixels();
        Tensor placed = picture.placed();
        for (final Layer layer : layers) {
            try (Scope scope = new Scope()) {
                final TwoWayBlock block = layer.block();
                final Tensor aware = block.norm1().apply(block.attendToThemselves(queries, tokens));
                final Tensor seen = look(layer.tokensToPixels(), aware.add(tokens), placed, pixels);
                final Tensor looked = block.norm2().apply(aware.add(seen));
                queries = scope.keep(block.norm3().apply(looked.add(block.mlp().apply(looked))));
                pixels = scope.keep(tell(layer, queries, tokens, placed, pixels, picture.pixels()));
                placed = scope.keep(pixels.add(picture.position()));
            }
        }
        final Tensor seen = look(last, queries.add(tokens), placed, pixels);
        return new TwoWayTransformer.State(norm.apply(queries.add(seen)), pixels);
    }

    /** What tokens {@code [B,T,C]} learn of pixels {@code [B or 1,pixels,C]}. */
    private static Tensor look(
            final TokensToPixels attention, final Tensor tokens, final Tensor placed, final Tensor pixels) {
        try (Scope scope = new Scope()) {
            final Tensor asks = attention.asks(tokens);
            final Tensor weights = products(asks, placed).softmax(2);
            final Tensor gathered = Products.of(weights, pixels).to(torch.ScalarType.Float);
            return scope.keep(attention.learns(gathered.view(asks.size(0), asks.size(1), asks.size(2))));
        }
    }

    /**
     * What becomes of pixels {@code [B or 1,pixels,C]} that look at the tokens: {@code [B,pixels,C]}. Unless they are those
     * that all prompts share, they are used up.
     */
    private static Tensor tell(
            final Layer layer,
            final Tensor queries,
            final Tensor tokens,
            final Tensor placed,
            final Tensor pixels,
            final Tensor shared) {
        try (Scope scope = new Scope()) {
            final PixelsToTokens attention = layer.pixelsToTokens();
            final Tensor keys = attention.keys(queries.add(tokens));
            final long batch = keys.size(0);
            final Tensor asks = attention.asks(keys);
            final Tensor scores = products(asks, placed)
                    .view(batch, asks.size(1), -1)
                    .add_(attention.summands(keys).to(placed.scalar_type()));
            final Tensor weights =
                    scores.view(batch, -1, keys.size(1), scores.size(2)).softmax(2);
            final Tensor tells = attention.tells(queries).to(pixels.scalar_type());
            final Tensor looks = weights.view(batch, asks.size(1), -1).transpose(1, 2);
            final Tensor told = pixels.equals(shared)
                    ? Products.addedTo(pixels, looks, tells)
                    : Products.addTo(pixels, looks, tells);
            return scope.keep(layer.block().norm4().applyAsItIs(told));
        }
    }

    /** Each of {@code [B,n,C]} with each pixel: {@code [B,n,pixels]}, or {@code [1,B*n,pixels]} if all see the same. */
    private static Tensor products(final Tensor asks, final Tensor placed) {
        final Tensor rows = placed.size(0) == 1 ? asks.reshape(1, -1, asks.size(2)) : asks;
        return Products.of(rows.to(placed.scalar_type()), placed.transpose(1, 2));
    }
}
