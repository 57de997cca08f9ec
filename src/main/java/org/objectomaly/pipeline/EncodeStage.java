package org.objectomaly.pipeline;

import org.objectomaly.video.VideoWriter;

/** Hands each frame, as it was drawn, to the encoder, and the streams' packets with it. */
public final class EncodeStage implements Stage {
    /** Its name; when it fails, the file itself cannot be written. */
    public static final String NAME = "encode";

    private final VideoWriter writer;

    /**
     * A stage before a writer.
     *
     * @param writer where frames go; stays the caller's to finish and close
     */
    public EncodeStage(final VideoWriter writer) {
        this.writer = writer;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void process(final Slot slot) throws Exception {
        writer.write(slot.drawn());
        slot.frame().clear();
    }
}
