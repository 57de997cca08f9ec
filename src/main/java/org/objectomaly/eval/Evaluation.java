package org.objectomaly.eval;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.objectomaly.dataset.Benchmark;
import org.objectomaly.metrics.TrackSizes;
import org.objectomaly.pipeline.Corridor;
import org.objectomaly.pipeline.Method;
import org.objectomaly.pipeline.Progress;
import org.objectomaly.pipeline.Refresh;
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
     * @param scratch a folder with room for all maps until the end of the run: 4 bytes a pixel and variant, and 1 more
     */
    public Evaluation(
            final LabelledSource source,
            final Method method,
            final int refresh,
            final List<Variant> variants,
            final Path scratch) {
        measure = new MeasureStage(source, variants, scratch);
        corridor = new Corridor(source, new Refresh.Every(method, refresh), List.of(), measure);
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
     * @param settings what describes the method, by the option's name
     * @param checkpoints the files of its networks
     * @param benchmark whose sizes of components count
     * @return the figures over all frames done
     */
    public Outcome run(
            final Progress progress,
            final Map<String, String> settings,
            final Map<String, String> checkpoints,
            final Benchmark benchmark) {
        final RunReport report = corridor.run(progress);
        return measure.outcome(report, settings, checkpoints, sizes(benchmark));
    }

    /** The sizes that the SegmentMeIfYouCan benchmark counts components of a data set by. */
    static TrackSizes sizes(final Benchmark benchmark) {
        return switch (benchmark) {
            case OBSTACLE_TRACK, LOST_AND_FOUND -> TrackSizes.OBSTACLE_TRACK;
            case ROAD_ANOMALY, ANOMALY_TRACK, FISHYSCAPES_STATIC, FISHYSCAPES_LOST_AND_FOUND, OTHER ->
                TrackSizes.ANOMALY_TRACK;
        };
    }

    @Override
    public void close() {
        measure.close();
    }
}
