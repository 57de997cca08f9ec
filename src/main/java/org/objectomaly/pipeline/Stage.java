package org.objectomaly.pipeline;

/** What one thread of the corridor does to every frame, in order. */
public interface Stage {
    /**
     * Its name; the thread's is {@code objectomaly-} and this.
     *
     * @return one word
     */
    String name();

    /**
     * Works on one frame.
     *
     * @param slot the frame and what earlier stages made of it
     * @throws Exception what stops the run; the frames before this one still go all the way
     */
    void process(Slot slot) throws Exception;
}
