package org.objectomaly.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.objectomaly.Fault;

/**
 * What has come of a file so far: {@code FILE.part}, and in {@code FILE.part.version} what the server called the version
 * it is of, so that the rest of another version is never put behind it.
 */
final class PartFile {
    private final Path path;
    private final Path version;

    PartFile(final Path file) {
        path = file.resolveSibling(file.getFileName() + ".part");
        version = file.resolveSibling(file.getFileName() + ".part.version");
    }

    Path path() {
        return path;
    }

    long size() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    /** An ETag or a date; empty if the server gave none. */
    String validator() throws IOException {
        return Files.exists(version) ? Files.readString(version) : "";
    }

    /** Begins the file anew. */
    void begin(final String validator) throws IOException {
        remove();
        Files.writeString(version, validator);
    }

    /** Opens it for more bytes at its end. */
    FileChannel append() throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A disk that does not take the bytes is a fault of its own, and no reason to ask the server again. */
    static void write(final FileChannel to, final byte[] bytes, final int count) {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        try {
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.OUTPUT, "The disk does not take the file (%s); make room.", Fault.reason(e))
                    .because(e);
        }
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(version);
    }
}
