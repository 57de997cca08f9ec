package org.objectomaly.cas;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Sketch;

/**
 * Brings the raw scores of a backbone and rule to one scale, the same for the whole video and comparable between
 * backbones: about 0 is ordinary road, 1 is certainly unexpected. Nothing is clamped, and the order of scores stays.
 *
 * <p>Below 0 a network may say how very sure it is of the ordinary. In the mean over an object, which OASC takes, that can
 * outweigh the pixels that nothing explains; it counts less where {@code below} is less than 1.
 *
 * @param ordinary the raw score that becomes 0
 * @param certain the raw score that becomes 1
 * @param below what scores below 0 are multiplied by, above 0 to 1
 */
public record ScoreScale(double ordinary, double certain, double below) {
    /**
     * A scale that is the same on both sides of 0.
     *
     * @param ordinary the raw score that becomes 0
     * @param certain the raw score that becomes 1
     */
    public ScoreScale(final double ordinary, final double certain) {
        this(ordinary, certain, 1);
    }

    /**
     * The same scale with less weight on what is more ordinary than the ordinary.
     *
     * @param factor what scores below 0 are multiplied by, above 0 to 1
     * @return the scale
     */
    ScoreScale damped(final double factor) {
        return new ScoreScale(ordinary, certain, factor);
    }

    /** Draws raw scores on this scale. */
    Node draw(final Sketch sketch, final Node raw) {
        final Node scores = sketch.affine(raw, factor(), summand());
        return below == 1 ? scores : sketch.leaky(scores, below);
    }

    /** Raw scores on this scale. */
    Tensor of(final Tensor raw) {
        final Tensor scores = raw.mul(new Scalar(factor())).add(new Scalar(summand()));
        return below == 1 ? scores : torch.leaky_relu(scores, new Scalar(below));
    }

    private double factor() {
        return 1 / (certain - ordinary);
    }

    private double summand() {
        return -ordinary / (certain - ordinary);
    }
}
