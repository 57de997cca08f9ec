package org.objectomaly.nn.sam;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.eager.DeviceWeights;

/**
 * SAM's prompt encoder: each point and each corner of a box becomes a token, its position plus what it is; a mask, or
 * that there is none, becomes a map to be added to the embedding.
 *
 * @param position of a point
 * @param pointEmbeddings {@code [1,C]} each: outside the object, inside, upper left corner, lower right corner
 * @param notAPoint {@code [1,C]}
 * @param noMask {@code [1,C]}
 * @param masks of an earlier answer
 * @param imageSize side of the encoder's input
 * @param grid side of the embedding
 */
public record PromptEncoder(
        FourierPosition position,
        List<Tensor> pointEmbeddings,
        Tensor notAPoint,
        Tensor noMask,
        MaskDownscaling masks,
        int imageSize,
        int grid) {
    /**
     * Takes the weights.
     *
     * @param weights at {@code prompt_encoder}
     * @param imageSize side of the encoder's input
     * @param grid side of the embedding
     * @return the encoder
     */
    public static PromptEncoder of(final DeviceWeights weights, final int imageSize, final int grid) {
        final int channels = weights.size("no_mask_embed.weight", 1);
        final List<Tensor> embeddings = List.of(0, 1, 2, 3).stream()
                .map(i -> weights.single("point_embeddings." + i + ".weight", 1, channels))
                .toList();
        return new PromptEncoder(
                FourierPosition.of(weights.at("pe_layer"), channels),
                embeddings,
                weights.single("not_a_point_embed.weight", 1, channels),
                weights.single("no_mask_embed.weight", 1, channels),
                MaskDownscaling.of(weights.at("mask_downscaling"), channels),
                imageSize,
                grid);
    }

    /**
     * Positions of the embedding's pixels.
     *
     * @return {@code [1,C,grid,grid]}
     */
    public Tensor densePosition() {
        return position.ofGrid(grid);
    }

    /**
     * The tokens of points and boxes.
     *
     * @param prompts B of them
     * @return {@code [B,tokens,C]}
     */
    public Tensor sparse(final Prompts prompts) {
        if (prompts.points() == null) {
            return boxes(prompts.boxes());
        }
        final Tensor points = points(prompts.points(), prompts.labels(), prompts.boxes() == null);
        return prompts.boxes() == null ? points : torch.cat(new TensorVector(points, boxes(prompts.boxes())), 1);
    }

    /**
     * What is added to the embedding.
     *
     * @param prompts B of them
     * @return {@code [B,C,grid,grid]}; {@code [1,C,1,1]} if there are no masks
     */
    public Tensor dense(final Prompts prompts) {
        return prompts.masks() == null ? noMask.reshape(1, -1, 1, 1) : masks.apply(prompts.masks());
    }

    private Tensor points(final Tensor points, final Tensor labels, final boolean padded) {
        final Tensor middles = points.add(new Scalar(0.5));
        if (!padded) {
            return tokens(middles, labels);
        }
        final Tensor none = torch.zeros_like(middles.narrow(1, 0, 1));
        final Tensor noLabel = torch.full_like(labels.narrow(1, 0, 1), new Scalar(-1));
        return tokens(torch.cat(new TensorVector(middles, none), 1), torch.cat(new TensorVector(labels, noLabel), 1));
    }

    private Tensor tokens(final Tensor points, final Tensor labels) {
        final Tensor kind = labels.unsqueeze(-1);
        final Tensor isPoint = kind.ne(new Scalar(-1));
        Tensor token = torch.where(isPoint, position.of(points, imageSize), notAPoint);
        for (int label = 0; label < pointEmbeddings.size(); label++) {
            final Tensor isKind = kind.eq(new Scalar(label));
            token = token.add(torch.where(isKind, pointEmbeddings.get(label), new Scalar(0)));
        }
        return token;
    }

    private Tensor boxes(final Tensor boxes) {
        final Tensor corners = boxes.add(new Scalar(0.5)).reshape(-1, 2, 2);
        final TensorVector kinds = new TensorVector(pointEmbeddings.get(2), pointEmbeddings.get(3));
        return position.of(corners, imageSize).add(torch.cat(kinds, 0));
    }
}
