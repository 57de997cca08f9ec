package org.objectomaly.checkpoint;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive, zip64 or not, whose stored entries stay where they are in the mapped file.
 *
 * <p>The directory is read here because the JDK's own reader does not say where an entry's bytes begin. Check sums are
 * not compared: newer writers leave them out, and whole files are verified by their hash. Source: PKWARE's APPNOTE.
 */
final class ZipArchive {
    /** How every entry, and so every archive, begins. */
    static final int LOCAL_SIGNATURE = 0x04034b50;

    private static final int MAX_ENTRIES = 200_000;
    /** The names of all entries are kept on the heap. */
    private static final long MAX_DIRECTORY = 64L << 20;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int LOCATOR64_SIGNATURE = 0x07064b50;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int END_LENGTH = 22;
    private static final int LOCATOR64_LENGTH = 20;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final long SEE_EXTRA = 0xffffffffL;
    /** Deflate makes at most this many bytes of one. */
    private static final int BEST_RATIO = 1032;

    private record Entry(int flags, int method, long packed, long unpacked, long header) {}

    private final Bytes file;
    private final Memory memory;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Bytes> inflated = new LinkedHashMap<>();

    ZipArchive(final Bytes file, final Memory memory) {
        this.file = file;
        this.memory = memory;
        readDirectory(endOfDirectory());
    }

    /** The names of all entries in the order of the directory. */
    Set<String> names() {
        return entries.keySet();
    }

    /**
     * The content of an entry.
     *
     * @throws Unreadable if there is no such entry, or it is damaged
     */
    Bytes entry(final String name) {
        final Entry entry = entries.get(name);
        if (entry == null) {
            throw Unreadable.damaged("the archive has no entry %s", Unreadable.quote(name));
        }
        if ((entry.flags & 1) != 0) {
            throw Unreadable.unsupported("the archive's entry %s is encrypted", Unreadable.quote(name));
        }
        return switch (entry.method) {
            case 0 -> content(name, entry);
            case 8 -> inflated.computeIfAbsent(name, n -> inflate(n, entry));
            default ->
                throw Unreadable.unsupported(
                        "the archive's entry %s is compressed by method %d", Unreadable.quote(name), entry.method);
        };
    }

    private int endOfDirectory() {
        final int tail = (int) Math.min(file.length(), END_LENGTH + LONGEST_COMMENT);
        final ByteBuffer end = file.slice(file.length() - tail, tail);
        for (int at = tail - END_LENGTH; at >= 0; at--) {
            if (end.getInt(at) == END_SIGNATURE && (end.getShort(at + 20) & 0xffff) == tail - END_LENGTH - at) {
                return tail - at;
            }
        }
        throw Unreadable.damaged("the archive has no directory at its end, as when a download stops early");
    }

    private void readDirectory(final int fromEnd) {
        final long end = file.length() - fromEnd;
        final Cursor at = new Cursor(file);
        at.moveTo(end + 10);
        long count = at.u16();
        long size = at.u32();
        long start = at.u32();
        if (end >= LOCATOR64_LENGTH) {
            at.moveTo(end - LOCATOR64_LENGTH);
            if (at.i32() == LOCATOR64_SIGNATURE) {
                at.skip(4);
                at.moveTo(at.i64());
                requireSignature(at, END64_SIGNATURE);
                at.skip(28);
                count = at.i64();
                size = at.i64();
                start = at.i64();
            }
        }
        if (count < 0 || count > MAX_ENTRIES || size < 0 || size > MAX_DIRECTORY) {
            throw Unreadable.damaged("the archive claims %d entries in a directory of %d bytes", count, size);
        }
        file.requireInside(start, size);
        final Cursor directory = new Cursor(file.part(start, size));
        for (long i = 0; i < count; i++) {
            readEntry(directory);
        }
    }

    private static void requireSignature(final Cursor at, final int signature) {
        if (at.i32() != signature) {
            throw Unreadable.damaged("the archive's directory is broken at byte %d", at.position() - 4);
        }
    }

    private void readEntry(final Cursor at) {
        requireSignature(at, ENTRY_SIGNATURE);
        at.skip(4);
        final int flags = at.u16();
        final int method = at.u16();
        at.skip(8);
        final long packed = at.u32();
        final long unpacked = at.u32();
        final int nameLength = at.u16();
        final int extraLength = at.u16();
        final int commentLength = at.u16();
        at.skip(8);
        final long header = at.u32();
        final String name = at.text(nameLength);
        final long[] sizes = {unpacked, packed, header};
        readExtra(at.take(extraLength), sizes);
        at.skip(commentLength);
        if (entries.put(name, new Entry(flags, method, sizes[1], sizes[0], sizes[2])) != null) {
            throw Unreadable.damaged("the archive has two entries %s", Unreadable.quote(name));
        }
    }

    /** Fills in, in this order, what did not fit 32 bits. */
    private static void readExtra(final ByteBuffer extra, final long[] sizes) {
        while (extra.remaining() >= 4) {
            final int id = extra.getShort() & 0xffff;
            final int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
            final int next = extra.position() + length;
            for (int i = 0; id == 1 && i < sizes.length; i++) {
                if (sizes[i] == SEE_EXTRA && next - extra.position() >= Long.BYTES) {
                    sizes[i] = extra.getLong();
                }
            }
            extra.position(next);
        }
    }

    private Bytes content(final String name, final Entry entry) {
        if (entry.method == 0 && entry.packed != entry.unpacked) {
            throw Unreadable.damaged("the archive's entry %s has two sizes", Unreadable.quote(name));
        }
        final Cursor at = new Cursor(file);
        at.moveTo(entry.header);
        requireSignature(at, LOCAL_SIGNATURE);
        at.skip(22);
        final int nameAndExtra = at.u16() + at.u16();
        at.skip(nameAndExtra);
        return file.part(at.position(), entry.packed);
    }

    private Bytes inflate(final String name, final Entry entry) {
        final Bytes packed = content(name, entry);
        if (entry.unpacked < 0 || entry.unpacked / BEST_RATIO > packed.length()) {
            throw Unreadable.damaged(
                    "the archive's entry %s claims to inflate to %d bytes", Unreadable.quote(name), entry.unpacked);
        }
        final ByteBuffer target = memory.allocate(entry.unpacked);
        final Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed.slice(0, packed.length()));
            while (target.hasRemaining() && inflater.inflate(target) > 0) {
                // Goes on until the promised size is there or nothing more comes.
            }
        } catch (final DataFormatException e) {
            throw Unreadable.damaged("the archive's entry %s does not inflate", Unreadable.quote(name));
        } finally {
            inflater.end();
        }
        if (target.hasRemaining()) {
            throw Unreadable.damaged("the archive's entry %s inflates to too few bytes", Unreadable.quote(name));
        }
        return Bytes.of(target.flip());
    }
}
