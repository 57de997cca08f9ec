package org.objectomaly.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.dataset.BerkeleySegments;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.eval.BoundaryEvaluation;
import org.objectomaly.eval.BoundaryPages;
import org.objectomaly.eval.BoundaryReport;
import org.objectomaly.models.Sha256;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.objectness.EdgeDetector;

/**
 * One run of {@code eval} on BSDS500: the boundaries of every chosen network, then the report. As in {@link EvalRun},
 * what was measured before a failure is reported.
 */
final class BoundaryRun {
    /** What the reports call the picture's own size. */
    private final EvalCommand options;

    private final List<String> command;
    private final Interruption interruption;
    private final Networks networks;
    private final ReportFiles files;
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final long start = System.nanoTime();
    private final List<BoundaryReport.Outcome> outcomes = new ArrayList<>();
    private List<SegmentedPicture> pictures;

    BoundaryRun(final EvalCommand options, final List<String> arguments, final Interruption interruption) {
        this.options = options;
        this.command =
                Stream.concat(Stream.of("objectomaly"), arguments.stream()).toList();
        this.interruption = interruption;
        this.networks = new Networks(options.method.models, options.method.device);
        this.files = options.report.files();
    }

    int run() {
        files.prepare();
        Natives.loadAll();
        Device.require(options.method.device);
        Natives.torchThreads(options.method.threads);
        final List<String> masks = options.method.masks();
        if (masks.contains(Networks.NONE)) {
            throw Fault.of(Fault.Kind.USAGE, "--masks none finds no boundaries to be measured; name a network.");
        }
        pictures = BerkeleySegments.open(Path.of(options.inputs.get(0)), options.split).stream()
                .limit(options.frames == null ? Long.MAX_VALUE : options.frames)
                .toList();
        masks.forEach(networks::edgeCheckpoint);
        boolean complete = false;
        try {
            for (final String name : masks) {
                for (final String size : options.method.maskSizes(AnalysisSize.OWN)) {
                    evaluate(name, size);
                }
            }
            complete = !interruption.isAsked();
        } finally {
            if (!outcomes.isEmpty()) {
                final BoundaryReport report = report(complete);
                files.say(new BoundaryPages(report), report);
            }
        }
        return complete ? 0 : Interruption.EXIT_CODE;
    }

    private void evaluate(final String name, final String size) {
        try (EdgeDetector detector = networks.edges(name, AnalysisSize.parse(size));
                ProgressDisplay progress = ProgressDisplay.open(name + ", " + size, pictures.size())) {
            final BoundaryEvaluation evaluation = new BoundaryEvaluation(detector);
            try {
                evaluation.run(pictures, progress, interruption::isAsked);
            } finally {
                if (evaluation.pictures() > 0) {
                    final Path file = networks.edgeCheckpoint(name);
                    outcomes.add(evaluation.outcome(name, size, Map.of(file.toString(), Sha256.of(file))));
                }
            }
        }
    }

    private BoundaryReport report(final boolean complete) {
        return new BoundaryReport(
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
