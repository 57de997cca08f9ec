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

    private final Path file;
    private final int mapsEach;
    private final FileChannel channel;
    private final List<Size> sizes = new ArrayList<>();
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /**
     * A store without frames.
     *
     * @param mapsEach maps of each frame
     */
    MapStore(final int mapsEach) {
        this.mapsEach = mapsEach;
        try {
            file = Files.createTempFile("objectomaly-eval", ".maps");
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (final IOException e) {
            throw Fault.of(
                            Fault.Kind.OUTPUT,
                            "No temporary file can be made in %s (%s); name another folder with"
                                    + " OBJECTOMALY_JAVA_OPTS=-Djava.io.tmpdir=DIR.",
                            System.getProperty("java.io.tmpdir"),
                            e.getMessage())
                    .because(e);
        }
    }

    /**
     * Adds a frame.
     *
     * @param labels its labels
     * @param maps its maps, as many as announced, of the same size
     * @throws Fault of kind OUTPUT if the disk is full
     */
    void add(final LabelMap labels, final List<ScoreMap> maps) {
        final Size size = new Size(labels.width(), labels.height());
        sizes.add(size);
        final ByteBuffer bytes = room(size);
        bytes.put(labels.labels());
        for (final ScoreMap map : maps) {
            bytes.asFloatBuffer().put(map.values());
            bytes.position(bytes.position() + Float.BYTES * map.values().length);
        }
        bytes.flip();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (final IOException e) {
            throw Fault.of(
                            Fault.Kind.OUTPUT,
                            "The maps of this data set do not fit beside %s (%s): make room there, or name another"
                                    + " folder with OBJECTOMALY_JAVA_OPTS=-Djava.io.tmpdir=DIR.",
                            file,
                            e.getMessage())
                    .because(e);
        }
    }

    /**
     * Gives back every frame in order. The objects are new for each frame.
     *
     * @param each takes the labels and the maps of a frame
     */
    void replay(final BiConsumer<LabelMap, List<ScoreMap>> each) {
        long position = 0;
        for (final Size size : sizes) {
            final ByteBuffer bytes = room(size);
            try {
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes, position + bytes.position()) < 0) {
                        throw new IOException("it is shorter than it was");
                    }
                }
            } catch (final IOException e) {
                throw Fault.of(Fault.Kind.INPUT, "The temporary file %s cannot be read back: %s.", file, e.getMessage())
                        .because(e);
            }
            position += bytes.limit();
            bytes.flip();
            final LabelMap labels = new LabelMap(size.width(), size.height());
            bytes.get(labels.labels());
            final List<ScoreMap> maps = new ArrayList<>();
            for (int i = 0; i < mapsEach; i++) {
                final ScoreMap map = new ScoreMap(size.width(), size.height());
                bytes.asFloatBuffer().get(map.values());
                bytes.position(bytes.position() + Float.BYTES * map.values().length);
                maps.add(map);
            }
            each.accept(labels, maps);
        }
    }

    private ByteBuffer room(final Size size) {
        final int bytes = Math.multiplyExact(size.width() * size.height(), 1 + Float.BYTES * mapsEach);
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        return buffer.clear().limit(bytes);
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
