package org.objectomaly.eval;

import java.util.List;
import org.objectomaly.dataset.LabelledPicture;
import org.objectomaly.image.LabelMap;
import org.objectomaly.pipeline.Slot;

/** The pictures of a data set as frames. */
public final class LabelledPictures implements LabelledSource {
    private final List<LabelledPicture> pictures;
    private int next;

    /**
     * A source before its first picture.
     *
     * @param pictures in the order they are shown
     */
    public LabelledPictures(final List<LabelledPicture> pictures) {
        this.pictures = List.copyOf(pictures);
    }

    @Override
    public boolean read(final Slot slot) {
        if (next == pictures.size()) {
            return false;
        }
        slot.take(pictures.get(next++).readPicture());
        return true;
    }

    @Override
    public LabelMap labels(final long frame, final int width, final int height) {
        return pictures.get((int) frame).readLabels(width, height);
    }

    @Override
    public String name(final long frame) {
        return pictures.get((int) frame).name();
    }

    @Override
    public long expectedFrames() {
        return pictures.size();
    }

    @Override
    public boolean isVideo() {
        return false;
    }
}
