package org.objectomaly.nn.sam2;

import org.bytedeco.pytorch.Tensor;

/**
 * What the image encoder makes of a picture.
 *
 * @param embedding {@code [1,256,grid,grid]} in single precision
 * @param twice finer features, {@code [1,64,2*grid,2*grid]} in the encoder's precision
 * @param fourTimes the finest, {@code [1,32,4*grid,4*grid]} in the encoder's precision
 */
public record Sam2Features(Tensor embedding, Tensor twice, Tensor fourTimes) {
    /** Lets the features outlive the scope they were made in, until {@link #release}. */
    void retain() {
        embedding.retainReference();
        twice.retainReference();
        fourTimes.retainReference();
    }

    /** Frees the features. */
    void release() {
        embedding.releaseReference();
        twice.releaseReference();
        fourTimes.releaseReference();
    }
}
