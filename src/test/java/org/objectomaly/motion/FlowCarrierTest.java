package org.objectomaly.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.image.YuvPlanes;

final class FlowCarrierTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 192;
    private static final int SIDE = 40;

    private final byte[] texture = smoothTexture();

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    @Test
    void shouldMoveTheMapWithTheScene() {
        try (FlowCarrier carrier = new FlowCarrier(WIDTH, HEIGHT)) {
            carrier.refresh(frame(0, 0), square(100, 60));
            final ScoreMap carried = new ScoreMap(WIDTH, HEIGHT);
            for (int step = 1; step <= 5; step++) {
                carrier.carry(frame(4 * step, 2 * step), carried);
            }
            assertTrue(overlap(carried, 120, 70) > 0.85, () -> "overlap " + overlap(carried, 120, 70));
            assertTrue(overlap(carried, 100, 60) < 0.5, "the map must not stay where it was");
        }
    }

    @Test
    void shouldLeaveTheMapWhereNothingMoves() {
        try (FlowCarrier carrier = new FlowCarrier(WIDTH, HEIGHT)) {
            carrier.refresh(frame(0, 0), square(100, 60));
            final ScoreMap carried = new ScoreMap(WIDTH, HEIGHT);
            carrier.carry(frame(0, 0), carried);
            assertTrue(overlap(carried, 100, 60) > 0.98);
        }
    }

    @Test
    void shouldGiveZerosBeforeTheFirstMap() {
        try (FlowCarrier carrier = new FlowCarrier(WIDTH, HEIGHT)) {
            final ScoreMap carried = square(1, 1);
            carrier.carry(frame(0, 0), carried);
            for (final float score : carried.values()) {
                assertEquals(0, score);
            }
        }
    }

    @Test
    void shouldTakePicturesSmallerThanTheFlowField() {
        try (FlowCarrier carrier = new FlowCarrier(16, 9)) {
            final ScoreMap map = new ScoreMap(16, 9);
            map.fill(0.5f);
            final ByteBuffer plane = ByteBuffer.allocateDirect(16 * 9);
            final YuvPlanes frame = new YuvPlanes(16, 9, plane, 16, plane, plane, 8, true, false);
            carrier.refresh(frame, map);
            carrier.carry(frame, map);
            assertEquals(0.5f, map.at(8, 4), 1e-6f);
        }
    }

    private static ScoreMap square(final int left, final int top) {
        final ScoreMap map = new ScoreMap(WIDTH, HEIGHT);
        for (int y = top; y < top + SIDE; y++) {
            for (int x = left; x < left + SIDE; x++) {
                map.values()[y * WIDTH + x] = 1;
            }
        }
        return map;
    }

    /** Intersection over union of what the map marks and a square. */
    private static double overlap(final ScoreMap map, final int left, final int top) {
        int both = 0;
        int either = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                final boolean marked = map.at(x, y) > 0.5f;
                final boolean inside = x >= left && x < left + SIDE && y >= top && y < top + SIDE;
                both += marked && inside ? 1 : 0;
                either += marked || inside ? 1 : 0;
            }
        }
        return (double) both / either;
    }

    private YuvPlanes frame(final int dx, final int dy) {
        final ByteBuffer luma = ByteBuffer.allocateDirect(WIDTH * HEIGHT);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                luma.put(y * WIDTH + x, texture[(y - dy + 64) * 512 + x - dx + 64]);
            }
        }
        return new YuvPlanes(WIDTH, HEIGHT, luma, WIDTH, luma, luma, WIDTH / 2, true, false);
    }

    /** Blobs of several sizes: what a flow can follow. */
    private static byte[] smoothTexture() {
        final Random random = new Random(7);
        final float[] values = new float[512 * 512];
        for (int blob = 0; blob < 900; blob++) {
            final int cx = random.nextInt(512);
            final int cy = random.nextInt(512);
            final int radius = 6 + random.nextInt(18);
            final float height = random.nextFloat() * 2 - 1;
            for (int y = Math.max(0, cy - radius); y < Math.min(512, cy + radius); y++) {
                for (int x = Math.max(0, cx - radius); x < Math.min(512, cx + radius); x++) {
                    final float far = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (float) (radius * radius);
                    values[y * 512 + x] += height * Math.max(0, 1 - far);
                }
            }
        }
        final byte[] texture = new byte[512 * 512];
        for (int i = 0; i < texture.length; i++) {
            texture[i] = (byte) Math.max(0, Math.min(255, 128 + 60 * values[i]));
        }
        return texture;
    }
}
