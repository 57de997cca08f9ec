package org.objectomaly.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectomaly.nn.WeightSource;

/**
 * Makes checkpoints as the zoo of detectron2 publishes them: a pickle of protocol 4, but for its frames, of
 * {@code {"model": {key: numpy array, ...}, "__author__": ...}}.
 */
public final class DetectronPickle implements AutoCloseable {
    private static final int BATCH = 1000;
    private static final int MEMOIZE = 0x94;

    private final OutputStream out;
    /** Numbers of what is written once and recalled later. */
    private final Map<String, Integer> memo = new LinkedHashMap<>();

    private int remembered;

    private DetectronPickle(final OutputStream out) {
        this.out = out;
    }

    /**
     * Makes a checkpoint.
     *
     * @param file to be written
     * @param weights all of them, in their order
     */
    public static void write(final Path file, final WeightSource weights) {
        try (DetectronPickle pickle = new DetectronPickle(new BufferedOutputStream(Files.newOutputStream(file)))) {
            pickle.opcodes(0x80, 4, '}', MEMOIZE, '(');
            pickle.text("model");
            pickle.opcodes('}', MEMOIZE, '(');
            int written = 0;
            for (final String key : weights.keys()) {
                if (written++ % BATCH == BATCH - 1) {
                    pickle.opcodes('u', '(');
                }
                pickle.text(key);
                pickle.array(weights.values(key), weights.shape(key));
            }
            pickle.opcodes('u');
            pickle.text("__author__");
            pickle.text("third_party");
            pickle.opcodes('u', '.');
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void array(final float[] values, final long... shape) throws IOException {
        global("numpy.core.multiarray", "_reconstruct");
        global("numpy", "ndarray");
        integer(0);
        opcodes(0x85, MEMOIZE, 'C', 1, 'b', MEMOIZE, 0x87, MEMOIZE, 'R', MEMOIZE, '(');
        integer(1);
        tuple(shape);
        type();
        opcodes(0x89, 'B');
        number(4, 4L * values.length);
        final ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        out.write(bytes.array());
        opcodes(MEMOIZE, 't', MEMOIZE, 'b');
    }

    /** The type of all arrays. */
    private void type() throws IOException {
        if (recalled("type")) {
            return;
        }
        global("numpy", "dtype");
        text("f4");
        opcodes(0x89, 0x88, 0x87, MEMOIZE, 'R');
        remember("type");
        opcodes('(');
        integer(3);
        text("<");
        opcodes('N', 'N', 'N');
        integer(-1);
        integer(-1);
        integer(0);
        opcodes('t', MEMOIZE, 'b');
    }

    private void global(final String module, final String name) throws IOException {
        if (!recalled(module + " " + name)) {
            text(module);
            text(name);
            opcodes(0x93);
            remember(module + " " + name);
        }
    }

    private void remember(final String what) throws IOException {
        memo.put(what, remembered);
        opcodes(MEMOIZE);
    }

    private boolean recalled(final String what) throws IOException {
        final Integer number = memo.get(what);
        if (number != null) {
            out.write(number < 256 ? 'h' : 'j');
            number(number < 256 ? 1 : 4, number);
        }
        return number != null;
    }

    private void tuple(final long... values) throws IOException {
        if (values.length > 3) {
            opcodes('(');
        }
        for (final long value : values) {
            integer(value);
        }
        opcodes(new int[] {')', 0x85, 0x86, 0x87, 't'}[Math.min(4, values.length)]);
        if (values.length > 0) {
            opcodes(MEMOIZE);
        }
    }

    private void integer(final long value) throws IOException {
        final boolean isShort = value >= 0 && value < 1 << 16;
        final int bytes = !isShort ? 4 : value < 256 ? 1 : 2;
        out.write(bytes == 4 ? 'J' : bytes == 1 ? 'K' : 'M');
        number(bytes, value);
    }

    private void text(final String text) throws IOException {
        if (!recalled("text " + text)) {
            final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.write(0x8c);
            out.write(utf8.length);
            out.write(utf8);
            remember("text " + text);
        }
    }

    /** Each value that is memoized takes the next number. */
    private void opcodes(final int... opcodes) throws IOException {
        for (final int opcode : opcodes) {
            out.write(opcode);
            remembered += opcode == MEMOIZE ? 1 : 0;
        }
    }

    private void number(final int bytes, final long value) throws IOException {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> 8 * i));
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
