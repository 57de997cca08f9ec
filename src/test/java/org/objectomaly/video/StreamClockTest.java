package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;

class StreamClockTest {
    private static final long STEP = 3600;

    private final StreamClock clock = new StreamClock(1 / 90_000.0, STEP);
    private AVPacket packet;

    @BeforeAll
    static void load() {
        Natives.loadVideo();
    }

    @AfterEach
    void giveBack() {
        av_packet_free(packet);
    }

    private long[] stamp(final long pts, final long dts, final double arrival) {
        if (packet == null) {
            packet = av_packet_alloc();
        }
        packet.pts(pts);
        packet.dts(dts);
        packet.duration(0);
        clock.stamp(packet, Math.round(arrival * 1e9));
        return new long[] {packet.pts(), packet.dts()};
    }

    private List<Long> times(final double[] arrivals, final long... times) {
        final List<Long> mended = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            mended.add(stamp(times[i], times[i], arrivals == null ? i * 0.04 : arrivals[i])[0]);
        }
        return mended;
    }

    @Test
    void shouldLeaveCorrectTimesAlone() {
        assertEquals(List.of(7L, 3607L, 9007L), times(null, 7, 3607, 9007));
        final long[] reordered = stamp(20_000, 12_000, 0.12);
        assertEquals(20_000, reordered[0]);
        assertEquals(12_000, reordered[1]);
    }

    @Test
    void shouldFillInMissingTimes() {
        assertEquals(List.of(0L, STEP, 7200L, 10_800L), times(null, Timeline.NONE, Timeline.NONE, 7200, Timeline.NONE));
    }

    @Test
    void shouldGoOnAfterAStepBack() {
        assertEquals(
                List.of(900_000L, 903_600L, 907_200L, 910_800L, 914_400L),
                times(null, 900_000, 903_600, 0, 3600, 7200));
    }

    @Test
    void shouldTakeOutALeapThatTookNoTime() {
        final long hour = 3600L * 90_000;
        assertEquals(List.of(0L, 3600L, 7200L, 10_800L), times(null, 0, 3600, hour, hour + 3600));
    }

    @Test
    void shouldKeepAPauseThatWasOne() {
        final long pause = 20L * 90_000;
        assertEquals(
                List.of(0L, 3600L, pause, pause + 3600),
                times(new double[] {0, 0.04, 20, 20.04}, 0, 3600, pause, pause + 3600));
    }
}
