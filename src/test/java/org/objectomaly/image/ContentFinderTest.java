package org.objectomaly.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ContentFinderTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;

    private final ContentFinder finder = new ContentFinder();

    @Test
    void shouldTakeTheWholePictureWhenNothingIsBlack() {
        assertEquals(whole(), finder.see(frame(0, 0, WIDTH, HEIGHT)));
    }

    @Test
    void shouldLeaveOutBlackBarsAtTheSides() {
        assertEquals(new Region(6, 0, 28, 30), finder.see(frame(6, 0, 28, 30)));
    }

    @Test
    void shouldLeaveOutBlackBarsAboveAndBelow() {
        assertEquals(new Region(0, 5, 40, 21), finder.see(frame(0, 5, 40, 21)));
    }

    @Test
    void shouldNotTakeTheNoiseOfAnEncoderForContent() {
        final YuvPlanes frame = frame(10, 10, 5, 5);
        final Random random = new Random(1);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            if (frame.y().get(i) == 16) {
                frame.y().put(i, (byte) (14 + random.nextInt(10)));
            }
        }
        assertEquals(new Region(10, 10, 5, 5), finder.see(frame));
    }

    @Test
    void shouldNeverShrinkAgain() {
        finder.see(frame(6, 0, 28, 30));
        assertEquals(new Region(6, 0, 28, 30), finder.see(frame(15, 10, 4, 4)));
        assertEquals(new Region(6, 0, 28, 30), finder.see(frame(0, 0, 0, 0)));
    }

    @Test
    void shouldGrowToWhatAnyFrameShowed() {
        finder.see(frame(10, 10, 5, 5));
        assertEquals(new Region(4, 10, 11, 12), finder.see(frame(4, 18, 3, 4)));
        assertEquals(whole(), finder.see(frame(0, 0, WIDTH, HEIGHT)));
    }

    @Test
    void shouldTakeTheWholePictureWhileEverythingWasBlack() {
        assertEquals(whole(), finder.see(frame(0, 0, 0, 0)));
        assertEquals(new Region(6, 0, 28, 30), finder.see(frame(6, 0, 28, 30)));
    }

    @Test
    void shouldBeginAnewWithFramesOfAnotherSize() {
        finder.see(frame(6, 0, 28, 30));
        final int width = 24;
        final int height = 18;
        assertEquals(new Region(0, 2, width, 14), finder.see(frame(width, height, 0, 2, width, 14)));
        assertEquals(Region.whole(width, height), finder.see(frame(width, height, 0, 0, width, height)));
        assertEquals(new Region(6, 0, 28, 30), finder.see(frame(6, 0, 28, 30)));
    }

    private static Region whole() {
        return Region.whole(WIDTH, HEIGHT);
    }

    /** A black frame with one bright rectangle; rows are padded, as a decoder's are. */
    private static YuvPlanes frame(final int x, final int y, final int width, final int height) {
        return frame(WIDTH, HEIGHT, x, y, width, height);
    }

    private static YuvPlanes frame(
            final int columns, final int rows, final int x, final int y, final int width, final int height) {
        final int stride = columns + 24;
        final ByteBuffer luma = ByteBuffer.allocateDirect(stride * rows);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < stride; column++) {
                final boolean bright = column >= x && column < x + width && row >= y && row < y + height;
                luma.put(row * stride + column, (byte) (column >= columns ? 255 : bright ? 120 : 16));
            }
        }
        final ByteBuffer chroma = ByteBuffer.allocateDirect(stride * rows);
        return new YuvPlanes(columns, rows, luma, stride, chroma, chroma, stride, true, false);
    }
}
