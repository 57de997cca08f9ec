package org.objectomaly.pipeline;

/** Is told how far a run has come. */
@FunctionalInterface
public interface Progress {
    /**
     * One more frame has gone all the way. Called on the last stage's thread, so it must return at once.
     *
     * @param frames frames so far
     */
    void done(long frames);
}
