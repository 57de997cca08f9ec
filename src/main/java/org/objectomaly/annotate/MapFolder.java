package org.objectomaly.annotate;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.image.ScoreMap;

/**
 * A folder with the map of every frame as a 16-bit grey PNG: 0 is a score of 0 or less, 65535 a score of 1 or more.
 * Files are named by the frame's number, {@code 000123.png}.
 */
public final class MapFolder implements AutoCloseable {
    private static final int WHITE = 65535;
    /** The fastest setting: maps are smooth, and a slower one makes them hardly smaller. */
    private static final int COMPRESSION = 1;

    private final Path folder;
    private final IntPointer settings;
    private Mat image = new Mat();
    private ShortBuffer pixels;
    private short[] row = new short[0];

    /**
     * Creates the folder if it is not there.
     *
     * @param folder where the maps go
     * @throws Fault of kind OUTPUT if it can be neither created nor written
     */
    public MapFolder(final Path folder) {
        this.folder = folder;
        Natives.loadAll();
        try {
            Files.createDirectories(folder);
        } catch (final IOException e) {
            throw unwritable(folder, Fault.reason(e)).because(e);
        }
        if (!Files.isWritable(folder)) {
            throw unwritable(folder, "no right to write");
        }
        settings = new IntPointer(opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, COMPRESSION);
    }

    /**
     * Writes the map of one frame, replacing a file of the same number.
     *
     * @param frame its number, from 0
     * @param map its scores
     * @throws Fault of kind OUTPUT if the file cannot be written
     */
    public void write(final long frame, final ScoreMap map) {
        fill(map);
        final Path file = folder.resolve(name(frame));
        try (BytePointer encoded = new BytePointer()) {
            if (!opencv_imgcodecs.imencode(".png", image, encoded, settings)) {
                throw new IllegalStateException("OpenCV cannot encode a PNG of " + map.width() + " x " + map.height());
            }
            // Written by Java, which reports a full disk; OpenCV's own file writer does not.
            final byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            Files.write(file, bytes);
        } catch (final IOException e) {
            throw unwritable(file, Fault.reason(e)).because(e);
        }
    }

    private void fill(final ScoreMap map) {
        final int width = map.width();
        if (image.cols() != width || image.rows() != map.height()) {
            image.close();
            image = new Mat(map.height(), width, opencv_core.CV_16UC1);
            pixels = image.createBuffer();
            row = new short[width];
        }
        final float[] scores = map.scores();
        for (int y = 0, at = 0; y < map.height(); y++, at += width) {
            for (int x = 0; x < width; x++) {
                final float score = Math.min(Math.max(scores[at + x], 0), 1);
                row[x] = (short) Math.round((double) score * WHITE);
            }
            pixels.put(at, row);
        }
    }

    private static String name(final long frame) {
        return String.format("%06d.png", frame);
    }

    private static Fault unwritable(final Path path, final String reason) {
        return Fault.of(
                Fault.Kind.OUTPUT,
                "The map folder cannot take %s (%s); check the folder, its rights and the disk.",
                path,
                reason);
    }

    @Override
    public void close() {
        image.close();
        settings.close();
    }
}
