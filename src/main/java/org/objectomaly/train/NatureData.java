package org.objectomaly.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.dataset.BerkeleySegments;
import org.objectomaly.dataset.RoadClasses;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.image.Picture;
import org.objectomaly.image.SegmentMap;

/**
 * Pictures of the wider world with segments drawn by people (BSDS500): things are cut out of them, and they show animals
 * in grass and on sand as roads do.
 *
 * <p>Which segment is a thing that has no business on a road is decided by two networks: one that knows PASCAL VOC's
 * things and one that knows what a street consists of; without them, every segment counts that lies in its picture like a
 * thing.
 */
final class NatureData {
    private static final double THING = 0.45;
    private static final double STREET = 0.5;
    private static final double SMALLEST = 0.004;
    private static final double LARGEST = 0.4;
    private static final double AT_BORDER = 0.12;

    private final Teacher streets;
    private final Teacher voc;
    private final List<RoadFrame> frames = new ArrayList<>();
    private final List<Cutout> things = new ArrayList<>();
    private final List<Cutout> unnamed = new ArrayList<>();

    NatureData(final Teacher streets, final Teacher voc) {
        this.streets = streets;
        this.voc = voc;
    }

    List<RoadFrame> frames() {
        return frames;
    }

    /** Things that a network knows by name. */
    List<Cutout> things() {
        return things;
    }

    /** Things that none knows. */
    List<Cutout> unnamed() {
        return unnamed;
    }

    /** Reads a split of BSDS500. */
    void read(final Path folder, final String split) {
        for (final SegmentedPicture segmented : BerkeleySegments.open(folder, split)) {
            try (Picture picture = segmented.readPicture();
                    Mat rgb = Mats.of(picture)) {
                use(rgb, segmented.readSegments(picture.width(), picture.height()));
            }
        }
    }

    private void use(final Mat picture, final List<SegmentMap> annotators) {
        final int width = picture.cols();
        final int height = picture.rows();
        final byte[] rgb = Mats.bytes(picture);
        final Beliefs street = streets.beliefs(picture);
        final Evidence evidence = new Evidence(values(voc.beliefs(picture)), values(street), width, height);
        final byte[] labels = new byte[width * height];
        Arrays.fill(labels, (byte) RoadClasses.UNKNOWN);
        int largest = 0;
        for (final SegmentMap segments : annotators) {
            final Segments found = new Segments(segments.numbers(), evidence);
            final byte[] thing = found.things();
            cut(rgb, thing, width, height, things);
            for (final byte[] single : found.singles()) {
                cut(rgb, single, width, height, unnamed);
            }
            final int area = count(thing);
            if (area > largest) {
                largest = area;
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = thing[i] != 0 ? (byte) RoadClasses.OTHER : (byte) RoadClasses.UNKNOWN;
                }
            }
        }
        if (largest > SMALLEST * width * height) {
            frames.add(new RoadFrame(picture.clone(), Mats.of(labels, width, height), street, true));
        }
    }

    private static byte[][] values(final Beliefs beliefs) {
        return beliefs == null ? null : beliefs.values();
    }

    private static int count(final byte[] mask) {
        int count = 0;
        for (final byte value : mask) {
            count += value == 0 ? 0 : 1;
        }
        return count;
    }

    private static void cut(
            final byte[] rgb, final byte[] mask, final int width, final int height, final List<Cutout> into) {
        final int smallest = (int) (SMALLEST * width * height);
        final int largest = (int) (LARGEST * width * height);
        Cutout.cut(rgb, mask, width, height, smallest, largest, RoadClasses.OTHER, into);
    }

    /** What both networks believe, at a quarter of the picture's size; null for one that is not there. */
    private record Evidence(byte[][] voc, byte[][] street, int width, int height) {
        int quarter(final int x, final int y) {
            final int columns = width / RoadFrame.STRIDE;
            final int rows = height / RoadFrame.STRIDE;
            return Math.min(y / RoadFrame.STRIDE, rows - 1) * columns + Math.min(x / RoadFrame.STRIDE, columns - 1);
        }
    }

    /** One person's segments of one picture. */
    private static final class Segments {
        private final int[] numbers;
        private final int width;
        private final int height;
        private final int[] area;
        private final int[] border;
        private final double[] unexpected;
        private final double[] traffic;
        private final double[][] street;

        Segments(final int[] numbers, final Evidence evidence) {
            final int count = Arrays.stream(numbers).max().orElse(0) + 1;
            this.numbers = numbers;
            this.width = evidence.width();
            this.height = evidence.height();
            this.area = new int[count];
            this.border = new int[count];
            this.unexpected = new double[count];
            this.traffic = new double[count];
            this.street = new double[count][RoadClasses.KNOWN];
            for (int i = 0; i < numbers.length; i++) {
                final int n = numbers[i];
                final int x = i % width;
                final int y = i / width;
                area[n]++;
                add(evidence, n, evidence.quarter(x, y));
                if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
                    border[n]++;
                }
            }
        }

        private void add(final Evidence evidence, final int n, final int at) {
            for (int c = 0; evidence.voc() != null && c < VocClasses.COUNT; c++) {
                if (VocClasses.isUnexpected(c)) {
                    unexpected[n] += Beliefs.at(evidence.voc(), at, c);
                } else if (VocClasses.isTraffic(c)) {
                    traffic[n] += Beliefs.at(evidence.voc(), at, c);
                }
            }
            for (int c = 0; evidence.street() != null && c < RoadClasses.KNOWN; c++) {
                street[n][c] += Beliefs.at(evidence.street(), at, c);
            }
        }

        /** All segments that are part of an unexpected thing. */
        byte[] things() {
            final byte[] mask = new byte[numbers.length];
            for (int i = 0; i < mask.length; i++) {
                final int n = numbers[i];
                mask[i] = (byte) (unexpected[n] > THING * area[n] ? 255 : 0);
            }
            return mask;
        }

        /** Segments that no network knows but that lie in the picture like things. */
        List<byte[]> singles() {
            final List<byte[]> masks = new ArrayList<>();
            for (int n = 0; n < area.length; n++) {
                if (area[n] > SMALLEST * width * height
                        && border[n] < AT_BORDER * 4 * Math.sqrt(area[n])
                        && unexpected[n] <= THING * area[n]
                        && traffic[n] < 0.2 * area[n]
                        && Arrays.stream(street[n]).max().getAsDouble() < STREET * area[n]) {
                    final byte[] mask = new byte[numbers.length];
                    for (int i = 0; i < mask.length; i++) {
                        mask[i] = (byte) (numbers[i] == n ? 255 : 0);
                    }
                    masks.add(mask);
                }
            }
            return masks;
        }
    }
}
