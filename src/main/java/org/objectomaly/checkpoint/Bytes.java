package org.objectomaly.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A stretch of bytes that may be longer than one buffer can hold: a file, an entry of an archive, a storage. */
interface Bytes {
    /** How many there are. */
    long length();

    /**
     * A part of them; no copy is made.
     *
     * @return a little-endian view of exactly these bytes
     * @throws Unreadable if they are not all there, or are more than 2 GB
     */
    ByteBuffer slice(long offset, long length);

    /** A part of these bytes as bytes of their own; it lies inside, the caller has checked. */
    default Bytes part(final long offset, final long length) {
        final Bytes whole = this;
        requireInside(offset, length);
        return new Bytes() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public ByteBuffer slice(final long from, final long count) {
                requireInside(from, count);
                return whole.slice(offset + from, count);
            }
        };
    }

    /** Refuses a part that is not inside. */
    default void requireInside(final long offset, final long length) {
        if (offset < 0 || length < 0 || offset > length() || length > length() - offset) {
            throw Unreadable.damaged(
                    "%d bytes are expected from byte %d on of a part that has %d", length, offset, length());
        }
    }

    /** Bytes that are in memory already. */
    static Bytes of(final ByteBuffer buffer) {
        return new Bytes() {
            @Override
            public long length() {
                return buffer.remaining();
            }

            @Override
            public ByteBuffer slice(final long offset, final long length) {
                requireInside(offset, length);
                return buffer.slice(buffer.position() + (int) offset, (int) length)
                        .order(ByteOrder.LITTLE_ENDIAN);
            }
        };
    }
}
