package org.objectomaly.pipeline;

/** Is told how far a run has come. */
@FunctionalInterface
public interface Progress {
    /**
     * One more frame is written. Called on the encoder's thread, so it must return at once.
     *
     * @param frames frames written so far
     * @param seconds presentation time of the newest one
     */
    void written(long frames, double seconds);
}
