package org.objectomaly.video;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Times of the frames inside an encoder, given back to its packets in the same order. */
final class FrameTimes {
    /** More frames than any encoder holds. */
    private static final int KEPT = 1024;

    private final long usualDuration;
    private final long[] times = new long[KEPT];
    private final long[] durations = new long[KEPT];
    private long stamped;

    /**
     * No frame yet.
     *
     * @param usualDuration of a frame that does not say, in the source's time base
     */
    FrameTimes(final long usualDuration) {
        this.usualDuration = usualDuration;
    }

    /**
     * A frame goes into the encoder.
     *
     * @param frame its number, counted from 0
     * @param time its timestamp
     * @param duration how long it is shown, 0 if unknown
     */
    void put(final long frame, final long time, final long duration) {
        final int slot = (int) (frame % KEPT);
        times[slot] = time;
        durations[slot] = duration > 0 ? duration : usualDuration;
    }

    /**
     * The next packet came out of the encoder.
     *
     * @param packet gets the time and duration of its frame
     */
    void stamp(final AVPacket packet) {
        final int slot = (int) (stamped++ % KEPT);
        packet.pts(times[slot]);
        packet.dts(times[slot]);
        packet.duration(durations[slot]);
    }
}
