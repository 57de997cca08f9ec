package org.objectomaly.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stack machine of Python's pickles, protocols 2 to 5, that builds inert data only.
 *
 * <p>None is null; bool, int, float and str are Boolean, Long or BigInteger, Double and String; bytes are read-only
 * {@link ByteBuffer}s of the file; list, tuple and set are {@link List}s; dict is a {@link Map} in order. A global is
 * a {@link PickleClass}, that is its name, and whatever would be built by calling one is a {@link PickleObject}. No
 * class is special here: what a name means is decided by those who read the result.
 *
 * <p>Each opcode takes at most about a hundred bytes of memory besides its text, and opcodes and text have a limit, so
 * that memory and time do too.
 * The result may share and contain itself; nothing here walks it. Source: the opcodes of CPython's pickletools.
 */
final class PickleMachine {
    /** A checkpoint of a thousand tensors takes about forty thousand. */
    static final int MAX_STEPS = 2_000_000;

    /** All strings together, in bytes. */
    static final long MAX_TEXT = 64L << 20;

    private static final int MAX_NAME = 512;
    private static final int MAX_INTEGER_BYTES = 64;
    /** A longer byte string of Python 2 stays a view of the file: it is an array, not a name. */
    private static final int LONGEST_NAME_STRING = 4096;

    private final Cursor in;
    private final List<PersistentId> persistentIds = new ArrayList<>();
    private final PickleStack stack = new PickleStack();
    private final Map<Long, Object> memo = new HashMap<>();
    private long textLeft = MAX_TEXT;

    PickleMachine(final Cursor in) {
        this.in = in;
    }

    /** Every reference to something outside, in the order of the file. */
    List<PersistentId> persistentIds() {
        return persistentIds;
    }

    /**
     * Runs one pickle, from its first opcode to its STOP; the cursor then stands behind it.
     *
     * @return the data it describes
     */
    Object run() {
        for (int step = 0; step < MAX_STEPS; step++) {
            final int opcode = in.u8();
            if (opcode == '.') {
                return stack.pop();
            }
            if (!scalar(opcode) && !collection(opcode) && !memory(opcode) && !object(opcode)) {
                throw Unreadable.damaged("byte %d is 0x%02x, no known pickle opcode", in.position() - 1, opcode);
            }
        }
        throw Unreadable.unsupported("its pickle has more than %d steps", MAX_STEPS);
    }

