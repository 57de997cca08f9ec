package org.objectomaly.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files longer than one buffer reaches; they are sparse, so that they take no room. */
final class MappedFileTest {
    private static final long GIGABYTE = 1L << 30;

    @TempDir
    private Path folder;

    private Path sparse(final long length, final Map<Long, ByteBuffer> pieces) throws IOException {
        final Path file = folder.resolve("sparse");
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            out.write(ByteBuffer.allocate(1), length - 1);
            for (final Map.Entry<Long, ByteBuffer> piece : pieces.entrySet()) {
                out.write(piece.getValue(), piece.getKey());
            }
        }
        return file;
    }

    private static ByteBuffer number(final long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
    }

    @Test
    void shouldReachEveryPlaceOfALongFile() throws IOException {
        final Path file = sparse(
                5 * GIGABYTE + 5,
                Map.of(GIGABYTE - 4, number(11), 2 * GIGABYTE - 3, number(22), 5 * GIGABYTE - 3, number(55)));
        try (MappedFile bytes = MappedFile.open(file)) {
            assertEquals(11, bytes.slice(GIGABYTE - 4, 8).getLong());
            assertEquals(22, bytes.slice(2 * GIGABYTE - 3, 8).getLong());
            assertEquals(55, bytes.slice(5 * GIGABYTE - 3, 8).getLong());
            assertEquals(22, bytes.slice(GIGABYTE / 2, 2 * GIGABYTE - 1).getLong((int) (GIGABYTE / 2 + GIGABYTE - 3)));
            assertEquals(0, bytes.slice(5 * GIGABYTE + 5, 0).remaining());
            final Cursor cursor = new Cursor(bytes);
            cursor.skip(2 * GIGABYTE - 3);
            assertEquals(22, cursor.i64());
            assertEquals(3 * GIGABYTE - 8, cursor.take(GIGABYTE).remaining() + 2 * GIGABYTE - 8);
            cursor.moveTo(5 * GIGABYTE - 3);
            assertEquals(55, cursor.i64());
            assertThrows(Unreadable.class, cursor::u8);
            assertThrows(Unreadable.class, () -> bytes.slice(5 * GIGABYTE, 6));
            assertThrows(Unreadable.class, () -> bytes.slice(0, 3 * GIGABYTE));
        }
    }

    @Test
    void shouldReadTensorsBeyondFourGigabytes() throws IOException {
        final String header =
                """
                {"a":{"dtype":"F32","shape":[2,268435456],"data_offsets":[0,2147483648]},\
                "b":{"dtype":"U8","shape":[2147483647],"data_offsets":[2147483648,4294967295]},\
                "c":{"dtype":"I64","shape":[1],"data_offsets":[4294967295,4294967303]}}"""
                        .replace("268435456", "268435455")
                        .replace("2147483648", "2147483640")
                        .replace("4294967295", "4294967287")
                        .replace("4294967303", "4294967295");
        final ByteBuffer start = ByteBuffer.wrap(SafetensorsTest.file(header, 0));
        final long data = start.remaining();
        final Path file = sparse(data + 4294967295L, Map.of(0L, start, data + 4294967287L, number(77)));
        final Checkpoint checkpoint = Checkpoint.read(file);
        assertEquals(
                "{a=F32[2, 268435455], b=U8[2147483647], c=I64[1]}",
                checkpoint.tensors().toString());
        assertEquals(77, checkpoint.tensors().get("c").data().getLong());
        assertTrue(checkpoint.tensors().get("b").data().isDirect());
    }
}
