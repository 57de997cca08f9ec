package org.objectomaly.nn;

/** A network that makes one map of another, as plain values; it owns no native memory. */
public interface Network {
    /**
     * Draws the network.
     *
     * @param sketch to be drawn into
     * @param input {@code [1,3,H,W]}, normalised as the network was trained
     * @return what it puts out
     */
    Node draw(Sketch sketch, Node input);

    /**
     * What the sides of the input must be multiples of.
     *
     * @return 1 or more
     */
    int multiple();
}
