package org.objectomaly.eval;

import java.util.List;
import java.util.Locale;
import org.objectomaly.dataset.MaskSequence;
import org.objectomaly.image.LabelMap;

/** Truth as a folder of masks, for some or all frames of a video. */
public final class MaskFolder implements Truth {
    private final MaskSequence masks;
    private int used;
    private long asked;

    /**
     * Truth before its first frame.
     *
     * @param masks the masks, by the number of their frame
     */
    public MaskFolder(final MaskSequence masks) {
        this.masks = masks;
    }

    @Override
    public LabelMap labels(final long frame, final int width, final int height) {
        final LabelMap labels = masks.labels(frame, width, height);
        used += labels == null ? 0 : 1;
        asked = frame + 1;
        return labels;
    }

    /** Masks that count from 1 meet the frame behind theirs, and the last is left over: that must not go unnoticed. */
    @Override
    public List<String> notes() {
        if (used == masks.size()) {
            return List.of();
        }
        final String shift = masks.has(0) ? "" : "; if their numbers begin at 1, rename them to begin at 0";
        return List.of(String.format(
                Locale.ROOT,
                "%d of %d masks belong to no frame of the %d evaluated%s.",
                masks.size() - used,
                masks.size(),
                asked,
                shift));
    }
}
