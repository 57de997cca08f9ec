package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.objectomaly.image.LabelMap;
import org.objectomaly.pipeline.Slot;
import org.objectomaly.video.VideoReader;

/** A video with ground truth for all or some of its frames. Owns the reader and the truth. */
public final class LabelledVideo implements LabelledSource {
    private final VideoReader reader;
    private final Truth truth;
    private final long most;

    /**
     * A source before its first frame.
     *
     * @param reader the video
     * @param truth its labels
     * @param most frames at most
     */
    public LabelledVideo(final VideoReader reader, final Truth truth, final long most) {
        this.reader = reader;
        this.truth = truth;
        this.most = most;
    }

    @Override
    public boolean read(final Slot slot) {
        return slot.index() < most && reader.read(slot.frame());
    }

    @Override
    public LabelMap labels(final long frame, final int width, final int height) {
        return truth.labels(frame, width, height);
    }

    @Override
    public String name(final long frame) {
        return String.format(Locale.ROOT, "frame %d", frame);
    }

    @Override
    public long expectedFrames() {
        final long expected = reader.info().expectedFrames();
        return expected < 0 ? expected : Math.min(expected, most);
    }

    @Override
    public boolean isVideo() {
        return true;
    }

    @Override
    public List<String> notes() {
        final List<String> notes = new ArrayList<>(truth.notes());
        if (reader.damagedPackets() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%d packets of the video are damaged: frames may be missing, and later masks meet the wrong ones.",
                    reader.damagedPackets()));
        }
        return notes;
    }

    @Override
    public void close() {
        reader.close();
        truth.close();
    }
}
