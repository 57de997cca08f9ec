package org.objectomaly.motion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.image.YuvPlanes;
import org.objectomaly.mbp.CudaPrecision;

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
        try (Motion motion = new Motion(WIDTH, HEIGHT);
                FlowCarrier carrier = new FlowCarrier(motion)) {
            motion.next(frame(0, 0));
            carrier.take(square(100, 60));
            for (int step = 1; step <= 5; step++) {
                motion.next(frame(4 * step, 2 * step));
                carrier.follow();
            }
            final ScoreMap carried = carried(carrier);
            assertTrue(overlap(carried, 120, 70) > 0.85, () -> "overlap " + overlap(carried, 120, 70));
            assertTrue(overlap(carried, 100, 60) < 0.5, "the map must not stay where it was");
        }
    }

    @Test
    void shouldLeaveTheMapWhereNothingMoves() {
        try (Motion motion = new Motion(WIDTH, HEIGHT);
                FlowCarrier carrier = new FlowCarrier(motion)) {
            motion.next(frame(0, 0));
            carrier.take(square(100, 60));
            motion.next(frame(0, 0));
            carrier.follow();
            assertTrue(overlap(carried(carrier), 100, 60) > 0.95);
        }
    }

    @Test
    void shouldBringALateMapToThePresent() {
        try (Motion motion = new Motion(WIDTH, HEIGHT);
                FlowCarrier carrier = new FlowCarrier(motion);
                Displacement since = new Displacement(motion)) {
            motion.next(frame(0, 0));
            carrier.take(square(10, 10));
            for (int step = 1; step <= 6; step++) {
                motion.next(frame(4 * step, 0));
                carrier.follow();
                if (step == 2) {
                    since.begin();
                } else {
                    since.follow(motion);
                }
            }
            carrier.take(square(108, 60), since);
            final ScoreMap carried = carried(carrier);
            assertTrue(overlap(carried, 124, 60) > 0.85, () -> "overlap " + overlap(carried, 124, 60));
        }
    }

    @Test
    void shouldFadeWhatCannotBeFollowed() {
        try (Motion motion = new Motion(WIDTH, HEIGHT);
                FlowCarrier carrier = new FlowCarrier(motion)) {
            final ScoreMap ones = new ScoreMap(WIDTH, HEIGHT);
            ones.fill(1);
            motion.next(frame(0, 0));
            carrier.take(ones);
            motion.next(frame(0, 0));
            carrier.follow();
            assertEquals(1, mean(carried(carrier)), 0.001, "what stands still is kept");
            for (int step = 1; step <= 5; step++) {
                motion.next(noise(step));
                carrier.follow();
            }
            final double left = mean(carried(carrier));
            assertTrue(left < 0.9, () -> "noise cannot be followed, but " + left + " of the score is left");
            carrier.carry(ones, false);
            assertEquals(1, mean(ones), 1e-3, "without fading all is kept");
        }
    }

    @Test
    void shouldGiveZerosWithoutAMap() {
        try (Motion motion = new Motion(WIDTH, HEIGHT);
                FlowCarrier carrier = new FlowCarrier(motion)) {
            motion.next(frame(0, 0));
            final ScoreMap carried = square(1, 1);
            carrier.carry(carried);
            assertEquals(0, mean(carried));
            carrier.take(square(1, 1));
            carrier.forget();
            carrier.carry(carried);
            assertEquals(0, mean(carried));
        }
    }

    @Test
    void shouldTakePicturesSmallerThanTheFlowField() {
        try (Motion motion = new Motion(16, 9);
                FlowCarrier carrier = new FlowCarrier(motion)) {
            final ScoreMap map = new ScoreMap(16, 9);
            map.fill(0.5f);
            final ByteBuffer plane = ByteBuffer.allocateDirect(16 * 9);
            final YuvPlanes frame = new YuvPlanes(16, 9, plane, 16, plane, plane, 8, true, false);
            motion.next(frame);
            carrier.take(map);
            motion.next(frame);
            carrier.follow();
            carrier.carry(map);
            assertEquals(0.5f, map.at(8, 4), 1e-6f);
        }
    }

    @Test
    void shouldCarryOverlappingMasksOnTheirOwnGrid() {
        try (Motion motion = new Motion(WIDTH, HEIGHT);
                MaskCarrier carrier = new MaskCarrier();
                Displacement since = new Displacement(motion)) {
            motion.next(frame(0, 0));
            since.begin();
            for (int step = 1; step <= 5; step++) {
                motion.next(frame(4 * step, 2 * step));
                since.follow(motion);
            }
            // Half the picture's grid, and more masks than one word has bits.
            final MaskSet masks = new MaskSet();
            masks.reset(WIDTH / 2, HEIGHT / 2);
            for (int i = 0; i < 40; i++) {
                final int left = 30 + i;
                for (int row = 30; row < 50; row++) {
                    masks.run(row, left, left + 20);
                }
                masks.endMask();
            }
            final MaskSet carried = new MaskSet();
            carrier.carry(masks, since, WIDTH, HEIGHT, carried);
            assertEquals(40, carried.size());
            for (int i = 0; i < 40; i++) {
                int inside = 0;
                for (int run = carried.firstRun(i); run < carried.firstRun(i + 1); run++) {
                    final int row = carried.row(run);
                    if (row >= 35 && row < 55) {
                        inside += Math.max(0, Math.min(carried.to(run), 60 + i) - Math.max(carried.from(run), 40 + i));
                    }
                }
                final int all = carried.area(i) + 400 - inside;
                assertTrue(inside > 0.8 * all, "mask " + i + " overlaps its place by " + inside + " of " + all);
            }
        }
    }

    @Test
    void shouldCarryAMapThatIsOnAGpuThereAndAlike() throws InterruptedException {
        try (CudaDevice device = HostCuda.open(0);
                Motion motion = new Motion(WIDTH, HEIGHT);
                FlowCarrier here = new FlowCarrier(motion, 1);
                FlowCarrier there = new FlowCarrier(motion)) {
            motion.next(frame(0, 0));
            final ScoreMap map = square(100, 60);
            here.take(map);
            DeviceMap.read(map, device);
            device.await();
            there.take(map);
            final Thread maker = new Thread(() -> {
                device.ownStream();
                new CudaPrecision(device).refine(new ScoreMap(WIDTH, HEIGHT), map);
                device.await();
            });
            maker.start();
            maker.join();
            for (int step = 1; step <= 3; step++) {
                motion.next(frame(4 * step, 2 * step));
                here.follow();
                there.follow();
            }
            for (final boolean fading : new boolean[] {true, false}) {
                final ScoreMap must = new ScoreMap(WIDTH, HEIGHT);
                final ScoreMap is = new ScoreMap(WIDTH, HEIGHT);
                here.carry(must, fading);
                there.carry(is, fading);
                assertSame(device, DeviceMap.whereIs(is));
                // The processor's form samples at whole thirty-seconds of a pixel.
                assertArrayEquals(must.scores(), is.scores(), 1f / 16);
                is.release();
            }
            map.release();
            there.take(map);
            there.follow();
            assertNull(DeviceMap.whereIs(carried(there)), "a map of the processor is carried there again");
        }
    }

    private static ScoreMap carried(final FlowCarrier carrier) {
        final ScoreMap carried = new ScoreMap(WIDTH, HEIGHT);
        carrier.carry(carried);
        return carried;
    }

    private static double mean(final ScoreMap map) {
        double sum = 0;
        for (final float score : map.values()) {
            sum += score;
        }
        return sum / map.values().length;
    }

    private static YuvPlanes noise(final int seed) {
        final byte[] bytes = new byte[WIDTH * HEIGHT];
        new Random(seed).nextBytes(bytes);
        final ByteBuffer plane =
                ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return new YuvPlanes(WIDTH, HEIGHT, plane, WIDTH, plane, plane, WIDTH / 2, true, false);
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
