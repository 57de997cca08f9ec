package org.objectomaly.eval;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.objectomaly.Fault;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

/**
 * Keeps the maps and labels of a run in a temporary file: the components of a map are counted at the threshold that is
 * best over the whole data set, which is not known before its last frame, and to run the networks a second time would
 * cost more. The file is gone when the store is closed or the program ends.
 */
final class MapStore implements AutoCloseable {
    private record Size(int width, int height) {}

    private final Path folder;
    private final int mapsEach;
    private final long expectedFrames;
    private final FileChannel channel;
    private final List<Size> sizes = new ArrayList<>();
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /**
     * A store without frames.
     *
     * @param folder where its file lies
     * @param mapsEach maps of each frame
     * @param expectedFrames frames to come, or -1 when nothing tells
     * @throws Fault of kind OUTPUT if there can be no file
     */
    MapStore(final Path folder, final int mapsEach, final long expectedFrames) {
        this.folder = folder;
        this.mapsEach = mapsEach;
        this.expectedFrames = expectedFrames;
        try {
            channel = FileChannel.open(
                    Files.createTempFile(folder, "objectomaly-eval", ".maps"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (final IOException e) {
            throw noRoom(e.toString()).because(e);
        }
    }

    /**
     * Adds a frame. After an exception nothing of it is kept.
     *
     * @param labels its labels
     * @param maps its maps, as many as announced, of the same size
     * @throws Fault of kind OUTPUT if the disk is full, or too small for all frames that are to come
     */
    void add(final LabelMap labels, final List<ScoreMap> maps) {
        final long pixels = (long) labels.width() * labels.height();
        final long bytes = pixels * (1 + (long) Float.BYTES * mapsEach);
        try {
            if (sizes.isEmpty()) {
                requireRoomFor(bytes * Math.max(1, expectedFrames));
            }
            final long begin = channel.position();
            try {
                write(ByteBuffer.wrap(labels.labels()));
                for (final ScoreMap map : maps) {
                    final ByteBuffer floats = room(map.scores().length);
                    floats.asFloatBuffer().put(map.scores());
                    write(floats);
                }
            } catch (final IOException e) {
                channel.position(begin);
                throw e;
            }
        } catch (final IOException e) {
            throw noRoom(e.getMessage()).because(e);
        }
        sizes.add(new Size(labels.width(), labels.height()));
    }

    /** That a disk is too small is to be known at the first frame, not after hours. */
    private void requireRoomFor(final long bytes) throws IOException {
        final long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw noRoom(String.format("%.1f GB are needed and %.1f free", bytes / 1e9, free / 1e9));
        }
    }

    /**
     * Gives back every frame in order.
     *
     * @param each takes the labels and the maps of a frame, which hold another frame afterwards
     */
    void replay(final BiConsumer<LabelMap, List<ScoreMap>> each) {
        LabelMap labels = new LabelMap(1, 1);
        final List<ScoreMap> maps = new ArrayList<>();
        try {
            channel.position(0);
            for (final Size size : sizes) {
                if (labels.width() != size.width() || labels.height() != size.height() || maps.isEmpty()) {
                    labels = new LabelMap(size.width(), size.height());
                    maps.clear();
                    for (int i = 0; i < mapsEach; i++) {
                        maps.add(new ScoreMap(size.width(), size.height()));
                    }
                }
                read(ByteBuffer.wrap(labels.labels()));
                for (final ScoreMap map : maps) {
                    final ByteBuffer floats = room(map.values().length);
                    read(floats);
                    floats.flip().asFloatBuffer().get(map.values());
                }
                each.accept(labels, maps);
            }
        } catch (final IOException e) {
            throw Fault.of(
                            Fault.Kind.INPUT,
                            "The temporary file in %s cannot be read back: %s.",
                            folder,
                            e.getMessage())
                    .because(e);
        }
    }

    private void write(final ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void read(final ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("it is shorter than it was");
            }
        }
    }

    /** A buffer for so many floats, used again and again. */
    private ByteBuffer room(final int floats) {
        final int bytes = Math.multiplyExact(floats, Float.BYTES);
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        return buffer.clear().limit(bytes);
    }

    private Fault noRoom(final String reason) {
        return Fault.of(
                Fault.Kind.OUTPUT,
                "The maps of the data set cannot be kept in %s for the second pass (%s): make room there, or choose"
                        + " another disk with --report DIR.",
                folder,
                reason);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            // Nothing is lost with a file that is deleted.
            return;
        }
    }
}
