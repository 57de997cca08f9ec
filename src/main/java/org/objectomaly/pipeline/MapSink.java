package org.objectomaly.pipeline;

import org.objectomaly.image.ScoreMap;
import org.objectomaly.video.VideoFrame;

/** Takes the maps themselves, frame by frame. */
@FunctionalInterface
public interface MapSink {
    /**
     * Takes one map.
     *
     * @param frame the frame it belongs to: its number and time
     * @param map the map A
     */
    void write(VideoFrame frame, ScoreMap map);
}
