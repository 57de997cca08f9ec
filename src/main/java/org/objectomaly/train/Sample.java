package org.objectomaly.train;

/**
 * One picture to learn from, and what the network should say about it. Channels lie innermost.
 *
 * @param picture {@code [height, width, 3]}: R, G, B normalised with ImageNet's statistics
 * @param target {@code [height / s, width / s, channels]}, s being the network's own stride; what each channel should be
 * @param weight {@code [height / s, width / s]}: how much each pixel counts, 0 where nothing is known
 */
public record Sample(float[] picture, float[] target, float[] weight) {
    /**
     * A sample to be filled.
     *
     * @param form the sizes
     * @return all zeros
     */
    static Sample empty(final SampleForm form) {
        return new Sample(
                new float[form.pixels() * 3], new float[form.outputs() * form.channels()], new float[form.outputs()]);
    }
}
