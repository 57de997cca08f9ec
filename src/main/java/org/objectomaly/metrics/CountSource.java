package org.objectomaly.metrics;

/** Counted scores on their way into a {@link CountWindow}, window after window. */
interface CountSource {
    /** The {@link #key} of a source that has given everything. */
    long END = Long.MAX_VALUE;

    /**
     * A key of the first window not yet given.
     *
     * @return an unsigned integer, or {@link #END}
     */
    long key();

    /**
     * Gives all counts within an open window.
     *
     * @param window a window that holds {@link #key} or ends before it
     */
    void drain(CountWindow window);
}
