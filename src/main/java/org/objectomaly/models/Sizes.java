package org.objectomaly.models;

import java.util.Locale;

/** Sizes of files for people. */
public final class Sizes {
    private static final double KILO = 1000;

    private Sizes() {}

    /**
     * A size in the unit that suits it.
     *
     * @param bytes 0 or more
     * @return such as {@code 2.6 GB}
     */
    public static String text(final long bytes) {
        double value = bytes / KILO;
        for (final String unit : new String[] {"kB", "MB"}) {
            if (value < KILO) {
                return String.format(Locale.ROOT, "%.1f %s", value, unit);
            }
            value /= KILO;
        }
        return String.format(Locale.ROOT, "%.1f GB", value);
    }
}
