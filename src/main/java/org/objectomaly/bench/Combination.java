package org.objectomaly.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.objectomaly.nn.Work;
import org.objectomaly.pipeline.RunReport;

/** Gathers what the counted runs of one combination of networks took. */
public final class Combination {
    private final Map<String, String> settings;
    private final Map<String, String> checkpoints;
    private final List<String> random;
    private final List<RunReport> runs = new ArrayList<>();
    private double memory = Double.NaN;
    private KeptMaps maps;

    /**
     * A combination before its first run.
     *
     * @param settings what describes it, by the option's name
     * @param checkpoints its files, with their SHA-256
     * @param random the networks that have random weights
     */
    public Combination(
            final Map<String, String> settings, final Map<String, String> checkpoints, final List<String> random) {
        this.settings = settings;
        this.checkpoints = checkpoints;
        this.random = random;
    }

    /**
     * Adds a run.
     *
     * @param run what the corridor reports of it
     * @param megabytes the process's peak of memory during it
     * @param kept its maps; only those of the first run stay
     */
    public void add(final RunReport run, final double megabytes, final KeptMaps kept) {
        runs.add(run);
        memory = Double.isNaN(memory) ? megabytes : Math.max(memory, megabytes);
        maps = maps == null ? kept : maps;
    }

    /**
     * Runs so far.
     *
     * @return 0 or more
     */
    public int rounds() {
        return runs.size();
    }

    /**
     * Whether a network of it has random weights, so that its maps mean nothing.
     *
     * @return true if there is one
     */
    public boolean isRandom() {
        return !random.isEmpty();
    }

    /**
     * The maps of the first run.
     *
     * @return null before it
     */
    public KeptMaps maps() {
        return maps;
    }

    /**
     * The figures of all runs.
     *
     * @param peak what the processor can do
     * @param auPrc of its maps; NaN where that is not known
     * @param agreement of its maps with the best combination's
     * @return the figures
     */
    public BenchReport.Entry entry(final Peak peak, final double auPrc, final Agreement agreement) {
        final double[] fps = runs.stream().mapToDouble(RunReport::fps).sorted().toArray();
        return new BenchReport.Entry(
                settings,
                checkpoints,
                random,
                runs.size(),
                runs.get(0).frames(),
                median(fps),
                fps[0],
                fps[fps.length - 1],
                memory,
                maps.meanMasks(),
                auPrc,
                agreement,
                stages(peak));
    }

    private List<BenchReport.StageCost> stages(final Peak peak) {
        final Map<String, List<RunReport.Stage>> byName = new LinkedHashMap<>();
        runs.forEach(run -> run.stages().stream()
                .filter(stage -> !stage.name().equals(maps.name()))
                .forEach(stage -> byName.computeIfAbsent(stage.name(), name -> new ArrayList<>())
                        .add(stage)));
        return byName.entrySet().stream()
                .map(stage -> cost(stage.getKey(), stage.getValue(), peak))
                .toList();
    }

    private static BenchReport.StageCost cost(
            final String name, final List<RunReport.Stage> measured, final Peak peak) {
        final RunReport.Stage first = measured.get(0);
        final Work.Amount work = first.work();
        final double medianMs = median(measured, RunReport.Stage::medianMs);
        return new BenchReport.StageCost(
                name,
                first.frames(),
                medianMs,
                median(measured, RunReport.Stage::p95Ms),
                median(measured, RunReport.Stage::busy),
                2e-9 * (work.single() + work.half()) / first.frames(),
                1e3 * peak.seconds(work) / first.frames() / medianMs);
    }

    private static double median(final List<RunReport.Stage> measured, final ToDoubleFunction<RunReport.Stage> figure) {
        return median(measured.stream().mapToDouble(figure).sorted().toArray());
    }

    private static double median(final double... sorted) {
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).sum() / 2;
    }
}
