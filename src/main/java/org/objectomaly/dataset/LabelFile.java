package org.objectomaly.dataset;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.objectomaly.Fault;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.SegmentMap;

/**
 * Reads a label picture: PNG, BMP or TIFF of 1 to 16 bits. What counts is the number that is stored: the value of a grey
 * picture whatever its depth, the index of one with a palette. Java's own reader hands these out as they are; OpenCV
 * would turn an index into a colour and a bit into 255.
 *
 * <p>A picture with red, green and blue is one of grey values if the three are equal in every pixel, and one of colours
 * otherwise. Transparency means nothing.
 */
final class LabelFile {
    private static final int COLOURS = 3;
    private static final int BYTE = 8;

    private LabelFile() {}

    /**
     * Reads labels at the size of their picture.
     *
     * <p>A file of another size, or even another shape, is stretched: pixel (x, y) takes the nearest stored one, by
     * centres, that is column {@code floor((x + 0.5) * stored / width)} and the row likewise.
     *
     * @param file the label picture
     * @param rule what its values mean
     * @param width columns of the picture
     * @param height rows of the picture
     * @return labels of {@code [height, width]}
     * @throws Fault of kind INPUT if it cannot be read or holds a value without meaning
     */
    static LabelMap read(final Path file, final LabelRule rule, final int width, final int height) {
        final Raster stored = raster(file);
        final byte[] labels = labels(file, stored, rule);
        final int[] columns = new int[width];
        Arrays.setAll(columns, x -> nearest(x, stored.getWidth(), width));
        final LabelMap map = new LabelMap(width, height);
        for (int y = 0, at = 0; y < height; y++) {
            final int row = nearest(y, stored.getHeight(), height) * stored.getWidth();
            for (int x = 0; x < width; x++, at++) {
                map.labels()[at] = labels[row + columns[x]];
            }
        }
        return map;
    }

    /**
     * Reads the stored numbers themselves, at the size of their picture; a colour is the number {@code 0xRRGGBB}.
     *
     * @param file the label picture
     * @return equal numbers where equal values are stored
     * @throws Fault of kind INPUT if it cannot be read
     */
    static SegmentMap readNumbers(final Path file) {
        final Raster stored = raster(file);
        final SegmentMap map = new SegmentMap(stored.getWidth(), stored.getHeight());
        numbers(file, stored, map.numbers());
        return map;
    }

    private static int nearest(final int position, final int stored, final int wanted) {
        return (int) ((2L * position + 1) * stored / (2L * wanted));
    }

    private static byte[] labels(final Path file, final Raster stored, final LabelRule rule) {
        final int[] numbers = new int[Math.multiplyExact(stored.getWidth(), stored.getHeight())];
        final boolean coloured = numbers(file, stored, numbers) || rule.coloursOnly();
        if (!coloured && stored.getNumBands() >= COLOURS) {
            // Grey in three channels is the value of each of them.
            Arrays.setAll(numbers, i -> numbers[i] & 0xFF);
        }
        final byte[] labels = new byte[numbers.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = coloured ? rule.ofColour(numbers[i]) : rule.ofValue(numbers[i]);
            if (labels[i] == LabelRule.UNKNOWN) {
                throw unknown(file, numbers, numbers[i], coloured, rule);
            }
        }
        return labels;
    }

    /** Fills in values or colours; returns whether any is a colour. */
    private static boolean numbers(final Path file, final Raster stored, final int[] numbers) {
        final int bands = stored.getNumBands();
        final int width = stored.getWidth();
        if (bands >= COLOURS && stored.getSampleModel().getSampleSize(0) != BYTE) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "The label picture %s has colours of %d bits; save it with 8 bits, or as grey values.",
                    file,
                    stored.getSampleModel().getSampleSize(0));
        }
        boolean coloured = false;
        int[] row = new int[width * bands];
        for (int y = 0, at = 0; y < stored.getHeight(); y++) {
            row = stored.getPixels(stored.getMinX(), stored.getMinY() + y, width, 1, row);
            for (int x = 0, in = 0; x < width; x++, in += bands, at++) {
                if (bands < COLOURS) {
                    numbers[at] = row[in];
                } else {
                    numbers[at] = row[in] << 16 | row[in + 1] << 8 | row[in + 2];
                    coloured |= row[in] != row[in + 1] || row[in] != row[in + 2];
                }
            }
        }
        return coloured;
    }

    private static Raster raster(final Path file) {
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            final Iterator<ImageReader> readers = stream == null ? null : ImageIO.getImageReaders(stream);
            if (readers == null || !readers.hasNext()) {
                throw unreadable(file, "not a PNG, BMP or TIFF");
            }
            final ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return reader.read(0).getRaster();
            } finally {
                reader.dispose();
            }
        } catch (final Fault e) {
            throw e;
        } catch (final IOException | RuntimeException e) {
            // Java's readers answer damaged files with unchecked exceptions too.
            throw unreadable(file, e.toString()).because(e);
        }
    }

    private static Fault unreadable(final Path file, final String reason) {
        return Fault.of(
                Fault.Kind.INPUT, "The label picture %s cannot be read (%s); get or save it again.", file, reason);
    }

    private static Fault unknown(
            final Path file, final int[] numbers, final int number, final boolean coloured, final LabelRule rule) {
        final String what = coloured
                ? String.format("colour %d,%d,%d", number >> 16, number >> 8 & 0xFF, number & 0xFF)
                : "value " + number;
        return Fault.of(
                Fault.Kind.INPUT,
                "The label picture %s has the %s in %d pixels; allowed are %s, so check --layout and --anomaly-value.",
                file,
                what,
                Arrays.stream(numbers).filter(n -> n == number).count(),
                rule.meaning(coloured));
    }
}
