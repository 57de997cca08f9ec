package org.objectomaly.train;

/**
 * The sizes of the samples of one task.
 *
 * @param height rows of the picture
 * @param width columns of the picture
 * @param stride pixels of the picture to one of the network's output, along either side
 * @param channels of the output
 */
public record SampleForm(int height, int width, int stride, int channels) {
    /** Pixels of the picture. */
    int pixels() {
        return height * width;
    }

    /** Pixels of the output. */
    int outputs() {
        return (height / stride) * (width / stride);
    }
}
