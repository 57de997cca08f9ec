package org.objectomaly.cli;

import org.objectomaly.Fault;

/** Bounds of numbers that users give. */
final class Checks {
    /** More would only be a slip of the keyboard, and libtorch would take minutes to begin them. */
    private static final int MOST_THREADS = 512;

    private Checks() {}

    /** As many threads as the machine has cores. */
    static int usualThreads() {
        return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    }

    static void threads(final int value) {
        within("--threads", value, 1, MOST_THREADS);
    }

    static void atLeast(final String option, final int value, final int least) {
        if (value < least) {
            throw Fault.of(Fault.Kind.USAGE, "%s is %d or more, not %d.", option, least, value);
        }
    }

    static void within(final String option, final double value, final double least, final double most) {
        if (!(value >= least && value <= most)) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "%s lies between %s and %s, not at %s.",
                    option,
                    number(least),
                    number(most),
                    number(value));
        }
    }

    /** A whole number as one. */
    private static String number(final double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
