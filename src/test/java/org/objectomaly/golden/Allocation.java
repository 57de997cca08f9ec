package org.objectomaly.golden;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much a call allocates on the Java heap in the steady state. */
public final class Allocation {
    private static final int WARM = 200;
    private static final int MEASURED = 200;

    private Allocation() {}

    /**
     * Runs a piece of work until it is warm and then measures it.
     *
     * @param work the call
     * @return bytes allocated by this thread per call, rounded down
     */
    public static long perCall(final Runnable work) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM; i++) {
            work.run();
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MEASURED; i++) {
            work.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / MEASURED;
    }
}
