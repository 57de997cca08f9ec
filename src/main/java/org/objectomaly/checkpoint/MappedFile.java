package org.objectomaly.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A file mapped into memory, of any length.
 *
 * <p>One buffer reaches over less than 2 GB. So a window of nearly 2 GB begins at every gigabyte, and each stretch of
 * up to 1 GB lies inside the window of the gigabyte it starts in; only a longer one gets a mapping of its own. The
 * buffers outlive the file's closing: the mapping goes when the last of them has gone.
 */
final class MappedFile implements Bytes, AutoCloseable {
    private static final int GIGABYTE_BITS = 30;

    private final FileChannel channel;
    private final long length;
    private final Map<Long, ByteBuffer> windows = new HashMap<>();

    private MappedFile(final FileChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
    }

    static MappedFile open(final Path file) throws IOException {
        return new MappedFile(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public ByteBuffer slice(final long offset, final long count) {
        requireInside(offset, count);
        if (count > Integer.MAX_VALUE) {
            throw Unreadable.unsupported("it holds a single piece of %d bytes, and 2 GB is the most", count);
        }
        final long window = offset >> GIGABYTE_BITS;
        if (count > 1L << GIGABYTE_BITS) {
            return map(offset, count);
        }
        final ByteBuffer mapped = windows.computeIfAbsent(
                window, w -> map(w << GIGABYTE_BITS, Math.min(Integer.MAX_VALUE, length - (w << GIGABYTE_BITS))));
        return mapped.slice((int) (offset - (window << GIGABYTE_BITS)), (int) count)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer map(final long offset, final long count) {
        try {
            return channel.map(MapMode.READ_ONLY, offset, count).order(ByteOrder.LITTLE_ENDIAN);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
