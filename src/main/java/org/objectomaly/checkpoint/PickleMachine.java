package org.objectomaly.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final ArrayList<Object> stack = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private int[] marks = new int[16];
    private int markCount;
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
                return pop();
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
            case 'N' -> push(null); // NONE
            case 0x88 -> push(true); // NEWTRUE
            case 0x89 -> push(false); // NEWFALSE
            case 'J' -> push((long) in.i32()); // BININT
            case 'K' -> push((long) in.u8()); // BININT1
            case 'M' -> push((long) in.u16()); // BININT2
            case 0x8a -> push(integer(in.u8())); // LONG1
            case 0x8b -> push(integer(in.u32())); // LONG4
            case 'G' -> push(in.bigEndianDouble()); // BINFLOAT
            case 'X' -> push(text(in.u32())); // BINUNICODE
            case 0x8c -> push(text(in.u8())); // SHORT_BINUNICODE
            case 0x8d -> push(text(in.i64())); // BINUNICODE8
            case 'B' -> push(in.take(in.u32())); // BINBYTES
            case 'C' -> push(in.take(in.u8())); // SHORT_BINBYTES
            case 0x8e, 0x96 -> push(in.take(in.i64())); // BINBYTES8, BYTEARRAY8
            case 'T' -> push(byteString(in.u32())); // BINSTRING
            case 'U' -> push(byteString(in.u8())); // SHORT_BINSTRING
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean collection(final int opcode) {
        switch (opcode) {
            case '(' -> mark(); // MARK
            case '0' -> drop(); // POP
            case '1' -> toMark(); // POP_MARK
            case '2' -> push(peek()); // DUP
            case ')' -> push(List.of()); // EMPTY_TUPLE
            case 0x85 -> push(last(1)); // TUPLE1
            case 0x86 -> push(last(2)); // TUPLE2
            case 0x87 -> push(last(3)); // TUPLE3
            case 't', 'l', 0x91 -> push(toMark()); // TUPLE, LIST, FROZENSET
            case ']', 0x8f -> push(new ArrayList<>(0)); // EMPTY_LIST, EMPTY_SET
            case '}' -> push(new LinkedHashMap<>(0)); // EMPTY_DICT
            case 'd' -> push(putAll(new LinkedHashMap<>(), toMark())); // DICT
            case 'a' -> addAll(last(1)); // APPEND
            case 'e', 0x90 -> addAll(toMark()); // APPENDS, ADDITEMS
            case 's' -> setItems(last(2)); // SETITEM
            case 'u' -> setItems(toMark()); // SETITEMS
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(final int opcode) {
        switch (opcode) {
            case 'q' -> memo.put((long) in.u8(), peek()); // BINPUT
            case 'r' -> memo.put(in.u32(), peek()); // LONG_BINPUT
            case 0x94 -> memo.put((long) memo.size(), peek()); // MEMOIZE
            case 'h' -> push(recall(in.u8())); // BINGET
            case 'j' -> push(recall(in.u32())); // LONG_BINGET
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(final int opcode) {
        switch (opcode) {
            case 'c' -> push(global(in.line(MAX_NAME), in.line(MAX_NAME))); // GLOBAL
            case 0x93 -> stackGlobal(); // STACK_GLOBAL
            case 'R', 0x81 -> call(last(2)); // REDUCE, NEWOBJ
            case 0x92 -> call(last(3)); // NEWOBJ_EX; its keyword arguments are not kept
            case 'b' -> build(pop()); // BUILD
            case 'Q' -> persistentId(pop()); // BINPERSID
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

    private void push(final Object value) {
        stack.add(value);
    }

    private int floor() {
        return markCount == 0 ? 0 : marks[markCount - 1];
    }

    private Object peek() {
        if (stack.size() <= floor()) {
            throw Unreadable.damaged("its pickle takes more than it has put, at byte %d", in.position() - 1);
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        final Object top = peek();
        stack.remove(stack.size() - 1);
        return top;
    }

    /** POP also removes a mark where that is what lies on top. */
    private void drop() {
        if (markCount > 0 && stack.size() == floor()) {
            markCount--;
        } else {
            pop();
        }
    }

    /** Takes the topmost values, the last one last. */
    private List<Object> last(final int count) {
        final Object[] values = new Object[count];
        for (int i = count - 1; i >= 0; i--) {
            values[i] = pop();
        }
        return Arrays.asList(values);
    }

    private void mark() {
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, 2 * markCount);
        }
        marks[markCount++] = stack.size();
    }

    private List<Object> toMark() {
        if (markCount == 0) {
            throw Unreadable.damaged("its pickle misses a mark before byte %d", in.position() - 1);
        }
        final List<Object> above = stack.subList(marks[--markCount], stack.size());
        final List<Object> taken = new ArrayList<>(above);
        above.clear();
        return taken;
    }

    private Object recall(final long index) {
        final Object value = memo.get(index);
        if (value == null && !memo.containsKey(index)) {
            throw Unreadable.damaged("its pickle recalls number %d, which was never stored", index);
        }
        return value;
    }

    private void addAll(final List<Object> values) {
        if (peek() instanceof PickleObject o) {
            o.elements().addAll(values);
        } else if (peek() instanceof ArrayList<?>) {
            @SuppressWarnings("unchecked") // every ArrayList on the stack was made here, of Object
            final List<Object> list = (List<Object>) peek();
            list.addAll(values);
        } else {
            throw Unreadable.damaged("its pickle appends to what is no list, at byte %d", in.position() - 1);
        }
    }

    private void setItems(final List<Object> keysAndValues) {
        if (peek() instanceof PickleObject o) {
            putAll(o.items(), keysAndValues);
        } else if (peek() instanceof LinkedHashMap<?, ?>) {
            @SuppressWarnings("unchecked") // every map on the stack was made here, of Object
            final Map<Object, Object> map = (Map<Object, Object>) peek();
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
        final List<Object> names = last(2);
        if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
            throw Unreadable.damaged("its pickle names a class by something else than text");
        }
        push(global(module, name));
    }

    private void call(final List<Object> callableAndArguments) {
        if (!(callableAndArguments.get(1) instanceof List<?> arguments)) {
            throw Unreadable.damaged("its pickle calls with what is no tuple, at byte %d", in.position() - 1);
        }
        push(new PickleObject(callableAndArguments.get(0), arguments));
    }

    private void build(final Object state) {
        // What is no object has no use for a state: an OrderedDict's bookkeeping, say.
        if (peek() instanceof PickleObject o) {
            o.state(state);
        }
    }

    private void persistentId(final Object id) {
        final PersistentId reference = new PersistentId(id);
        persistentIds.add(reference);
        push(reference);
    }
}
