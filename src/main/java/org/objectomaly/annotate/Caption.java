package org.objectomaly.annotate;

/** A line of text that is written anew for every frame without making a string of it. */
final class Caption {
    private static final int MILLIS_PER_SECOND = 1_000;
    private static final int MILLIS_PER_MINUTE = 60_000;
    private static final int MILLIS_PER_HOUR = 3_600_000;
    /** Scores beyond this are shown as this. */
    private static final double LARGEST = 9_999.99;

    private final char[] characters = new char[64];
    private int length;

    int length() {
        return length;
    }

    char at(final int index) {
        return characters[index];
    }

    Caption clear() {
        length = 0;
        return this;
    }

    Caption text(final String text) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
        return this;
    }

    /** A whole number of at least so many digits. */
    Caption number(final long value, final int digits) {
        long power = 1;
        for (int i = 1; i < digits || value / power >= 10; i++) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            add((char) ('0' + value / power % 10));
        }
        return this;
    }

    /** A score with two digits behind the point. */
    Caption score(final double value) {
        final long hundredths = Math.round(Math.min(Math.abs(value), LARGEST) * 100);
        if (value < 0 && hundredths > 0) {
            add('-');
        }
        number(hundredths / 100, 1);
        add('.');
        return number(hundredths % 100, 2);
    }

    /** A time as mm:ss.mmm, or h:mm:ss.mmm from one hour on. */
    Caption time(final double seconds) {
        final long millis = Math.round(Math.abs(seconds) * MILLIS_PER_SECOND);
        if (seconds < 0 && millis > 0) {
            add('-');
        }
        if (millis >= MILLIS_PER_HOUR) {
            number(millis / MILLIS_PER_HOUR, 1).add(':');
        }
        number(millis % MILLIS_PER_HOUR / MILLIS_PER_MINUTE, 2).add(':');
        number(millis % MILLIS_PER_MINUTE / MILLIS_PER_SECOND, 2).add('.');
        return number(millis % MILLIS_PER_SECOND, 3);
    }

    @Override
    public String toString() {
        return new String(characters, 0, length);
    }

    private void add(final char character) {
        characters[length++] = character;
    }
}
