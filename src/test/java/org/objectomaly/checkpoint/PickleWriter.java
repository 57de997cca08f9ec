package org.objectomaly.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Pickles Java values as Python would pickle theirs: a {@link List} is a tuple, a {@link Map} a dict. */
final class PickleWriter {
    /** The name of a class or function. */
    record Global(String module, String name) {}

    /** The result of calling something, with entries set and a state given if there are any. */
    record Call(Object callable, List<?> arguments, Map<?, ?> items, Object state) {
        Call(final Object callable, final List<?> arguments) {
            this(callable, arguments, Map.of(), null);
        }
    }

    /** A reference to something outside the pickle. */
    record Persistent(Object id) {}

    /** Opcodes as they are. */
    record Raw(byte... opcodes) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** One complete pickle of protocol 2. */
    static byte[] pickle(final Object value) {
        final PickleWriter writer = new PickleWriter();
        writer.opcode(0x80).opcode(2).write(value);
        return writer.opcode('.').out.toByteArray();
    }

    private PickleWriter opcode(final int opcode) {
        out.write(opcode);
        return this;
    }

    private void number(final int bytes, final long value) {
        final ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(buffer.putLong(value).array(), 0, bytes);
    }

    private void write(final Object value) {
        if (value == null) {
            opcode('N');
        } else if (value instanceof Boolean truth) {
            opcode(truth ? 0x88 : 0x89);
        } else if (value instanceof Integer number) {
            opcode('J').number(4, number);
        } else if (value instanceof Long number) {
            opcode(0x8a).opcode(8).number(8, number);
        } else if (value instanceof Double number) {
            opcode('G').number(8, Long.reverseBytes(Double.doubleToLongBits(number)));
        } else if (value instanceof String text) {
            final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            opcode('X').number(4, utf8.length);
            out.writeBytes(utf8);
        } else if (value instanceof byte[] bytes) {
            opcode('B').number(4, bytes.length);
            out.writeBytes(bytes);
        } else if (value instanceof Raw raw) {
            out.writeBytes(raw.opcodes);
        } else {
            writeStructure(value);
        }
    }

    private void writeStructure(final Object value) {
        if (value instanceof List<?> tuple) {
            opcode('(');
            tuple.forEach(this::write);
            opcode('t');
        } else if (value instanceof Map<?, ?> dict) {
            opcode('}');
            writeItems(dict);
        } else if (value instanceof Global global) {
            opcode('c');
            out.writeBytes((global.module + "\n" + global.name + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Persistent reference) {
            write(reference.id);
            opcode('Q');
        } else if (value instanceof Call call) {
            write(call.callable);
            write(call.arguments);
            opcode('R');
            writeItems(call.items);
            if (call.state != null) {
                write(call.state);
                opcode('b');
            }
        } else {
            throw new IllegalArgumentException("no pickle of " + value.getClass());
        }
    }

    private void writeItems(final Map<?, ?> items) {
        if (!items.isEmpty()) {
            opcode('(');
            items.forEach((key, item) -> {
                write(key);
                write(item);
            });
            opcode('u');
        }
    }
}
