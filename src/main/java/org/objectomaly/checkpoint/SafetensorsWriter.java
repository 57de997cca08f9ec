package org.objectomaly.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.objectomaly.Fault;

/**
 * Writes safetensors, the format of the weights this program makes itself.
 *
 * <p>The header names the tensors in the order given; the data follow with the widest elements first, so that each
 * tensor begins at a multiple of its element size and no gaps are needed, which the format forbids.
 */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * Writes a file, whole or not at all: what was there before is replaced in one step, and only at the end.
     *
     * @param file the file to be made or replaced, in an existing folder
     * @param tensors the tensors by name
     * @param metadata texts to go with them, possibly none
     * @throws Fault of kind OUTPUT if the file cannot be written
     * @throws IllegalArgumentException if a name is that of the metadata itself
     */
    public static void write(
            final Path file, final Map<String, TensorData> tensors, final Map<String, String> metadata) {
        if (tensors.containsKey(Safetensors.METADATA)) {
            throw new IllegalArgumentException(Safetensors.METADATA + " cannot name a tensor");
        }
        final Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel out =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeTo(out, tensors, metadata);
                out.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            unfinished.toFile().delete();
            throw Fault.of(
                            Fault.Kind.OUTPUT,
                            "%s cannot be written; check that its folder exists, may be written and has room.",
                            file)
                    .because(e);
        }
    }

    private static void writeTo(
            final FileChannel out, final Map<String, TensorData> tensors, final Map<String, String> metadata)
            throws IOException {
        final List<Map.Entry<String, TensorData>> byWidth = tensors.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> -entry.getValue().dtype().bytes()))
                .toList();
        final Map<String, Long> offsets = new HashMap<>();
        long end = 0;
        for (final Map.Entry<String, TensorData> entry : byWidth) {
            offsets.put(entry.getKey(), end);
            end += entry.getValue().data().remaining();
        }
        writeFully(out, header(tensors, metadata, offsets));
        for (final Map.Entry<String, TensorData> entry : byWidth) {
            writeFully(out, entry.getValue().data());
        }
    }

    private static void writeFully(final FileChannel out, final ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** The length and the header, filled up with spaces to a multiple of eight. */
    private static ByteBuffer header(
            final Map<String, TensorData> tensors, final Map<String, String> metadata, final Map<String, Long> offsets)
            throws IOException {
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(Safetensors.METADATA);
                for (final Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            for (final Map.Entry<String, TensorData> entry : tensors.entrySet()) {
                writeEntry(json, entry.getKey(), entry.getValue(), offsets.get(entry.getKey()));
            }
            json.writeEndObject();
        }
        while (text.size() % Long.BYTES != 0) {
            text.write(' ');
        }
        final ByteBuffer header = ByteBuffer.allocate(Long.BYTES + text.size()).order(ByteOrder.LITTLE_ENDIAN);
        return header.putLong(text.size()).put(text.toByteArray()).flip();
    }

    private static void writeEntry(
            final JsonGenerator json, final String name, final TensorData tensor, final long offset)
            throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("dtype", tensor.dtype().name());
        json.writeArrayFieldStart("shape");
        for (final long length : tensor.shape()) {
            json.writeNumber(length);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(offset);
        json.writeNumber(offset + tensor.data().remaining());
        json.writeEndArray();
        json.writeEndObject();
    }
}
