package org.objectomaly.pipeline;

/** What one thread of the corridor does to every frame, in order. */
@FunctionalInterface
interface Stage {
    /**
     * Works on one frame.
     *
     * @param slot the frame and what earlier stages made of it
     * @throws Exception what stops the run; the frames before this one are still written
     */
    void process(Slot slot) throws Exception;
}
