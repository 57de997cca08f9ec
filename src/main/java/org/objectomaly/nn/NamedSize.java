package org.objectomaly.nn;

/** A size with the words that users have for it, which {@link #toString} gives back. */
record NamedSize(String text, AnalysisSize size) implements AnalysisSize {
    @Override
    public int[] of(final int width, final int height) {
        return size.of(width, height);
    }

    @Override
    public String toString() {
        return text;
    }
}
