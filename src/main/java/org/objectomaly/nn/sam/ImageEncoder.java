package org.objectomaly.nn.sam;

import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.FeatureTrace;

/** What sees the picture: a large transformer, or MobileSAM's small one. */
public interface ImageEncoder {
    /**
     * Side of the square that it looks at.
     *
     * @return pixels
     */
    int imageSize();

    /**
     * Side of the square of features that it gives.
     *
     * @return pixels of the embedding
     */
    int grid();

    /**
     * Encodes a picture.
     *
     * @param picture {@code [1,3,imageSize,imageSize]}, normalised
     * @param trace sees what the modules make
     * @return {@code [1,256,grid,grid]} in single precision
     */
    Tensor apply(Tensor picture, FeatureTrace trace);
}
