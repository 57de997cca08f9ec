package org.objectomaly.annotate;

import java.nio.ByteBuffer;
import java.util.Random;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.image.YuvPlanes;

/** Frames and maps for the tests of drawing. */
final class TestFrames {
    private TestFrames() {}

    /** A frame of noise whose rows are longer than its picture, as decoders make them. */
    static YuvPlanes noise(final int width, final int height, final boolean bt709, final boolean fullRange) {
        final int stride = width + 7;
        final int chromaStride = (width + 1) / 2 + 5;
        final int chromaHeight = (height + 1) / 2;
        final Random random = new Random(width * 31L + height);
        return new YuvPlanes(
                width,
                height,
                filled(random, stride * height),
                stride,
                filled(random, chromaStride * chromaHeight),
                filled(random, chromaStride * chromaHeight),
                chromaStride,
                bt709,
                fullRange);
    }

    static YuvPlanes noise(final int width, final int height) {
        return noise(width, height, true, false);
    }

    /** The same picture in memory of its own. */
    static YuvPlanes copy(final YuvPlanes frame) {
        return new YuvPlanes(
                frame.width(),
                frame.height(),
                copy(frame.y()),
                frame.yStride(),
                copy(frame.u()),
                copy(frame.v()),
                frame.chromaStride(),
                frame.bt709(),
                frame.fullRange());
    }

    static int y(final YuvPlanes frame, final int x, final int y) {
        return frame.y().get(y * frame.yStride() + x) & 0xFF;
    }

    /** Blue difference of the pixel at a place of the luma plane. */
    static int u(final YuvPlanes frame, final int x, final int y) {
        return frame.u().get(y / 2 * frame.chromaStride() + x / 2) & 0xFF;
    }

    static int v(final YuvPlanes frame, final int x, final int y) {
        return frame.v().get(y / 2 * frame.chromaStride() + x / 2) & 0xFF;
    }

    /** Whether a pixel and its chroma are the same in two frames. */
    static boolean same(final YuvPlanes one, final YuvPlanes other, final int x, final int y) {
        return y(one, x, y) == y(other, x, y) && u(one, x, y) == u(other, x, y) && v(one, x, y) == v(other, x, y);
    }

    /** A map that is 0 but for one rectangle. */
    static ScoreMap rectangle(
            final ScoreMap map, final int x, final int y, final int width, final int height, final float score) {
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                map.values()[row * map.width() + column] = score;
            }
        }
        return map;
    }

    /** The objects of a map, numbered. */
    static AnomalyObjects objects(final ScoreMap map) {
        final AnomalyObjects objects = new AnomalyObjects();
        new ObjectFinder(0.5f, 1).find(map, objects);
        new Tracker().follow(objects);
        return objects;
    }

    private static ByteBuffer filled(final Random random, final int size) {
        final byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return ByteBuffer.allocateDirect(size).put(0, bytes);
    }

    private static ByteBuffer copy(final ByteBuffer buffer) {
        return ByteBuffer.allocateDirect(buffer.capacity()).put(0, buffer, 0, buffer.capacity());
    }
}
