package org.objectomaly.pipeline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/** How long the steps of a {@link Lookout} took. May be told and asked by any thread. */
public final class LookTimes implements ObjLongConsumer<String> {
    private final Map<String, StageTimes> steps = new TreeMap<>();

    /** Before the first look. */
    public LookTimes() {}

    @Override
    public synchronized void accept(final String step, final long nanos) {
        steps.computeIfAbsent(step, StageTimes::new).record(nanos);
    }

    /**
     * The steps so far, for a report.
     *
     * @param seconds length of the run
     * @return one entry for each step, by name
     */
    public synchronized List<RunReport.Stage> stages(final double seconds) {
        return steps.values().stream()
                .map(step -> RunReport.Stage.of(step, seconds))
                .toList();
    }
}
