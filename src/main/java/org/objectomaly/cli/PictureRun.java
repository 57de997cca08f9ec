package org.objectomaly.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectomaly.Natives;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.eval.PictureEvaluation;
import org.objectomaly.eval.PictureReport;
import org.objectomaly.eval.ReportPages;
import org.objectomaly.models.Sha256;

/**
 * One run of {@code eval} on pictures that people cut into segments: what every chosen network makes of them, then the
 * report. As in {@link EvalRun}, what was measured before a failure is reported.
 *
 * @param <O> what one network gives
 */
abstract class PictureRun<O extends PictureReport.Outcome> {
    private final EvalCommand options;
    private final List<String> command;
    private final Interruption interruption;
    private final Networks networks;
    private final ReportFiles files;
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final long start = System.nanoTime();
    private final List<O> outcomes = new ArrayList<>();
    private List<SegmentedPicture> pictures;

    PictureRun(final EvalCommand options, final List<String> arguments, final Interruption interruption) {
        this.options = options;
        this.command =
                Stream.concat(Stream.of("objectomaly"), arguments.stream()).toList();
        this.interruption = interruption;
        this.networks = new Networks(options.method.models, options.method.device);
        this.files = options.report.files();
    }

    /** All pictures of the data set. */
    abstract List<SegmentedPicture> open(Path folder, String split);

    /** The networks, by name; their checkpoints exist. */
    abstract List<String> names(MethodOptions method);

    /** The sizes at which they shall look. */
    abstract List<String> sizes(MethodOptions method);

    /** Opens one network and {@link #measure}s it. */
    abstract void evaluate(String name, String size, ProgressDisplay progress);

    /** The report to be read. */
    abstract ReportPages pages(PictureReport<O> report);

    int run() {
        files.prepare();
        Natives.loadAll();
        Device.require(options.method.device);
        Natives.torchThreads(options.method.threads);
        final List<String> names = names(options.method);
        pictures = open(Path.of(options.inputs.get(0)), options.split).stream()
                .limit(options.frames == null ? Long.MAX_VALUE : options.frames)
                .toList();
        boolean complete = false;
        try {
            for (final String name : names) {
                for (final String size : sizes(options.method)) {
                    try (ProgressDisplay progress = ProgressDisplay.open(name + ", " + size, pictures.size())) {
                        evaluate(name, size, progress);
                    }
                }
            }
            complete = !interruption.isAsked();
        } finally {
            if (!outcomes.isEmpty()) {
                final PictureReport<O> report = report(complete);
                files.say(pages(report), report);
            }
        }
        return complete ? 0 : Interruption.EXIT_CODE;
    }

    Networks networks() {
        return networks;
    }

    /** Measures one network; what it gave is kept, be it of a part of the pictures. */
    void measure(
            final PictureEvaluation<O> evaluation,
            final String name,
            final String size,
            final Path checkpoint,
            final ProgressDisplay progress) {
        try {
            evaluation.run(pictures, progress, interruption::isAsked);
        } finally {
            if (evaluation.pictures() > 0) {
                outcomes.add(evaluation.outcome(name, size, Map.of(checkpoint.toString(), Sha256.of(checkpoint))));
            }
        }
    }

    private PictureReport<O> report(final boolean complete) {
        return new PictureReport<>(
                "objectomaly " + Version.text(),
                command,
                Machine.oneLine() + ", " + options.method.threads + " threads",
                begin.toString(),
                options.inputs.get(0),
                options.split,
                pictures.size(),
                (System.nanoTime() - start) / 1e9,
                complete,
                List.copyOf(outcomes));
    }
}
