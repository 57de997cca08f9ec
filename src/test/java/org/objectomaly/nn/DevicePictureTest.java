package org.objectomaly.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Natives;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.image.Picture;
import org.objectomaly.image.PilResize;
import org.objectomaly.image.Region;
import org.objectomaly.image.YuvPlanes;
import org.objectomaly.video.VideoFrame;

/** A network's input made on a GPU, against that of the processor. */
class DevicePictureTest {
    @ParameterizedTest
    @CsvSource({
        "64,48,0,0,64,48,64,48",
        "160,90,0,0,160,90,64,36",
        "160,92,8,6,144,80,71,40",
        "64,36,0,0,64,36,160,90",
        "32,18,1,1,31,15,7,5"
    })
    void shouldShowANetworkWhatTheProcessorShows(
            final int width,
            final int height,
            final int x,
            final int y,
            final int contentWidth,
            final int contentHeight,
            final int inputWidth,
            final int inputHeight) {
        Natives.loadAll();
        final Region content = new Region(x, y, contentWidth, contentHeight);
        try (VideoFrame frame = VideoFrame.allocate(width, height);
                Picture picture = new Picture(width, height)) {
            paint(frame.writablePlanes(), new Random(width));
            frame.toRgb(picture);
            try (Picture must = PilResize.of(picture, content, inputHeight, inputWidth)) {
                final float[] is = input(frame.planes(), content, inputWidth, inputHeight, Normalisation.NONE);
                final int size = inputWidth * inputHeight;
                double sum = 0;
                for (int i = 0; i < 3 * size; i++) {
                    final int level = must.rgb().get(3L * (i % size) + i / size) & 0xff;
                    sum += Math.abs(level - 255 * is[i]);
                    assertEquals(level, 255 * is[i], 3.01, "channel " + i / size + " of pixel " + i % size);
                }
                assertTrue(sum / (3 * size) < 1, "the mean difference is " + sum / (3 * size));
            }
        }
    }

    @Test
    void shouldNormaliseAsTheNetworkWantsIt() {
        Natives.loadAll();
        try (VideoFrame frame = VideoFrame.allocate(32, 32)) {
            paint(frame.writablePlanes(), new Random(1));
            final Region whole = Region.whole(32, 32);
            final float[] plain = input(frame.planes(), whole, 20, 12, Normalisation.NONE);
            final float[] normal = input(frame.planes(), whole, 20, 12, Normalisation.IMAGENET);
            for (int i = 0; i < plain.length; i++) {
                final int channel = i / (20 * 12);
                final double must = (plain[i] - Normalisation.IMAGENET.mean()[channel])
                        / Normalisation.IMAGENET.deviation()[channel];
                assertEquals(must, normal[i], 1e-5);
            }
        }
    }

    @Test
    void shouldTellBothCodesAndRangesApart() {
        final YuvPlanes grey = planes(true, false);
        for (final boolean bt709 : new boolean[] {false, true}) {
            for (final boolean fullRange : new boolean[] {false, true}) {
                final YuvPlanes planes = planes(bt709, fullRange);
                assertEquals(grey.width(), planes.width());
                final float[] rgb = input(planes, Region.whole(2, 2), 2, 2, Normalisation.NONE);
                final double luma = fullRange ? 120 : (120 - 16) * 255.0 / 219;
                final double chroma = fullRange ? 1 : 255.0 / 224;
                final double red = luma + (bt709 ? 1.5748 : 1.402) * chroma * 40;
                final double blue = luma - (bt709 ? 1.8556 : 1.772) * chroma * 30;
                assertEquals(Math.min(255, red), 255 * rgb[0], 0.51);
                assertEquals(blue, 255 * rgb[8], 0.51);
                assertTrue(rgb[4] < rgb[0], "green is less than red");
            }
        }
    }

    private static YuvPlanes planes(final boolean bt709, final boolean fullRange) {
        return new YuvPlanes(2, 2, filled(4, 120), 2, filled(1, 128 - 30), filled(1, 128 + 40), 1, bt709, fullRange);
    }

    private static ByteBuffer filled(final int bytes, final int value) {
        final ByteBuffer plane = ByteBuffer.allocateDirect(bytes);
        for (int i = 0; i < bytes; i++) {
            plane.put(i, (byte) value);
        }
        return plane;
    }

    private static float[] input(
            final YuvPlanes planes,
            final Region content,
            final int width,
            final int height,
            final Normalisation wanted) {
        final float[] values = new float[3 * width * height];
        try (CudaDevice device = HostCuda.open(0);
                DevicePicture picture = new DevicePicture(device, wanted);
                DeviceBuffer into = new DeviceBuffer(device).room((long) Float.BYTES * values.length)) {
            picture.make(planes, content, width, height, into.address());
            into.get(values, values.length);
        }
        return values;
    }

    /** Smooth colours, some of them outside of what RGB can show, with noise. */
    private static void paint(final YuvPlanes planes, final Random random) {
        fill(planes.y(), planes.yStride(), planes.height(), random, 30);
        fill(planes.u(), planes.chromaStride(), (planes.height() + 1) / 2, random, 4);
        fill(planes.v(), planes.chromaStride(), (planes.height() + 1) / 2, random, 4);
    }

    private static void fill(
            final ByteBuffer plane, final int stride, final int rows, final Random random, final int noise) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < stride && row * stride + column < plane.capacity(); column++) {
                final double wave = 128 + 90 * Math.sin(0.11 * column + 0.07 * row);
                plane.put(row * stride + column, (byte) Math.round(wave + random.nextInt(noise)));
            }
        }
    }
}
