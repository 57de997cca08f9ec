package org.objectomaly.nn.sam;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.eager.DeviceWeights;
import org.objectomaly.nn.eager.Mlp;
import org.objectomaly.nn.eager.Products;

/**
 * The networks that turn each mask's token into the weights that every pixel's channels are multiplied with.
 *
 * @param networks one for each mask token
 */
public record Hypernetworks(List<Mlp> networks) {
    private static final int DEPTH = 3;

    /**
     * Takes the weights.
     *
     * @param weights at {@code output_hypernetworks_mlps}
     * @param channels of a token
     * @param pixelChannels of a pixel at the masks' resolution
     * @param masks how many mask tokens there are
     * @return the networks
     */
    public static Hypernetworks of(
            final DeviceWeights weights, final int channels, final int pixelChannels, final int masks) {
        return new Hypernetworks(IntStream.range(0, masks)
                .mapToObj(i -> Mlp.ofLayers(weights.at(Integer.toString(i)), channels, pixelChannels, DEPTH))
                .toList());
    }

    /**
     * How many mask tokens there are.
     *
     * @return 4 as published: one for a single mask, three for masks of different extent
     */
    public int count() {
        return networks.size();
    }

    /**
     * The masks of some of the tokens.
     *
     * @param tokens all mask tokens, {@code [B,count,C]}
     * @param from number of the first mask that is wanted
     * @param wanted how many
     * @param upscaled the picture, {@code [B,pixelChannels,h,w]}
     * @return logits {@code [B,wanted,h,w]} in single precision
     */
    public Tensor logits(final Tensor tokens, final int from, final int wanted, final Tensor upscaled) {
        final long batch = upscaled.size(0);
        final Tensor pixels = upscaled.permute(0, 2, 3, 1).reshape(batch, -1, upscaled.size(1));
        return Products.of(factors(tokens, from, wanted), pixels.transpose(1, 2))
                .reshape(batch, wanted, upscaled.size(2), upscaled.size(3))
                .to(ScalarType.Float);
    }

    /** What pixels are multiplied with for some of the masks: {@code [B,wanted,pixelChannels]}. */
    Tensor factors(final Tensor tokens, final int from, final int wanted) {
        final TensorVector factors = new TensorVector();
        for (int i = from; i < from + wanted; i++) {
            factors.push_back(networks.get(i).apply(tokens.select(1, i)));
        }
        return torch.stack(factors, 1);
    }
}
