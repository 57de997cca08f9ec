package org.objectomaly.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads safetensors: the header's length in 8 bytes, the header in JSON, then the data without gaps.
 *
 * <p>Source: the format's description in the repository huggingface/safetensors.
 */
final class Safetensors {
    /** Every thousand tensors take about 100 kB. */
    static final int MAX_HEADER = 16 << 20;

    private static final int MIN_HEADER = 2;
    static final String METADATA = "__metadata__";
    private static final int MAX_METADATA = 1 << 20;
    private static final int MAX_DEPTH = 8;

    private final Bytes data;
    private final Map<String, TensorData> tensors = new LinkedHashMap<>();
    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final List<long[]> extents = new ArrayList<>();

    private Safetensors(final Bytes data) {
        this.data = data;
    }

    /** Whether a file begins with a header of any length. */
    static boolean isLike(final ByteBuffer start) {
        return start.remaining() > Long.BYTES && start.get(Long.BYTES) == '{';
    }

    /** Whether a file begins with a header of possible length. */
    static boolean isSound(final ByteBuffer start) {
        return isLike(start) && start.getLong(0) >= MIN_HEADER && start.getLong(0) <= MAX_HEADER;
    }

    static StateDict read(final Bytes file) {
        final Cursor in = new Cursor(file);
        final long headerLength = in.i64();
        if (headerLength < MIN_HEADER || headerLength > MAX_HEADER) {
            throw Unreadable.damaged("its header claims %s bytes", Long.toUnsignedString(headerLength));
        }
        final byte[] header = new byte[(int) headerLength];
        in.take(headerLength).get(header);
        final Safetensors reader = new Safetensors(file.part(in.position(), file.length() - in.position()));
        try (JsonParser json = jsonFactory().createParser(header)) {
            reader.readHeader(json);
        } catch (final IOException e) {
            throw Unreadable.damaged("its header is not the JSON it should be");
        }
        reader.requireNoGaps();
        return new StateDict(reader.tensors, reader.metadata);
    }

    private static JsonFactory jsonFactory() {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names come from outside: a shared table of them is of no use and could be flooded.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNameLength(StateDict.MAX_NAME)
                        .maxStringLength(MAX_METADATA)
                        .build())
                .build();
    }

    private void readHeader(final JsonParser json) throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            final String name = json.currentName();
            require(json.nextToken() == JsonToken.START_OBJECT);
            if (name.equals(METADATA)) {
                readMetadata(json);
            } else {
                readTensor(json, name);
            }
        }
        require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
    }

    private void readMetadata(final JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            final String name = json.currentName();
            require(json.nextToken() == JsonToken.VALUE_STRING);
            metadata.put(name, json.getText());
        }
    }

    private void readTensor(final JsonParser json, final String name) throws IOException {
        String type = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            final String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> type = json.getText();
                case "shape" -> shape = integers(json);
                case "data_offsets" -> offsets = integers(json);
                default -> json.skipChildren();
            }
        }
        require(type != null && shape != null && offsets != null && offsets.length == 2);
        if (tensors.size() == StateDict.MAX_TENSORS) {
            throw Unreadable.unsupported("it names more tensors than any network has");
        }
        tensors.put(name, tensor(name, dtype(name, type), shape, offsets));
    }

    private static DType dtype(final String name, final String type) {
        for (final DType dtype : DType.values()) {
            if (dtype.name().equals(type)) {
                return dtype;
            }
        }
        throw Unreadable.unsupported(
                "its tensor %s has the element type %s", Unreadable.quote(name), Unreadable.quote(type));
    }

    private TensorData tensor(final String name, final DType dtype, final long[] shape, final long[] offsets) {
        final long length = offsets[1] - offsets[0];
        if (offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > data.length()) {
            throw Unreadable.damaged(
                    "its tensor %s lies at %s of %d bytes",
                    Unreadable.quote(name), Arrays.toString(offsets), data.length());
        }
        if (byteCount(shape, dtype) != length) {
            throw Unreadable.damaged(
                    "its tensor %s of shape %s and type %s has %d bytes",
                    Unreadable.quote(name), Arrays.toString(shape), dtype, length);
        }
        extents.add(offsets);
        return new TensorData(dtype, shape, data.slice(offsets[0], length));
    }

    private static long byteCount(final long[] shape, final DType dtype) {
        try {
            return Shapes.byteCount(shape, dtype);
        } catch (final IllegalArgumentException e) {
            return -1;
        }
    }

    /** The format allows none, so that nothing can hide in them and every byte belongs to one tensor. */
    private void requireNoGaps() {
        extents.sort(Comparator.<long[]>comparingLong(e -> e[0]).thenComparingLong(e -> e[1]));
        long end = 0;
        for (final long[] extent : extents) {
            if (extent[0] != end) {
                throw Unreadable.damaged("its tensors overlap or leave a gap at byte %d of the data", end);
            }
            end = extent[1];
        }
        if (end != data.length()) {
            throw Unreadable.damaged("its tensors end at byte %d of %d bytes of data", end, data.length());
        }
    }

    private static long[] integers(final JsonParser json) throws IOException {
        require(json.currentToken() == JsonToken.START_ARRAY);
        final long[] values = new long[Shapes.MAX_RANK];
        int count = 0;
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            require(count < values.length);
            values[count++] = json.getLongValue();
        }
        require(json.currentToken() == JsonToken.END_ARRAY);
        return Arrays.copyOf(values, count);
    }

    private static void require(final boolean holds) {
        if (!holds) {
            throw Unreadable.damaged("its header does not describe tensors");
        }
    }
}
