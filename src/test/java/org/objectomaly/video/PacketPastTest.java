package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;

class PacketPastTest {
    private static final int SIZE = 1000;

    private AVFormatContext container;
    private ClipSource source;

    /** A source whose time is counted in seconds. */
    @BeforeEach
    void openSource() {
        Natives.loadVideo();
        container = avformat_alloc_context();
        final AVStream stream = avformat_new_stream(container, null);
        stream.codecpar().codec_type(avutil.AVMEDIA_TYPE_VIDEO).codec_id(AV_CODEC_ID_MJPEG);
        stream.codecpar().width(16).height(16);
        stream.time_base(Encoders.rational(1, 1));
        source = new ClipSource(container, 0);
    }

    @AfterEach
    void closeSource() {
        source.close();
        avformat_free_context(container);
    }

    private void add(final PacketPast past, final int from, final int to, final int keyEvery) {
        for (int second = from; second < to; second++) {
            final AVPacket packet = av_packet_alloc();
            AvError.check(av_new_packet(packet, SIZE), "av_new_packet");
            packet.pts(second).dts(second);
            packet.flags(second % keyEvery == 0 ? AV_PKT_FLAG_KEY : 0);
            past.add(packet, source);
        }
    }

    private static List<Long> seconds(final PacketPast past) {
        final List<Long> found = new ArrayList<>();
        past.forEach(packet -> found.add(packet.dts()));
        return found;
    }

    @Test
    void shouldBeginWithTheNewestKeyFrameThatIsOldEnough() {
        try (PacketPast past = new PacketPast(5, 1_000_000)) {
            add(past, 0, 19, 4);
            // Now is 18: the key frame at 12 is six seconds old, the one at 16 only two.
            assertEquals(List.of(12L, 13L, 14L, 15L, 16L, 17L, 18L), seconds(past));
            assertEquals(7 * SIZE, past.bytes());
        }
    }

    @Test
    void shouldNotBeginBeforeAKeyFrame() {
        try (PacketPast past = new PacketPast(5, 1_000_000)) {
            add(past, 1, 4, 4);
            assertTrue(seconds(past).isEmpty());
            add(past, 4, 6, 4);
            assertEquals(List.of(4L, 5L), seconds(past));
        }
    }

    @Test
    void shouldForgetEarlierWhenMemoryIsShort() {
        try (PacketPast past = new PacketPast(100, 9 * SIZE)) {
            add(past, 0, 50, 4);
            assertTrue(past.bytes() <= 9 * SIZE, past.bytes() + " bytes");
            assertEquals(44L, seconds(past).get(0));
        }
    }

    @Test
    void shouldForgetEverythingWhenOneGroupIsTooLarge() {
        try (PacketPast past = new PacketPast(100, 9 * SIZE)) {
            add(past, 0, 15, 20);
            assertTrue(seconds(past).isEmpty());
            add(past, 15, 23, 20);
            assertEquals(List.of(20L, 21L, 22L), seconds(past));
        }
    }
}
