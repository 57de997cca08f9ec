package org.objectomaly.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads numbers and pieces one after the other; whatever reaches past the end is {@link Unreadable}. */
final class Cursor {
    private static final long WINDOW = 1L << 30;

    private final Bytes bytes;
    private long windowStart;
    private ByteBuffer window;

    Cursor(final Bytes bytes) {
        this.bytes = bytes;
        moveTo(0);
    }

    /** The place of the next byte to be read. */
    long position() {
        return windowStart + window.position();
    }

    /** Goes to a place, at most to just behind the last byte. */
    void moveTo(final long position) {
        bytes.requireInside(position, 0);
        windowStart = position;
        window = bytes.slice(position, Math.min(WINDOW, bytes.length() - position));
    }

    private ByteBuffer next(final int count) {
        if (window.remaining() < count) {
            bytes.requireInside(position(), count);
            moveTo(position());
        }
        return window;
    }

    int u8() {
        return next(1).get() & 0xff;
    }

    int u16() {
        return next(2).getShort() & 0xffff;
    }

    int i32() {
        return next(4).getInt();
    }

    long u32() {
        return i32() & 0xffffffffL;
    }

    long i64() {
        return next(8).getLong();
    }

    double bigEndianDouble() {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    /** The next bytes as a view, not a copy. */
    ByteBuffer take(final long count) {
        final long from = position();
        final ByteBuffer piece = bytes.slice(from, count);
        if (count <= window.remaining()) {
            window.position(window.position() + (int) count);
        } else {
            moveTo(from + count);
        }
        return piece.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Passes over bytes, any number of them. */
    void skip(final long count) {
        bytes.requireInside(position(), count);
        moveTo(position() + count);
    }

    /** The next bytes as UTF-8 text. */
    String text(final long count) {
        final ByteBuffer piece = take(count);
        final byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        return new String(copy, StandardCharsets.UTF_8);
    }

    /** The text up to the next line feed, which is read too. */
    String line(final int longest) {
        final long start = position();
        for (int length = 0; length <= longest; length++) {
            if (u8() == '\n') {
                moveTo(start);
                final String line = text(length);
                u8();
                return line;
            }
        }
        throw Unreadable.damaged("a name at byte %d is longer than %d bytes", start, longest);
    }
}
