package org.objectomaly.nn;

/**
 * How much networks multiply, so that their time can be held against what the machine could do in it.
 *
 * <p>Counted are the multiply-adds of convolutions, linear layers, attention and other products of matrices: one for each
 * tap, channel in and value out, padding included, but nothing that was put in only to be faster. All else (normalisations, activations, enlargements) is
 * small beside them and is not counted. Multiply-adds in half precision are counted by themselves, for a processor may do
 * several times as many of them.
 *
 * <p>Each thread has a count of its own, {@link #ofThisThread()}, to which every run of a network adds. For one thread.
 */
public final class Work {
    private static final ThreadLocal<Work> OF_THREAD = ThreadLocal.withInitial(Work::new);

    /**
     * An amount of work.
     *
     * @param single multiply-adds in single precision
     * @param half multiply-adds in half precision
     */
    public record Amount(long single, long half) {
        /** No work. */
        public static final Amount NONE = new Amount(0, 0);

        /**
         * What came to be since an earlier count.
         *
         * @param earlier a count of the same thread
         * @return the difference
         */
        public Amount since(final Amount earlier) {
            return new Amount(single - earlier.single, half - earlier.half);
        }

        /**
         * Both together.
         *
         * @param other more work
         * @return the sum
         */
        public Amount plus(final Amount other) {
            return new Amount(single + other.single, half + other.half);
        }
    }

    private long single;
    private long half;

    /** Nothing counted yet. */
    Work() {}

    /**
     * The count of the calling thread.
     *
     * @return all that its networks have multiplied since it began
     */
    public static Work ofThisThread() {
        return OF_THREAD.get();
    }

    /**
     * Counts.
     *
     * @param multiplyAdds how many, 0 or more
     * @param inHalf whether in half precision
     */
    public void add(final long multiplyAdds, final boolean inHalf) {
        if (inHalf) {
            half += multiplyAdds;
        } else {
            single += multiplyAdds;
        }
    }

    /** Counts what is done again. */
    void add(final Amount amount) {
        single += amount.single();
        half += amount.half();
    }

    /**
     * What was counted so far.
     *
     * @return the sums
     */
    public Amount amount() {
        return new Amount(single, half);
    }
}
