package org.objectomaly.nn;

/** A network that makes one map of another, as plain values; it owns no native memory. */
@FunctionalInterface
public interface Network {
    /**
     * Draws the network.
     *
     * @param sketch to be drawn into
     * @param input {@code [1,3,H,W]}, normalised as the network was trained; H and W as the network allows
     * @return what it puts out
     */
    Node draw(Sketch sketch, Node input);
}
