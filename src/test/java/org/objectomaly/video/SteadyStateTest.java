package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.image.Picture;

class SteadyStateTest {
    private static final int SLOTS = 4;

    @TempDir
    Path folder;

    @Test
    void shouldAllocateNextToNothingPerFrame() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long me = Thread.currentThread().getId();
        try (VideoReader reader =
                        VideoReader.open(TestClips.large(640, 360, 600).toString(), ReaderOptions.defaults());
                VideoWriter writer = VideoWriter.create(folder.resolve("out.mp4"), reader, WriterOptions.defaults());
                Picture picture = new Picture(640, 360)) {
            final VideoFrame[] ring = ring();
            long bytes = 0;
            long memory = 0;
            while (reader.read(ring[slot()])) {
                final VideoFrame frame = ring[slot()];
                frame.toRgb(picture);
                frame.writablePlanes().y().put(0, (byte) 128);
                writer.write(frame);
                next++;
                if (next == 200) {
                    bytes = threads.getThreadAllocatedBytes(me);
                    memory = Pointer.physicalBytes();
                }
            }
            final double perFrame = (threads.getThreadAllocatedBytes(me) - bytes) / 400.0;
            final long grown = Pointer.physicalBytes() - memory;
            System.out.println(
                    "heap bytes a frame " + perFrame + ", resident memory grown by " + grown / 1024 + " KiB");
            assertTrue(perFrame < 1024, perFrame + " bytes a frame");
            assertTrue(grown < 32L << 20, grown + " bytes more after 400 frames");
            for (final VideoFrame frame : ring) {
                frame.close();
            }
        }
    }

    private int next;

    private int slot() {
        return next % SLOTS;
    }

    private static VideoFrame[] ring() {
        final VideoFrame[] slots = new VideoFrame[SLOTS];
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new VideoFrame();
        }
        return slots;
    }

    @Test
    void shouldGiveEverythingBackWhenClosed() {
        final Path clip = TestClips.constantRate();
        for (int i = 0; i < 5; i++) {
            Transcode.run(clip, folder.resolve("warm" + i + ".mp4"));
        }
        System.gc();
        final long before = Pointer.physicalBytes();
        for (int i = 0; i < 20; i++) {
            Transcode.run(clip, folder.resolve("out" + i + ".mp4"));
        }
        System.gc();
        final long grown = Pointer.physicalBytes() - before;
        assertTrue(grown < 24L << 20, grown + " bytes more after 20 videos");
    }
}
