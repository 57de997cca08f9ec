package org.objectomaly.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory a file may cause to be taken: a multiple of its own size. Mapped data need none of it; it is for what
 * has to be inflated or rearranged, and keeps a small file from asking for a lot.
 */
final class Memory {
    private static final long ALWAYS = 4L << 20;
    private static final int TIMES_THE_FILE = 4;

    private long left;

    Memory(final long fileLength) {
        left = ALWAYS + Math.min(fileLength, Long.MAX_VALUE / TIMES_THE_FILE - ALWAYS) * TIMES_THE_FILE;
    }

    /** A direct little-endian buffer of zeros. */
    ByteBuffer allocate(final long count) {
        if (count > left) {
            throw Unreadable.damaged("its tensors would grow far beyond the size of the file");
        }
        if (count > Integer.MAX_VALUE) {
            throw Unreadable.unsupported("it holds a single piece of %d bytes, and 2 GB is the most", count);
        }
        left -= count;
        try {
            return ByteBuffer.allocateDirect((int) count).order(ByteOrder.LITTLE_ENDIAN);
        } catch (final OutOfMemoryError e) {
            // The limit of direct memory, which the virtual machine keeps by counting: nothing is lost by going on.
            throw Unreadable.unsupported(
                    "unpacking or rearranging its tensors needs %d bytes more than the program may take"
                            + " (-XX:MaxDirectMemorySize)",
                    count);
        }
    }
}
