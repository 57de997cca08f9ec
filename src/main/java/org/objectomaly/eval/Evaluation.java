package org.objectomaly.eval;

import java.util.List;
import java.util.Map;
import org.objectomaly.dataset.Benchmark;
import org.objectomaly.pipeline.Corridor;
import org.objectomaly.pipeline.Method;
import org.objectomaly.pipeline.Progress;
import org.objectomaly.pipeline.RunReport;
import org.objectomaly.pipeline.RunState;

/** One walk of a data set through the corridor, with measuring in the encoder's place. */
public final class Evaluation implements AutoCloseable {
    private final MeasureStage measure;
    private final Corridor corridor;

    /**
     * An evaluation that has not begun.
     *
     * @param source frames and truth; stays the caller's to close
     * @param method what is evaluated; stays the caller's to close
     * @param refresh the networks look at every Nth frame; above 1 only for videos, and with {@link Variant#BOTH} alone
     * @param variants the maps to measure, {@link Variant#BOTH} among them
     */
    public Evaluation(
            final LabelledSource source, final Method method, final int refresh, final List<Variant> variants) {
        measure = new MeasureStage(source, variants);
        corridor = new Corridor(source, method, refresh, List.of(), measure);
    }

    /**
     * The run's state, through which it can be stopped from another thread.
     *
     * @return the state; also tells how it failed
     */
    public RunState state() {
        return corridor.state();
    }

    /**
     * Walks through the data set, or until the run is stopped or fails, and measures what was done.
     *
     * @param progress told after each frame
     * @param settings what describes the method, by name
     * @param benchmark whose sizes of components count
     * @return the figures over all frames done
     */
    public Outcome run(final Progress progress, final Map<String, String> settings, final Benchmark benchmark) {
        final RunReport report = corridor.run(progress);
        return measure.outcome(report, settings, benchmark);
    }

    @Override
    public void close() {
        measure.close();
    }
}
