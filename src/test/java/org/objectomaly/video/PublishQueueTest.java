package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectomaly.Natives;

@Timeout(20)
class PublishQueueTest {
    private final PublishQueue queue = new PublishQueue(4);

    private boolean offer(final long time, final boolean key) {
        Natives.loadVideo();
        final AVPacket packet = av_packet_alloc();
        AvError.check(av_new_packet(packet, 10), "av_new_packet");
        packet.pts(time);
        packet.flags(key ? AV_PKT_FLAG_KEY : 0);
        final boolean taken = queue.offer(packet);
        av_packet_free(packet);
        return taken;
    }

    private List<Long> rest() throws InterruptedException {
        final List<Long> times = new ArrayList<>();
        for (AVPacket packet = queue.take(1); packet != null; packet = queue.take(1)) {
            times.add(packet.pts());
            av_packet_free(packet);
        }
        return times;
    }

    @Test
    void shouldBeginWithAKeyFrame() throws InterruptedException {
        assertFalse(offer(1, false));
        assertTrue(offer(2, true));
        assertTrue(offer(3, false));
        assertEquals(List.of(2L, 3L), rest());
        assertEquals(1, queue.dropped());
    }

    @Test
    void shouldDropWhatWaitsAndGoOnWithTheNextKeyFrame() throws InterruptedException {
        for (int time = 0; time < 4; time++) {
            assertTrue(offer(time, time == 0));
        }
        assertFalse(offer(4, false), "too late for what waits, and no beginning");
        assertFalse(offer(5, false));
        assertTrue(offer(6, true));
        assertEquals(List.of(6L), rest());
        assertEquals(6, queue.dropped());
    }

    @Test
    void shouldLetAKeyFrameReplaceWhatWaits() throws InterruptedException {
        for (int time = 0; time < 4; time++) {
            offer(time, time == 0);
        }
        assertTrue(offer(4, true));
        assertEquals(List.of(4L), rest());
    }

    @Test
    void shouldTakeNothingOnceClosed() throws InterruptedException {
        offer(1, true);
        queue.close();
        assertTrue(offer(2, true), "nobody needs a key frame any more");
        final long begun = System.nanoTime();
        assertNull(queue.take(5000));
        assertTrue(System.nanoTime() - begun < 1_000_000_000L, "who waits is woken");
    }
}
