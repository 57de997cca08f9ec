package org.objectomaly.objectness;

import org.objectomaly.nn.DeviceTrouble;

/** What a network is asked at a time: as many questions as is good, and fewer where a GPU's memory is too small for that. */
final class Batches {
    private Batches() {}

    /** Asks some of the questions. */
    @FunctionalInterface
    interface Part {
        /**
         * Asks; whoever runs out of memory must not have kept any answer.
         *
         * @param from the first of them
         * @param to one past the last of them
         */
        void ask(int from, int to);
    }

    /**
     * Asks all questions, in order.
     *
     * @param count how many there are
     * @param most that are asked at a time
     * @param part asks some
     * @throws org.objectomaly.Fault of kind DEVICE if there is not even room for one
     */
    static void ask(final int count, final int most, final Part part) {
        int size = most;
        int from = 0;
        while (from < count) {
            final int some = Math.min(size, count - from);
            try {
                part.ask(from, from + some);
                from += some;
            } catch (final RuntimeException e) {
                if (!DeviceTrouble.isFull(e)) {
                    throw e;
                }
                if (some == 1) {
                    throw DeviceTrouble.fault(e);
                }
                size = some / 2;
                DeviceTrouble.freeUnused();
            }
        }
    }
}
