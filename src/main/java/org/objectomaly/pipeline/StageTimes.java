package org.objectomaly.pipeline;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.objectomaly.nn.Work;

/** How long one stage took for each frame. Recorded by the stage's own thread, read after the run. */
final class StageTimes {
    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

    private final String name;
    private final Histogram nanos = new Histogram(LONGEST, 3);
    private long total;
    private Work.Amount work = Work.Amount.NONE;

    StageTimes(final String name) {
        this.name = name;
    }

    void record(final long elapsed) {
        record(elapsed, Work.Amount.NONE);
    }

    void record(final long elapsed, final Work.Amount done) {
        nanos.recordValue(Math.min(elapsed, LONGEST));
        total += elapsed;
        work = work.plus(done);
    }

    /**
     * The stage.
     *
     * @return its name, as its thread carries it
     */
    String name() {
        return name;
    }

    /**
     * How often the stage ran.
     *
     * @return frames
     */
    long count() {
        return nanos.getTotalCount();
    }

    /**
     * The time that a share of the frames stayed below.
     *
     * @param percent 50 for the median
     * @return milliseconds
     */
    double percentile(final double percent) {
        return nanos.getValueAtPercentile(percent) / 1e6;
    }

    /**
     * All that the stage's networks multiplied.
     *
     * @return the sum over all frames
     */
    Work.Amount work() {
        return work;
    }

    /**
     * All the time this stage was at work.
     *
     * @return seconds
     */
    double totalSeconds() {
        return total / 1e9;
    }
}
