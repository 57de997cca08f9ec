package org.objectomaly.video;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * The time of one stream of a camera, made to run evenly. Cameras set their clock while they send: steps back and
 * missing stamps are mended by a {@link Timeline}; a leap forward during which no such time has passed here is taken
 * out.
 */
final class StreamClock {
    /** Seconds by which a camera's time may run ahead of ours from one packet to the next. */
    private static final double LEAP = 5;

    private final double unit;
    private final long usualStep;
    private final Timeline timeline;
    private long shift;
    private long last = Timeline.NONE;
    private long lastArrival;

    /**
     * A clock that has not begun.
     *
     * @param unit seconds of one tick
     * @param usualStep ticks between two packets that do not say how long they last, at least 1
     */
    StreamClock(final double unit, final long usualStep) {
        this.unit = unit;
        this.usualStep = usualStep;
        this.timeline = new Timeline(Math.max(1, Math.round(1 / unit)));
    }

    /**
     * Mends the times of the next packet.
     *
     * @param packet gets both times, decoding times strictly increasing
     * @param arrival when it came, on the clock of {@link System#nanoTime()}
     */
    void stamp(final AVPacket packet, final long arrival) {
        final long given = packet.dts() == Timeline.NONE ? packet.pts() : packet.dts();
        final long step = packet.duration() > 0 ? packet.duration() : usualStep;
        if (given != Timeline.NONE) {
            if (last != Timeline.NONE && (given - last) * unit - (arrival - lastArrival) / 1e9 > LEAP) {
                shift -= given - last - step;
            }
            last = given;
        }
        lastArrival = arrival;
        final long time = timeline.next(given == Timeline.NONE ? given : given + shift, step);
        final boolean ordered = given != Timeline.NONE && packet.pts() != Timeline.NONE;
        packet.pts(ordered ? packet.pts() + time - given : time);
        packet.dts(time);
    }
}
