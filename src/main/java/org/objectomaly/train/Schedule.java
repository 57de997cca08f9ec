package org.objectomaly.train;

/**
 * How long and how fast a network learns: the rate rises, stays, and falls to nothing, so that a run can be made longer
 * while its rate still stays.
 *
 * @param seed of everything random
 * @param steps in all
 * @param batch samples a step
 * @param rate the learning rate
 * @param rise steps until the rate is reached
 * @param fall share of the steps, at the end, in which it falls
 * @param decay weight decay of kernels (AdamW)
 * @param average share of a step in the running mean of the weights
 * @param validate steps between two validations
 */
public record Schedule(
        long seed,
        int steps,
        int batch,
        double rate,
        int rise,
        double fall,
        double decay,
        double average,
        int validate) {
    /**
     * The same with other numbers.
     *
     * @param otherSteps in place of the steps, or null
     * @param otherSeed in place of the seed, or null
     * @return the schedule
     */
    public Schedule with(final Integer otherSteps, final Long otherSeed) {
        return new Schedule(
                otherSeed == null ? seed : otherSeed,
                otherSteps == null ? steps : otherSteps,
                batch,
                rate,
                rise,
                fall,
                decay,
                average,
                validate);
    }

    /** The learning rate of a step. */
    double rateOf(final int step) {
        final double rising = (step + 1.0) / rise;
        final double falling = (steps - step) / (fall * steps);
        return rate * Math.min(1, Math.min(rising, falling));
    }

    /** The share of a step in the mean; early steps count more, so that the mean forgets how the network began. */
    double averageOf(final int step) {
        return Math.max(average, 1.0 / (1 + step / 3.0));
    }
}
