package org.objectomaly.objectness;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.Resampling;
import org.objectomaly.nn.sam.LongestSide;
import org.objectomaly.nn.sam.Sam;

/**
 * Answers each point with three ellipses around it, as soft at their edges as a network's masks: a part, a thing, a group.
 * Points near each other show the same thing a little differently. A box is answered with the ellipse in it.
 */
final class DrawnPredictor implements MaskPredictor {
    private static final int GRID = 256;
    private static final int SQUARE = 1024;
    private static final int ANSWERS = 3;
    /** Things stand so far apart, in pixels of the square. */
    private static final double APART = 90;

    @Override
    public Look look(final Picture picture, final Region region) {
        return new Drawn(new LongestSide(region.height(), region.width(), SQUARE));
    }

    @Override
    public void close() {
        // It owns nothing.
    }

    private record Drawn(LongestSide fit) implements Look {
        @Override
        public Masks masksAt(final double leastIou, final double... points) {
            final int count = points.length / 2;
            final float[] logits = new float[ANSWERS * count * GRID * GRID];
            final float[] iou = new float[ANSWERS * count];
            for (int i = 0; i < iou.length; i++) {
                final int point = i / ANSWERS;
                final double x = fit.x(points[2 * point]);
                final double y = fit.y(points[2 * point + 1]);
                final long thing = 1000 * Math.round(y / APART) + Math.round(x / APART);
                final SplittableRandom ofThing = new SplittableRandom(thing * ANSWERS + i % ANSWERS);
                final SplittableRandom ofPoint = new SplittableRandom((long) (x * 31 + y * 7919) + i % ANSWERS);
                iou[i] = (float) (0.8 + 0.2 * ofThing.nextDouble() + 0.01 * ofPoint.nextDouble());
                draw(
                        logits,
                        i * GRID * GRID,
                        APART * Math.round(x / APART) / 4 + ofPoint.nextDouble() - 0.5,
                        APART * Math.round(y / APART) / 4 + ofPoint.nextDouble() - 0.5,
                        Math.exp(4 * ofThing.nextDouble()),
                        Math.exp(4 * ofThing.nextDouble()),
                        // A hard edge is stable, a soft one is not.
                        0.1 + 0.8 * ofThing.nextDouble());
            }
            return Masks.of(
                    Tensor.create(logits, count, ANSWERS, GRID, GRID), Tensor.create(iou, count, ANSWERS), leastIou);
        }

        private static void draw(
                final float[] into,
                final int from,
                final double x,
                final double y,
                final double across,
                final double down,
                final double softness) {
            for (int i = 0; i < GRID * GRID; i++) {
                final double distance = Math.hypot((i % GRID + 0.5 - x) / across, (i / GRID + 0.5 - y) / down);
                final double cells = (1 - distance) * Math.min(across, down);
                into[from + i] = (float) Math.max(-20, Math.min(20, 3 * cells / softness));
            }
        }

        @Override
        public Masks masksIn(final double... corners) {
            final int count = corners.length / 4;
            final float[] logits = new float[count * GRID * GRID];
            for (int i = 0; i < count; i++) {
                final double x0 = fit.x(corners[4 * i]) / 4;
                final double y0 = fit.y(corners[4 * i + 1]) / 4;
                final double x1 = fit.x(corners[4 * i + 2]) / 4;
                final double y1 = fit.y(corners[4 * i + 3]) / 4;
                draw(logits, i * GRID * GRID, (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2, 1);
            }
            final Tensor iou = Tensor.create(new float[count], count, 1);
            return Masks.of(Tensor.create(logits, count, 1, GRID, GRID), iou, Double.NEGATIVE_INFINITY);
        }

        @Override
        public Tensor enlarge(final Tensor logits) {
            return Sam.enlarge(logits.unsqueeze(0), fit).squeeze(0);
        }

        @Override
        public Resampling columns() {
            return axis(fit.columns(), fit.width());
        }

        @Override
        public Resampling rows() {
            return axis(fit.rows(), fit.height());
        }

        private static Resampling axis(final int inside, final int pixels) {
            return Resampling.bilinear(GRID, SQUARE).cut(inside).then(Resampling.bilinear(inside, pixels));
        }

        @Override
        public void close() {
            // It owns nothing.
        }
    }
}
