package org.objectomaly.metrics;

/** A sum whose error does not grow with the number of terms (Neumaier 1974). */
final class CompensatedSum {
    private double sum;
    private double lost;

    void add(final double term) {
        final double next = sum + term;
        lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
        sum = next;
    }

    double value() {
        return sum + lost;
    }
}