    private boolean scalar(final int opcode) {
        switch (opcode) {
            case 0x80 -> protocol(in.u8()); // PROTO
            case 0x95 -> in.i64(); // FRAME: a hint for reading ahead
            case 'N' -> stack.push(null); // NONE
            case 0x88 -> stack.push(true); // NEWTRUE
            case 0x89 -> stack.push(false); // NEWFALSE
            case 'J' -> stack.push((long) in.i32()); // BININT
            case 'K' -> stack.push((long) in.u8()); // BININT1
            case 'M' -> stack.push((long) in.u16()); // BININT2
            case 0x8a -> stack.push(integer(in.u8())); // LONG1
            case 0x8b -> stack.push(integer(in.u32())); // LONG4
            case 'G' -> stack.push(in.bigEndianDouble()); // BINFLOAT
            case 'X' -> stack.push(text(in.u32())); // BINUNICODE
            case 0x8c -> stack.push(text(in.u8())); // SHORT_BINUNICODE
            case 0x8d -> stack.push(text(in.i64())); // BINUNICODE8
            case 'B' -> stack.push(in.take(in.u32())); // BINBYTES
            case 'C' -> stack.push(in.take(in.u8())); // SHORT_BINBYTES
            case 0x8e, 0x96 -> stack.push(in.take(in.i64())); // BINBYTES8, BYTEARRAY8
            case 'T' -> stack.push(byteString(in.u32())); // BINSTRING
            case 'U' -> stack.push(byteString(in.u8())); // SHORT_BINSTRING
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean collection(final int opcode) {
        switch (opcode) {
            case '(' -> stack.mark(); // MARK
            case '0' -> stack.drop(); // POP
            case '1' -> stack.toMark(); // POP_MARK
            case '2' -> stack.push(stack.peek()); // DUP
            case ')' -> stack.push(List.of()); // EMPTY_TUPLE
            case 0x85 -> stack.push(stack.last(1)); // TUPLE1
            case 0x86 -> stack.push(stack.last(2)); // TUPLE2
            case 0x87 -> stack.push(stack.last(3)); // TUPLE3
            case 't', 'l', 0x91 -> stack.push(stack.toMark()); // TUPLE, LIST, FROZENSET
            case ']', 0x8f -> stack.push(new ArrayList<>(0)); // EMPTY_LIST, EMPTY_SET
            case '}' -> stack.push(new LinkedHashMap<>(0)); // EMPTY_DICT
            case 'd' -> stack.push(putAll(new LinkedHashMap<>(), stack.toMark())); // DICT
            case 'a' -> addAll(stack.last(1)); // APPEND
            case 'e', 0x90 -> addAll(stack.toMark()); // APPENDS, ADDITEMS
            case 's' -> setItems(stack.last(2)); // SETITEM
            case 'u' -> setItems(stack.toMark()); // SETITEMS
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(final int opcode) {
        switch (opcode) {
            case 'q' -> memo.put((long) in.u8(), stack.peek()); // BINPUT
            case 'r' -> memo.put(in.u32(), stack.peek()); // LONG_BINPUT
            case 0x94 -> memo.put((long) memo.size(), stack.peek()); // MEMOIZE
            case 'h' -> stack.push(recall(in.u8())); // BINGET
            case 'j' -> stack.push(recall(in.u32())); // LONG_BINGET
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(final int opcode) {
        switch (opcode) {
            case 'c' -> stack.push(global(in.line(MAX_NAME), in.line(MAX_NAME))); // GLOBAL
            case 0x93 -> stackGlobal(); // STACK_GLOBAL
            case 'R', 0x81 -> call(stack.last(2)); // REDUCE, NEWOBJ
            case 0x92 -> call(stack.last(3)); // NEWOBJ_EX; its keyword arguments are not kept
            case 'b' -> build(stack.pop()); // BUILD
            case 'Q' -> persistentId(stack.pop()); // BINPERSID
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void protocol(final int version) {
        if (version < 2 || version > 5) {
            throw Unreadable.damaged("it claims pickle protocol %d, and 2 to 5 are known", version);
        }
    }

    private Object integer(final long byteCount) {
        if (byteCount > MAX_INTEGER_BYTES) {
            throw Unreadable.damaged("it holds an integer of %d bytes", byteCount);
        }
        final byte[] bigEndian = new byte[(int) byteCount];
        final ByteBuffer digits = in.take(byteCount);
        for (int i = bigEndian.length - 1; i >= 0; i--) {
            bigEndian[i] = digits.get();
        }
        final BigInteger value = bigEndian.length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private String text(final long byteCount) {
        countText(byteCount);
        return in.text(byteCount);
    }

    private void countText(final long byteCount) {
        if (byteCount > textLeft) {
            throw Unreadable.unsupported("its pickle holds a text of %d bytes, too much for names", byteCount);
        }
        textLeft -= Math.max(0, byteCount);
    }

    /** Python 2 writes names and the bytes of arrays alike. */
    private Object byteString(final long byteCount) {
        if (byteCount > LONGEST_NAME_STRING) {
            return in.take(byteCount);
        }
        countText(byteCount);
        return StandardCharsets.ISO_8859_1.decode(in.take(byteCount)).toString();
    }

    private Object recall(final long index) {
        final Object value = memo.get(index);
        if (value == null && !memo.containsKey(index)) {
            throw Unreadable.damaged("its pickle recalls number %d, which was never stored", index);
        }
        return value;
    }

    private void addAll(final List<Object> values) {
        if (stack.peek() instanceof PickleObject o) {
            o.elements().addAll(values);
        } else if (stack.peek() instanceof ArrayList<?>) {
            @SuppressWarnings("unchecked") // every ArrayList on the stack was made here, of Object
            final List<Object> list = (List<Object>) stack.peek();
            list.addAll(values);
        } else {
            throw Unreadable.damaged("its pickle appends to what is no list, at byte %d", in.position() - 1);
        }
    }

    private void setItems(final List<Object> keysAndValues) {
        if (stack.peek() instanceof PickleObject o) {
            putAll(o.items(), keysAndValues);
        } else if (stack.peek() instanceof LinkedHashMap<?, ?>) {
            @SuppressWarnings("unchecked") // every map on the stack was made here, of Object
            final Map<Object, Object> map = (Map<Object, Object>) stack.peek();
            putAll(map, keysAndValues);
        } else {
            throw Unreadable.damaged("its pickle sets entries of what is no dict, at byte %d", in.position() - 1);
        }
    }

    /** Keeps the entries whose key is a plain value: any other would have to be hashed by walking it. */
    private Map<Object, Object> putAll(final Map<Object, Object> map, final List<Object> keysAndValues) {
        if (keysAndValues.size() % 2 != 0) {
            throw Unreadable.damaged("its pickle has a key without a value before byte %d", in.position());
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            final Object key = keysAndValues.get(i);
            if (key == null || key instanceof String || key instanceof Number || key instanceof Boolean) {
                map.put(key, keysAndValues.get(i + 1));
            }
        }
        return map;
    }

    private PickleClass global(final String module, final String name) {
        countText(module.length() + name.length());
        return new PickleClass(module, name);
    }

    private void stackGlobal() {
        final List<Object> names = stack.last(2);
        if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
            throw Unreadable.damaged("its pickle names a class by something else than text");
        }
        stack.push(global(module, name));
    }

    private void call(final List<Object> callableAndArguments) {
        if (!(callableAndArguments.get(1) instanceof List<?> arguments)) {
            throw Unreadable.damaged("its pickle calls with what is no tuple, at byte %d", in.position() - 1);
        }
        stack.push(new PickleObject(callableAndArguments.get(0), arguments));
    }

    private void build(final Object state) {
        // What is no object has no use for a state: an OrderedDict's bookkeeping, say.
        if (stack.peek() instanceof PickleObject o) {
            o.state(state);
        }
    }

    private void persistentId(final Object id) {
        final PersistentId reference = new PersistentId(id);
        persistentIds.add(reference);
        stack.push(reference);
    }
}
