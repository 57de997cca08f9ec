package org.objectomaly.train;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.objectomaly.dataset.RoadClasses;

/**
 * Samples for {@code road-cas}: a part of a frame, turned and scaled at random, with things pasted that do not belong
 * there, and some that do, so that the marks of pasting say nothing.
 */
final class RoadSamples {
    /** What the samples are made of, and how. */
    record Mix(
            List<RoadFrame> labelled,
            List<RoadFrame> taught,
            List<RoadFrame> rendered,
            double renderedShare,
            List<RoadFrame> nature,
            List<Cutout> things,
            List<Cutout> unnamed,
            List<Cutout> ordinary,
            float[] classWeights) {}

    private static final int CHANNELS = RoadClasses.KNOWN + 1;
    /** Shares of the samples from pictures of the wider world and from roads without labels. */
    private static final double NATURE = 0.12;

    private static final double TAUGHT = 0.15;
    /** Of five things, so many are ones that a network knows by name. */
    private static final int NAMED_OF_FIVE = 3;

    private static final float LABEL_SHARE = 0.9f;
    /** Where the horizon lies as a rule, as a share of the frame's rows. */
    private static final float HORIZON = 0.45f;

    private final Mix mix;
    private final SampleForm form;
    private final long seed;

    RoadSamples(final Mix mix, final SampleForm form, final long seed) {
        this.mix = mix;
        this.form = form;
        // Neighbouring seeds must not give shifted copies of one row of numbers.
        this.seed = new SplittableRandom(seed).nextLong();
    }

    /** Sample of a number. */
    Sample sample(final long index) {
        final SplittableRandom random = new SplittableRandom(seed + index);
        final RoadFrame frame = frame(random);
        final double[] back = placement(frame, random);
        final Sample sample = Sample.empty(form);
        learn(frame, back, sample);
        final byte[] rgb = warpedBytes(frame.picture(), back, form.width(), form.height(), true);
        for (int left = pastes(random); left > 0; left--) {
            paste(frame, back, random, rgb, sample);
        }
        try (Mat picture = Mats.of(rgb, form.width(), form.height(), opencv_core.CV_8UC3)) {
            Look.change(random, picture, sample.picture());
        }
        return sample;
    }

    private RoadFrame frame(final RandomGenerator random) {
        final double dice = random.nextDouble();
        if (dice < NATURE && !mix.nature().isEmpty()) {
            return any(mix.nature(), random);
        }
        if (dice < NATURE + TAUGHT && !mix.taught().isEmpty()) {
            return any(mix.taught(), random);
        }
        return any(dice > 1 - mix.renderedShare() ? mix.rendered() : mix.labelled(), random);
    }

