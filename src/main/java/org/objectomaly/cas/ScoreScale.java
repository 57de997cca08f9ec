package org.objectomaly.cas;

/**
 * Brings the raw scores of a backbone and rule to one scale, the same for the whole video and comparable between
 * backbones: about 0 is ordinary road, 1 is certainly unexpected. Nothing is clamped.
 *
 * @param ordinary the raw score that becomes 0
 * @param certain the raw score that becomes 1
 */
public record ScoreScale(double ordinary, double certain) {
    /** What a raw score is multiplied by. */
    double factor() {
        return 1 / (certain - ordinary);
    }

    /** What is added to it then. */
    double summand() {
        return -ordinary / (certain - ordinary);
    }
}
