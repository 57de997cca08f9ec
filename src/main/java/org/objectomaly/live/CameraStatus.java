package org.objectomaly.live;

import java.time.Instant;
import java.util.Map;

/**
 * How a camera fares at one moment. Figures called "by now" are those of the last seconds.
 *
 * @param state what it is doing
 * @param since when it began to
 * @param trouble why it is not live, in one sentence without any password; null when it is
 * @param width columns of its picture; 0 before the first frame
 * @param height rows of its picture; 0 before the first frame
 * @param codec FFmpeg's short name of the video codec; null before the first frame
 * @param framesIn frames decoded so far
 * @param framesOut annotated frames so far
 * @param fpsIn frames decoded a second by now
 * @param fpsOut annotated frames a second by now
 * @param looksPerSecond frames a second that the networks look at, by now
 * @param drops frames that were not shown so far, by cause; every cause is there
 * @param reconnects how often the source was opened again so far
 * @param evidenceAge how old what the networks saw is in the frame that is shown, seconds; NaN before they saw one
 * @param delayMedian from a frame's arrival to its last byte sent to a viewer, by now, seconds; NaN without viewers
 * @param delay95 the 95th percentile of the same
 * @param viewers who looks at it now
 * @param forward how its picture is handed on; null if it is not
 */
public record CameraStatus(
        CameraState state,
        Instant since,
        String trouble,
        int width,
        int height,
        String codec,
        long framesIn,
        long framesOut,
        double fpsIn,
        double fpsOut,
        double looksPerSecond,
        Map<DropCause, Long> drops,
        long reconnects,
        double evidenceAge,
        double delayMedian,
        double delay95,
        int viewers,
        Forward forward) {
    /**
     * A stream that is handed on to a server.
     *
     * @param isConnected whether the server takes it now
     * @param sent frames so far
     * @param dropped frames so far that the server did not take in time
     * @param reconnects how often the connection was made again so far
     */
    public record Forward(boolean isConnected, long sent, long dropped, long reconnects) {}
}
