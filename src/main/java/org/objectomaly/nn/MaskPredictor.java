package org.objectomaly.nn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.eager.Values;

/**
 * A network of the SAM family: it looks at a picture once and then answers any number of points in it. For one thread at
 * a time.
 *
 * <p>A caller opens an {@link org.bytedeco.pytorch.InferenceMode} and a {@link org.bytedeco.javacpp.PointerScope} around
 * its calls; what they give belongs to that scope.
 */
public interface MaskPredictor extends AutoCloseable {
    /**
     * Looks at a part of a picture: the costly step.
     *
     * @param picture the frame
     * @param region the part; what is around it is not seen
     * @return what points can be asked of; closed by the caller
     */
    Look look(Picture picture, Region region);

    /** Frees the weights. */
    @Override
    void close();

    /** One part of a picture as the network has seen it. */
    interface Look extends AutoCloseable {
        /**
         * Answers points, each by itself, with masks of different extent.
         *
         * @param leastIou answers that the network itself does not expect to fit better than this are left out
         * @param points x, y of one point after the other, in pixels of the region
         * @return at most three masks a point, at the network's own resolution
         */
        Masks masksAt(double leastIou, double... points);

        /**
         * Answers boxes, each by itself, with one mask.
         *
         * @param corners x0, y0, x1, y1 of one box after the other, in pixels of the region
         * @return one mask a box, at the network's own resolution
         */
        Masks masksIn(double... corners);

        /**
         * Brings masks to the region's own size.
         *
         * @param logits {@code [n,h,w]} as {@link Masks} has them, any choice of them
         * @return {@code [n,region's height,region's width]}
         */
        Tensor enlarge(Tensor logits);

        /**
         * What {@link #enlarge} does to columns.
         *
         * @return from columns of the logits to columns of the region
         */
        Resampling columns();

        /**
         * What {@link #enlarge} does to rows.
         *
         * @return from rows of the logits to rows of the region
         */
        Resampling rows();

        /** Forgets the picture. */
        @Override
        void close();
    }

    /**
     * Masks at the network's own resolution.
     *
     * @param logits {@code [n,h,w]} in single precision, above 0 inside the object, from the first row and column of
     *     what the network saw to the picture's last ones or beyond
     * @param numbers which answers these are, ascending: question times {@code perQuestion} plus answer
     * @param iou n: the network's own guess of how well each mask fits, about 0..1
     * @param perQuestion answers that the network has to each question
     */
    record Masks(Tensor logits, int[] numbers, float[] iou, int perQuestion) {
        /**
         * Of all answers those that the network trusts.
         *
         * @param logits {@code [questions,answers,h,w]}
         * @param iou {@code [questions,answers]}
         * @param leastIou only what is above it
         * @return the answers, in the scope of the caller
         */
        public static Masks of(final Tensor logits, final Tensor iou, final double leastIou) {
            final float[] guesses = Values.floats(iou);
            final int[] numbers = above(guesses, leastIou);
            final Tensor all = logits.flatten(0, 1);
            return new Masks(
                    numbers.length == guesses.length ? all : all.index_select(0, Values.index(all, numbers)),
                    numbers,
                    chosen(guesses, numbers),
                    (int) logits.size(1));
        }

        /**
         * Puts answers to consecutive questions together.
         *
         * @param parts one or more
         * @return all of them, in the scope of the caller
         */
        public static Masks join(final List<Masks> parts) {
            final TensorVector logits = new TensorVector();
            for (final Masks part : parts) {
                logits.push_back(part.logits);
            }
            return new Masks(
                    torch.cat(logits, 0),
                    parts.stream()
                            .flatMapToInt(part -> Arrays.stream(part.numbers))
                            .toArray(),
                    joined(parts),
                    parts.get(0).perQuestion);
        }

        private static float[] joined(final List<Masks> parts) {
            final float[] iou =
                    new float[parts.stream().mapToInt(part -> part.iou.length).sum()];
            int at = 0;
            for (final Masks part : parts) {
                System.arraycopy(part.iou, 0, iou, at, part.iou.length);
                at += part.iou.length;
            }
            return iou;
        }

        /**
         * Numbers of guesses that are good enough.
         *
         * @param iou the guesses
         * @param least only what is above it
         * @return ascending
         */
        public static int[] above(final float[] iou, final double least) {
            return IntStream.range(0, iou.length)
                    .filter(i -> iou[i] > (float) least)
                    .toArray();
        }

        /**
         * Some of many numbers.
         *
         * @param values the many
         * @param numbers which
         * @return in that order
         */
        public static float[] chosen(final float[] values, final int... numbers) {
            final float[] some = new float[numbers.length];
            for (int i = 0; i < some.length; i++) {
                some[i] = values[numbers[i]];
            }
            return some;
        }
    }
}
