package org.objectomaly.nn;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;

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
         * @param points x, y of one point after the other, in pixels of the region
         * @return three masks a point, at the network's own resolution
         */
        Masks masksAt(double... points);

        /**
         * Brings masks to the region's own size.
         *
         * @param logits {@code [n,h,w]} as {@link Masks} has them, any choice of them
         * @return {@code [n,region's height,region's width]}
         */
        Tensor enlarge(Tensor logits);

        /** Forgets the picture. */
        @Override
        void close();
    }

    /**
     * Masks at the network's own resolution.
     *
     * @param logits {@code [points,masks,h,w]}, above 0 inside the object, over the whole of what the network saw, also
     *     where there is no picture
     * @param iou {@code [points,masks]}: the network's own guess of how well each mask fits, about 0..1
     */
    record Masks(Tensor logits, Tensor iou) {}
}