    private static <T> T any(final List<T> list, final RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    private static int pastes(final RandomGenerator random) {
        final int dice = random.nextInt(10);
        return dice < 2 ? 0 : dice < 6 ? 1 : dice < 9 ? 2 : 4;
    }

    /** From a pixel of the sample to one of the frame: a matrix of 2 x 3, row-major. */
    private double[] placement(final RoadFrame frame, final RandomGenerator random) {
        final double scale = Math.exp(Math.log(0.72) + random.nextDouble() * Math.log(1.9 / 0.72));
        final double stretch = Math.exp(0.2 * (random.nextDouble() - 0.5));
        final double angle = Math.toRadians(6 * (random.nextDouble() - 0.5));
        final int mirror = random.nextBoolean() ? 1 : -1;
        final double sx = 1 / (scale * stretch);
        final double sy = stretch / scale;
        final double[] m = {
            mirror * sx * Math.cos(angle),
            -sy * Math.sin(angle),
            0,
            mirror * sx * Math.sin(angle),
            sy * Math.cos(angle),
            0
        };
        final double centreX = centre(frame.width(), form.width() * sx, random);
        final double centreY = centre(frame.height(), form.height() * sy, random);
        m[2] = centreX - m[0] * form.width() / 2 - m[1] * form.height() / 2;
        m[5] = centreY - m[3] * form.width() / 2 - m[4] * form.height() / 2;
        return m;
    }

    private static double centre(final int length, final double seen, final RandomGenerator random) {
        final double free = Math.max(0.1 * length, length - seen);
        return length / 2.0 + (random.nextDouble() - 0.5) * free;
    }

    /** What the frame itself teaches, before anything is pasted. */
    private void learn(final RoadFrame frame, final double[] back, final Sample sample) {
        final int rows = form.height() / form.stride();
        final int columns = form.width() / form.stride();
        final int stride = form.stride();
        final byte[] labels = warpedBytes(frame.labels(), back, form.width(), form.height(), false);
        final byte[][] beliefs = frame.beliefs() == null ? null : beliefs(frame, back, columns, rows);
        final float[] target = sample.target();
        final float share = 1f / (stride * stride);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                final int at = y * columns + x;
                float known = 0;
                for (int dy = 0; dy < stride; dy++) {
                    for (int dx = 0; dx < stride; dx++) {
                        final int label = labels[(y * stride + dy) * form.width() + x * stride + dx] & 0xff;
                        if (label < CHANNELS) {
                            target[at * CHANNELS + label] += share;
                            known += share;
                        }
                    }
                }
                sample.weight()[at] = believe(frame, beliefs, at, known, target);
            }
        }
    }

    /** Mixes the teacher's beliefs in and gives the weight of the pixel. */
    private float believe(
            final RoadFrame frame, final byte[][] beliefs, final int at, final float known, final float[] target) {
        final int first = at * CHANNELS;
        float sum = 0;
        float largest = 0;
        if (beliefs != null) {
            for (int c = 0; c < RoadClasses.KNOWN; c++) {
                final float p = Beliefs.at(beliefs, at, c);
                sum += p;
                largest = Math.max(largest, p);
            }
        }
        final boolean taughtHere = frame.taught() && known < 0.5f;
        if (taughtHere) {
            // Outside of the frame all beliefs are 0.
            if (sum < 0.5f) {
                return 0;
            }
            for (int c = 0; c < RoadClasses.KNOWN; c++) {
                target[first + c] = Beliefs.at(beliefs, at, c) / sum;
            }
            target[first + RoadClasses.OTHER] = 0;
            return 0.6f * largest;
        }
        if (known < 0.5f) {
            return 0;
        }
        final boolean mixed = sum > 0.5f && target[first + RoadClasses.OTHER] == 0;
        float weight = 0;
        for (int c = 0; c < CHANNELS; c++) {
            float value = target[first + c] / known;
            if (mixed) {
                final float p = c < RoadClasses.KNOWN ? Beliefs.at(beliefs, at, c) / sum : 0;
                value = LABEL_SHARE * value + (1 - LABEL_SHARE) * p;
            }
            target[first + c] = value;
            weight += value * mix.classWeights()[c];
        }
        return weight * known;
    }

    private void paste(
            final RoadFrame frame,
            final double[] back,
            final RandomGenerator random,
            final byte[] rgb,
            final Sample sample) {
        final boolean belongs = !mix.ordinary().isEmpty() && random.nextInt(4) == 0;
        final Cutout cutout = belongs ? any(mix.ordinary(), random) : unexpected(random);
        final int columns = form.width() / form.stride();
        int x = 0;
        int y = 0;
        for (int tries = 0; tries < 12; tries++) {
            x = random.nextInt(form.width());
            y = form.height() / 4 + random.nextInt(form.height());
            final int groundY = Math.min(y, form.height() - 1) / form.stride();
            final int at = (groundY * columns + x / form.stride()) * CHANNELS;
            final float ground =
                    sample.target()[at + RoadClasses.ROAD] + 0.5f * sample.target()[at + RoadClasses.PAVEMENT];
            if (ground > 0.5f || tries > 6 && random.nextInt(3) == 0) {
                break;
            }
        }
        // The row of the foot in the frame tells how far away it stands.
        final double frameY = back[3] * x + back[4] * y + back[5];
        final double scale = 1 / Math.hypot(back[0], back[3]);
        final double below = scale * (frameY - HORIZON * frame.height());
        final double side = random.nextInt(4) == 0 || below < 8
                ? Math.exp(Math.log(10) + random.nextDouble() * Math.log(18))
                : below * Math.exp(Math.log(0.18) + random.nextDouble() * Math.log(6));
        final float[] cover = new float[form.pixels()];
        final float limited = (float) Math.max(8, Math.min(side, 0.75 * form.height()));
        Paste.into(cutout, limited, x, y, random, rgb, cover, form.width(), form.height());
        learn(cover, cutout.label(), sample);
    }

    /** A thing, or the shape of one filled with the look of another. */
    private Cutout unexpected(final RandomGenerator random) {
        final Cutout shape = any(
                mix.things().isEmpty() || !mix.unnamed().isEmpty() && random.nextInt(5) >= NAMED_OF_FIVE
                        ? mix.unnamed()
                        : mix.things(),
                random);
        if (random.nextInt(6) > 0) {
            return shape;
        }
        final Cutout filling = any(mix.unnamed().isEmpty() ? mix.things() : mix.unnamed(), random);
        final byte[] rgb = new byte[shape.rgb().length];
        final int offset = random.nextInt(filling.rgb().length / 3);
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                final int from = (offset + (y % filling.height()) * filling.width() + x % filling.width())
                        % (filling.rgb().length / 3);
                System.arraycopy(filling.rgb(), 3 * from, rgb, 3 * (y * shape.width() + x), 3);
            }
        }
        return new Cutout(shape.width(), shape.height(), rgb, shape.cover(), shape.area(), shape.label());
    }

    /** What was pasted takes the place of what the frame taught. */
    private void learn(final float[] cover, final int label, final Sample sample) {
        final int rows = form.height() / form.stride();
        final int columns = form.width() / form.stride();
        final int stride = form.stride();
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                float covered = 0;
                for (int dy = 0; dy < stride; dy++) {
                    for (int dx = 0; dx < stride; dx++) {
                        covered += cover[(y * stride + dy) * form.width() + x * stride + dx];
                    }
                }
                covered /= stride * stride;
                if (covered > 0) {
                    final int at = y * columns + x;
                    for (int c = 0; c < CHANNELS; c++) {
                        sample.target()[at * CHANNELS + c] *= 1 - covered;
                    }
                    sample.target()[at * CHANNELS + label] += covered;
                    final float before = sample.weight()[at];
                    sample.weight()[at] = covered < 0.25f && before == 0
                            ? 0
                            : (1 - covered) * before + covered * mix.classWeights()[label];
                }
            }
        }
    }

    private byte[][] beliefs(final RoadFrame frame, final double[] back, final int columns, final int rows) {
        final double[] m = back.clone();
        // Both grids are coarser by the same stride; the centres of their pixels lie half a pixel further in.
        final double half = (form.stride() - 1) / 2.0;
        final double x = back[0] * half + back[1] * half + back[2];
        final double y = back[3] * half + back[4] * half + back[5];
        m[2] = (x - half) / RoadFrame.STRIDE;
        m[5] = (y - half) / RoadFrame.STRIDE;
        final Mat[] parts = frame.beliefs().parts();
        final byte[][] warped = new byte[parts.length][];
        Arrays.setAll(warped, i -> warpedBytes(parts[i], m, columns, rows, true));
        return warped;
    }

    private static byte[] warpedBytes(
            final Mat from, final double[] back, final int columns, final int rows, final boolean smooth) {
        try (Mat to = new Mat();
                DoublePointer values = new DoublePointer(back);
                Mat matrix = new Mat(2, 3, opencv_core.CV_64FC1, values);
                Size size = new Size(columns, rows);
                Scalar outside = smooth ? Scalar.all(0) : Scalar.all(RoadClasses.UNKNOWN)) {
            final int filter = smooth ? opencv_imgproc.INTER_LINEAR : opencv_imgproc.INTER_NEAREST;
            opencv_imgproc.warpAffine(
                    from,
                    to,
                    matrix,
                    size,
                    filter | opencv_imgproc.WARP_INVERSE_MAP,
                    opencv_core.BORDER_CONSTANT,
                    outside);
            return Mats.bytes(to);
        }
    }
}
