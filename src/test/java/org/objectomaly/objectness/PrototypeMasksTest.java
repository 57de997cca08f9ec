package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;

class PrototypeMasksTest {
    private static final RegionSettings ALL = new RegionSettings(10, 0, 1);

    private static Detection box(final float left, final float top, final float right, final float bottom) {
        return new Detection(left, top, right, bottom, 1, new float[0]);
    }

    @Test
    void shouldInterpolateBeforeTheThresholdAndCropToTheBox() {
        final Random random = new Random(5);
        final float[] maps = new float[2 * 9 * 7];
        for (int i = 0; i < maps.length; i++) {
            maps[i] = random.nextFloat() - 0.5f;
        }
        final Region window = new Region(1, 2, 5, 6);
        final List<Detection> boxes = List.of(box(2.3f, 0, 20, 17.5f), box(0, 5, 11, 25));
        final MaskSet masks = new MaskSet();
        masks.reset(23, 31);
        new PrototypeMasks(ALL).paint(new MaskLogits(FloatBuffer.wrap(maps), 7, 9), window, boxes, masks);
        assertEquals(2, masks.size());
        for (int mask = 0; mask < 2; mask++) {
            final BitSet pixels = MaskPixels.all(masks).get(mask);
            final Detection box = boxes.get(mask);
            for (int i = 0; i < 23 * 31; i++) {
                final int x = i % 23;
                final int y = i / 23;
                final boolean inBox = x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
                final double logit =
                        interpolated(maps, mask, window, (x + 0.5) * 5 / 23 - 0.5, (y + 0.5) * 6 / 31 - 0.5);
                assertEquals(inBox && logit > 0, pixels.get(i), "mask " + mask + " at " + x + ", " + y + ": " + logit);
            }
        }
    }

    private static double interpolated(
            final float[] maps, final int mask, final Region window, final double x, final double y) {
        double sum = 0;
        for (int row = 0; row < window.height(); row++) {
            for (int column = 0; column < window.width(); column++) {
                final double weight = hat(x, column, window.width()) * hat(y, row, window.height());
                sum += weight * maps[(mask * 9 + window.y() + row) * 7 + window.x() + column];
            }
        }
        return sum;
    }

    /** Beyond the middles of the first and last pixel, their values go on. */
    private static double hat(final double position, final int pixel, final int pixels) {
        return Math.max(0, 1 - Math.abs(Math.min(Math.max(position, 0), pixels - 1) - pixel));
    }

    @Test
    void shouldLeaveOutMasksBeyondTheBoundsAndNoMoreThanWanted() {
        final float[] maps = new float[4 * 4];
        Arrays.fill(maps, 1);
        final MaskSet masks = new MaskSet();
        masks.reset(10, 10);
        final List<Detection> boxes = List.of(box(0, 0, 10, 10), box(0, 0, 2, 2), box(0, 0, 5, 5), box(3, 3, 8, 8));
        final PrototypeMasks painter = new PrototypeMasks(new RegionSettings(1, 0.05, 0.9));
        painter.paint(new MaskLogits(FloatBuffer.wrap(maps), 2, 2), Region.whole(2, 2), boxes, masks);
        assertEquals(1, masks.size());
        assertEquals(25, masks.area(0));
    }
}
