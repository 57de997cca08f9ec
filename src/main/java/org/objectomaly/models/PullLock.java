package org.objectomaly.models;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.objectomaly.Fault;

/**
 * One file is pulled by one process at a time. All pulls into a folder share the file {@code .pulls}, each holding one
 * byte of it, and the kernel lets go when a process dies; the file stays, so that nobody locks one just deleted.
 */
final class PullLock implements AutoCloseable {
    private final FileChannel channel;

    private PullLock(final FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a file that is to be pulled.
     *
     * @throws Fault of kind OUTPUT if somebody else is pulling it
     */
    static PullLock of(final Path file) throws IOException {
        final FileChannel channel =
                FileChannel.open(file.resolveSibling(".pulls"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        final long place = Integer.toUnsignedLong(file.getFileName().toString().hashCode());
        if (lock(channel, place) == null) {
            channel.close();
            throw Fault.of(
                    Fault.Kind.OUTPUT,
                    "%s is being fetched by another process; wait for it, or end it and try again.",
                    file);
        }
        return new PullLock(channel);
    }

    private static FileLock lock(final FileChannel channel, final long place) throws IOException {
        try {
            return channel.tryLock(place, 1, false);
        } catch (final OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
