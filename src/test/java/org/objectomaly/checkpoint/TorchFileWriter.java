package org.objectomaly.checkpoint;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.objectomaly.checkpoint.PickleWriter.Call;
import org.objectomaly.checkpoint.PickleWriter.Global;
import org.objectomaly.checkpoint.PickleWriter.Persistent;
import org.objectomaly.checkpoint.PickleWriter.Raw;

/** Makes files as {@code torch.save} makes them, around storages given to it. */
final class TorchFileWriter {
    /** The bytes are asked for when the file is written, so that those of a large network need not be there at once. */
    private record Storage(String type, int elementBytes, long elements, Supplier<byte[]> data) {}

    private static final Raw MAGIC = new Raw(
            (byte) 0x8a,
            (byte) 10,
            (byte) 0x6c,
            (byte) 0xfc,
            (byte) 0x9c,
            (byte) 0x46,
            (byte) 0xf9,
            (byte) 0x20,
            (byte) 0x6a,
            (byte) 0xa8,
            (byte) 0x50,
            (byte) 0x19);

    private static final byte[] NO_EXTRA = {};

    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private final Set<String> referred = new LinkedHashSet<>();

    /** A storage of single precision. */
    TorchFileWriter floats(final String key, final float... values) {
        return floats(key, values.length, () -> values);
    }

    /** A storage of single precision that is made when the file is written. */
    TorchFileWriter floats(final String key, final long count, final Supplier<float[]> values) {
        storages.put(key, new Storage("FloatStorage", 4, count, () -> bytes(values.get())));
        return this;
    }

    private static byte[] bytes(final float... values) {
        final ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return data.array();
    }

    /** A storage of any type. */
    TorchFileWriter storage(final String key, final String type, final int elementBytes, final byte... data) {
        storages.put(key, new Storage(type, elementBytes, data.length / elementBytes, () -> data));
        return this;
    }

    /** What a pickle says to name one of the storages. */
    Persistent reference(final String key) {
        final Storage storage = storages.get(key);
        referred.add(key);
        return new Persistent(
                List.of("storage", new Global("torch", storage.type), key, "cpu", (int) storage.elements));
    }

    /** A tensor without gaps from the beginning of a storage on. */
    Call tensor(final String key, final long... shape) {
        return view(key, 0, shape, Shapes.rowMajor(shape));
    }

    /** A window on a storage. */
    Call view(final String key, final long offset, final long[] shape, final long[] strides) {
        return rebuild(reference(key), offset, tuple(shape), tuple(strides));
    }

    static Call rebuild(final Object storage, final Object offset, final Object shape, final Object strides) {
        return new Call(
                new Global("torch._utils", "_rebuild_tensor_v2"),
                List.of(storage, offset, shape, strides, false, orderedDict(Map.of())));
    }

    static List<Long> tuple(final long... values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** What torch makes state dicts of, with the bookkeeping of versions as its state. */
    static Call orderedDict(final Map<String, ?> entries) {
        return new Call(new Global("collections", "OrderedDict"), List.of(), entries, Map.of("_metadata", 1));
    }

    /** A pickled parameter around a tensor. */
    static Call parameter(final Call tensor) {
        return new Call(new Global("torch._utils", "_rebuild_parameter"), List.of(tensor, true, orderedDict(Map.of())));
    }

    /** The zip format, entries stored. */
    byte[] zip(final Object content) {
        return zip(content, ZipEntry.STORED, Map.of());
    }

    /** The zip format, with more entries in the same folder. */
    byte[] zip(final Object content, final int method, final Map<String, String> more) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(method);
            entry(zip, method, "archive/data.pkl", PickleWriter.pickle(content));
            for (final Map.Entry<String, Storage> storage : storages.entrySet()) {
                entry(
                        zip,
                        method,
                        "archive/data/" + storage.getKey(),
                        storage.getValue().data.get());
            }
            for (final Map.Entry<String, String> text : more.entrySet()) {
                entry(zip, method, "archive/" + text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * A file in the zip format as torch writes it: in a folder called after the file, the pickle as CPython writes it,
     * and every entry's data begin at a multiple of 64 bytes.
     */
    void official(final Path path, final Object content) {
        final String folder = path.getFileName().toString().replaceFirst("\\.\\w+$", "");
        try (Counting out = new Counting(new BufferedOutputStream(Files.newOutputStream(path)));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipEntry.STORED);
            aligned(zip, out, folder + "/data.pkl", PickleWriter.pickleExactly(content));
            for (final Map.Entry<String, Storage> storage : storages.entrySet()) {
                aligned(
                        zip,
                        out,
                        folder + "/data/" + storage.getKey(),
                        storage.getValue().data.get());
            }
            aligned(zip, out, folder + "/version", "3\n".getBytes(StandardCharsets.UTF_8));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Knows how many bytes went through. */
    private static final class Counting extends FilterOutputStream {
        private long count;

        Counting(final OutputStream out) {
            super(out);
        }

        @Override
        public void write(final int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(final byte[] bytes, final int from, final int length) throws IOException {
            out.write(bytes, from, length);
            count += length;
        }
    }

    private static void aligned(final ZipOutputStream zip, final Counting out, final String name, final byte[] data)
            throws IOException {
        final int header = 30 + name.length() + 4;
        final int padding = Math.floorMod(-(out.count + header), 64);
        final byte[] extra = new byte[4 + padding];
        Arrays.fill(extra, (byte) 'Z');
        extra[0] = 'F';
        extra[1] = 'B';
        extra[2] = (byte) padding;
        extra[3] = 0;
        entry(zip, ZipEntry.STORED, name, data, extra);
    }

    private static void entry(final ZipOutputStream zip, final int method, final String name, final byte[] data)
            throws IOException {
        entry(zip, method, name, data, NO_EXTRA);
    }

    private static void entry(
            final ZipOutputStream zip, final int method, final String name, final byte[] data, final byte... extra)
            throws IOException {
        final ZipEntry entry = new ZipEntry(name);
        entry.setExtra(extra);
        if (method == ZipEntry.STORED) {
            final CRC32 sum = new CRC32();
            sum.update(data);
            entry.setSize(data.length);
            entry.setCrc(sum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }

    /** The format before the zip format, with the storages that were referred to. */
    byte[] legacy(final Object content) {
        return legacy(content, true);
    }

    /** The format before the zip format, of a machine of either byte order. */
    byte[] legacy(final Object content, final boolean littleEndian) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PickleWriter.pickle(MAGIC));
        out.writeBytes(PickleWriter.pickle(1001));
        out.writeBytes(PickleWriter.pickle(Map.of("protocol_version", 1001, "little_endian", littleEndian)));
        out.writeBytes(PickleWriter.pickle(content));
        out.writeBytes(PickleWriter.pickle(new ArrayList<>(referred)));
        for (final String key : referred) {
            final Storage storage = storages.get(key);
            final ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.writeBytes(count.putLong(storage.elements).array());
            out.writeBytes(storage.data.get());
        }
        return out.toByteArray();
    }
}
