package org.objectomaly.pipeline;

import org.objectomaly.image.ContentFinder;
import org.objectomaly.video.StreamInfo;
import org.objectomaly.video.VideoReader;

/** The frames of a video, each without the black bars around its scene. */
public final class VideoSource implements FrameSource {
    private final VideoReader reader;
    private final ContentFinder content = new ContentFinder();

    /**
     * A source over a video.
     *
     * @param reader the open video; stays the caller's to close
     */
    public VideoSource(final VideoReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean read(final Slot slot) {
        final StreamInfo info = reader.info();
        slot.fit(info.width(), info.height());
        if (!reader.read(slot.frame())) {
            return false;
        }
        if (slot.isRefreshed()) {
            slot.frame().toRgb(slot.picture());
            slot.picture().content(content.see(slot.frame().planes()));
        }
        return true;
    }
}
