package org.objectomaly.cas;

import org.objectomaly.nn.Node;
import org.objectomaly.nn.Sketch;

/**
 * How the logits of a segmentation network become an anomaly score, higher for what fits no known class.
 *
 * <p>K is the number of known classes, l their logits and p the softmax over them.
 */
public enum PixelRule implements ScoreRule {
    /** The largest logit, negated: -max l (Hendrycks et al., 2022). */
    MAX_LOGIT {
        @Override
        public Node draw(final Sketch sketch, final Node logits, final int known) {
            return sketch.negate(sketch.largest(sketch.firstChannels(logits, known)));
        }
    },
    /** Free energy at temperature 1: -log sum exp l (Liu et al., 2020). */
    ENERGY {
        @Override
        public Node draw(final Sketch sketch, final Node logits, final int known) {
            return sketch.negate(sketch.logSumExp(sketch.firstChannels(logits, known)));
        }
    },
    /** One minus the largest softmax probability: 1 - max p (Hendrycks and Gimpel, 2017); the paper's 1 - max. */
    MSP {
        @Override
        public Node draw(final Sketch sketch, final Node logits, final int known) {
            final Node p = sketch.softmax(sketch.firstChannels(logits, known));
            return sketch.affine(sketch.largest(p), -1, 1);
        }
    },
    /** Entropy of p over its largest possible value: -sum p log p / log K. */
    ENTROPY {
        @Override
        public Node draw(final Sketch sketch, final Node logits, final int known) {
            final Node l = sketch.firstChannels(logits, known);
            return sketch.affine(sketch.negativeEntropy(l), -1 / Math.log(known), 0);
        }
    },
    /** Probability of the class behind the known ones, where a network was trained to tell "none of these". */
    VOID {
        @Override
        public Node draw(final Sketch sketch, final Node logits, final int known) {
            if (logits.channels() <= known) {
                throw new IllegalArgumentException("there is no class behind the " + known + " known ones");
            }
            return sketch.channel(sketch.softmax(logits), known);
        }
    },
    /** The same as log odds, which do not crowd at 0 and 1: l of "none of these" - log sum exp of the known l. */
    ODDS {
        @Override
        public Node draw(final Sketch sketch, final Node logits, final int known) {
            final Node energy = ENERGY.draw(sketch, logits, known);
            return sketch.add(sketch.channel(logits, known), energy);
        }
    };

    /**
     * Draws the rule.
     *
     * @param sketch to be drawn into
     * @param logits {@code [1,C,h,w]}
     * @param known K, the number of known classes: the first channels; at most C
     * @return {@code [1,1,h,w]}
     */
    public abstract Node draw(Sketch sketch, Node logits, int known);
}
