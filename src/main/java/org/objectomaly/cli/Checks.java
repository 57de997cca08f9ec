package org.objectomaly.cli;

import org.objectomaly.Fault;

/** Bounds of numbers that users give. */
final class Checks {
    private Checks() {}

    static void atLeast(final String option, final int value, final int least) {
        if (value < least) {
            throw Fault.of(Fault.Kind.USAGE, "%s is %d or more, not %d.", option, least, value);
        }
    }

    static void within(final String option, final double value, final double least, final double most) {
        if (!(value >= least && value <= most)) {
            throw Fault.of(Fault.Kind.USAGE, "%s lies between %s and %s, not at %s.", option, least, most, value);
        }
    }
}
