package org.objectomaly.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
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

    /** An instance of a class, made without calling its constructor, and its attributes. */
    record Instance(Global type, Map<?, ?> attributes) {}

    /** A Python list. */
    record Elements(List<?> elements) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    /** Whether to write as CPython's own pickler: the shortest opcodes, and nothing twice. */
    private final boolean exact;
    /** Numbers of what was written, names by value and the rest by identity. */
    private final Map<Object, Integer> names = new HashMap<>();

    private final Map<Object, Integer> others = new IdentityHashMap<>();

    private PickleWriter(final boolean exact) {
        this.exact = exact;
    }

    /** One complete pickle of protocol 2. */
    static byte[] pickle(final Object value) {
        return pickle(value, false);
    }

    /** One complete pickle of protocol 2 as CPython writes it. */
    static byte[] pickleExactly(final Object value) {
        return pickle(value, true);
    }

    private static byte[] pickle(final Object value, final boolean exact) {
        final PickleWriter writer = new PickleWriter(exact);
        writer.opcode(0x80).opcode(2).write(value);
        return writer.opcode('.').out.toByteArray();
    }

    private static boolean isName(final Object value) {
        return value instanceof String || value instanceof Global;
    }

    /** Recalls a value that was written before. */
    private boolean recalled(final Object value) {
        final Integer number = isName(value) ? names.get(value) : others.get(value);
        if (number != null) {
            numbered('h', 'j', number);
        }
        return number != null;
    }

    private void remember(final Object value) {
        if (exact) {
            final int number = names.size() + others.size();
            (isName(value) ? names : others).put(value, number);
            numbered('q', 'r', number);
        }
    }

    private void numbered(final int shortOpcode, final int longOpcode, final int number) {
        opcode(number < 256 ? shortOpcode : longOpcode).number(number < 256 ? 1 : 4, number);
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
        if (recalled(value)) {
            return;
        }
        if (value == null) {
            opcode('N');
        } else if (value instanceof Boolean truth) {
            opcode(truth ? 0x88 : 0x89);
        } else if (value instanceof Integer number) {
            integer(number);
        } else if (value instanceof Long number && exact && number == number.intValue()) {
            integer(number.intValue());
        } else if (value instanceof Long number) {
            opcode(0x8a).opcode(8).number(8, number);
        } else if (value instanceof Double number) {
            opcode('G').number(8, Long.reverseBytes(Double.doubleToLongBits(number)));
        } else if (value instanceof String text) {
            final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            opcode('X').number(4, utf8.length);
            out.writeBytes(utf8);
            remember(value);
        } else if (value instanceof byte[] bytes) {
            opcode('B').number(4, bytes.length);
            out.writeBytes(bytes);
        } else if (value instanceof Raw raw) {
            out.writeBytes(raw.opcodes);
        } else {
            writeStructure(value);
        }
    }

    private void integer(final int number) {
        if (exact && number >= 0 && number < 1 << 16) {
            opcode(number < 256 ? 'K' : 'M').number(number < 256 ? 1 : 2, number);
        } else {
            opcode('J').number(4, number);
        }
    }

    private void writeStructure(final Object value) {
        if (value instanceof List<?> tuple) {
            writeTuple(tuple);
        } else if (value instanceof Elements list) {
            opcode(']');
            remember(value);
            if (!list.elements.isEmpty()) {
                opcode('(');
                list.elements.forEach(this::write);
                opcode('e');
            }
        } else if (value instanceof Map<?, ?> dict) {
            opcode('}');
            remember(value);
            writeItems(dict);
        } else if (value instanceof Instance instance) {
            write(instance.type);
            opcode(')').opcode(0x81);
            remember(value);
            write(instance.attributes);
            opcode('b');
        } else if (value instanceof Global global) {
            opcode('c');
            out.writeBytes((global.module + "\n" + global.name + "\n").getBytes(StandardCharsets.UTF_8));
            remember(value);
        } else if (value instanceof Persistent reference) {
            write(reference.id);
            opcode('Q');
        } else if (value instanceof Call call) {
            write(call.callable);
            write(call.arguments);
            opcode('R');
            remember(value);
            writeItems(call.items);
            if (call.state != null) {
                write(call.state);
                opcode('b');
            }
        } else {
            throw new IllegalArgumentException("no pickle of " + value.getClass());
        }
    }

    private void writeTuple(final List<?> tuple) {
        if (!exact || tuple.size() > 3) {
            opcode('(');
            tuple.forEach(this::write);
            opcode('t');
        } else {
            tuple.forEach(this::write);
            opcode(tuple.isEmpty() ? ')' : 0x84 + tuple.size());
        }
        if (!tuple.isEmpty()) {
            remember(tuple);
        }
    }

    private void writeItems(final Map<?, ?> items) {
        if (exact && items.size() == 1) {
            items.forEach((key, item) -> {
                write(key);
                write(item);
            });
            opcode('s');
        } else if (!items.isEmpty()) {
            opcode('(');
            items.forEach((key, item) -> {
                write(key);
                write(item);
            });
            opcode('u');
        }
    }
}
