package org.objectomaly.dataset;

import java.util.Comparator;

/** Orders names as people do: {@code frame9} before {@code frame10}. */
final class NaturalOrder implements Comparator<String> {
    static final Comparator<String> BY_NAME = new NaturalOrder().thenComparing(Comparator.naturalOrder());

    private NaturalOrder() {}

    @Override
    public int compare(final String one, final String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() && j < other.length()) {
            final int order;
            if (isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
                final int endI = endOfNumber(one, i);
                final int endJ = endOfNumber(other, j);
                order = compareNumbers(one.substring(i, endI), other.substring(j, endJ));
                i = endI;
                j = endJ;
            } else {
                order = Character.compare(
                        Character.toLowerCase(one.charAt(i++)), Character.toLowerCase(other.charAt(j++)));
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.length() - i, other.length() - j);
    }

    /** By value without parsing: numbers in file names may be longer than a long. */
    private static int compareNumbers(final String one, final String other) {
        final String a = one.replaceFirst("^0+", "");
        final String b = other.replaceFirst("^0+", "");
        return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
    }

    private static int endOfNumber(final String text, final int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(final char c) {
        return c >= '0' && c <= '9';
    }
}
