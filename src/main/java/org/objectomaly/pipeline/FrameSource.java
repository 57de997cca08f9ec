package org.objectomaly.pipeline;

/** Where a corridor's frames come from: a video, or a set of pictures. */
@FunctionalInterface
public interface FrameSource {
    /**
     * Puts the next frame into a slot: into {@link Slot#frame()} if it is of a video, or else as a picture by {@link
     * Slot#take}. Called on one thread.
     *
     * @param slot the place in the ring
     * @return false at the end: then the slot holds no picture
     * @throws Exception what ends the run; the frames before this one still go through
     */
    boolean read(Slot slot) throws Exception;
}
