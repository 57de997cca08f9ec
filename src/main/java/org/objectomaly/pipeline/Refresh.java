package org.objectomaly.pipeline;

/** When the networks look at a frame, and where they stand: in the ring or beside it. */
public sealed interface Refresh {
    /**
     * The networks are stages of the ring and look at every Nth frame, and at those where the scene changes; between, the
     * map is carried along the optical flow. Every frame waits for its map.
     *
     * @param method the networks; stays the caller's
     * @param frames 1 for every frame, as in the paper; more only for a video
     */
    record Every(Method method, int frames) implements Refresh {}

    /**
     * The networks stand beside the ring and look at the newest frame whenever they are free. What they found is late by their
     * own run time, and is brought to the present along the flow accumulated since. No frame waits longer than it may.
     *
     * @param seat this corridor's place before the networks; stays the caller's
     * @param patience how long a frame may wait for a look that is under way
     * @param frames the networks look at one frame in so many at most, and at those where the scene changes
     */
    record Beside(Seat seat, Patience patience, int frames) implements Refresh {}
}
