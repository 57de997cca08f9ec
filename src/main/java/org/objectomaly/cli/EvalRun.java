package org.objectomaly.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.eval.Evaluation;
import org.objectomaly.eval.LabelledSource;
import org.objectomaly.eval.Outcome;
import org.objectomaly.eval.Pages;
import org.objectomaly.eval.Report;
import org.objectomaly.eval.Variant;
import org.objectomaly.pipeline.Method;
import org.objectomaly.pipeline.RunState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of {@code eval}: every chosen method over the data set, then the report on all that was done. A method that
 * fails takes nothing from those before it, and one whose model is at fault nothing from those behind it either.
 */
final class EvalRun {
    private static final Logger LOG = LoggerFactory.getLogger(EvalRun.class);
    /** Counting the components of a large data set takes its time after Ctrl-C, too. */
    private static final int PATIENCE_SECONDS = 600;

    private final EvalCommand options;
    private final List<String> command;
    private final Interruption interruption;
    private final Networks networks;
    private final ReportFiles files;
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final long start = System.nanoTime();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private RuntimeException problem;
    private EvalData data;

    EvalRun(final EvalCommand options, final List<String> arguments, final Interruption interruption) {
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
        interruption.patience(PATIENCE_SECONDS);
        data = EvalData.open(options);
        data.description().notes().forEach(this::note);
        final List<MethodChoice> choices = options.method.combinations();
        choices.forEach(networks::checkpoints);
        for (int i = 0; i < choices.size() && goesOn(); i++) {
            try {
                evaluate(choices.get(i), i + 1 + "/" + choices.size());
            } catch (final RuntimeException e) {
                problem = problem == null ? e : problem;
            }
            if (!outcomes.isEmpty() && i + 1 < choices.size()) {
                final Report report = report(false);
                files.write(new Pages(report), report);
            }
        }
        if (!outcomes.isEmpty()) {
            final Report report = report(problem == null && !interruption.isAsked());
            files.say(new Pages(report), report);
        }
        if (problem != null) {
            throw problem;
        }
        return interruption.isAsked() ? Interruption.EXIT_CODE : 0;
    }

    /** A fault of one model leaves the other methods what they are; any other fault would come again. */
    private boolean goesOn() {
        final boolean onlyTheModel = problem instanceof Fault fault && fault.kind() == Fault.Kind.MODEL;
        return !interruption.isAsked() && (problem == null || onlyTheModel);
    }

    private void evaluate(final MethodChoice choice, final String number) {
        Natives.torchThreads(choice.threadsEach(options.method.threads));
        try (Method method = networks.method(choice);
                LabelledSource source = data.source();
                Evaluation evaluation = new Evaluation(source, method, options.refresh, variants(), files.scratch())) {
            interruption.onAsk(evaluation.state()::stop);
            final String title = number + " " + choice.cas() + ", " + choice.masks();
            final Outcome outcome;
            try (ProgressDisplay progress = ProgressDisplay.open(title, source.expectedFrames())) {
                outcome = evaluation.run(
                        progress,
                        choice.settings(method, options.refresh),
                        networks.hashes(choice),
                        data.description().benchmark());
            }
            source.notes().forEach(this::note);
            if (outcome.labelledFrames() > 0) {
                outcomes.add(outcome);
                noteMissingAnomalies(outcome);
            }
            requireSuccess(evaluation.state().failure(), source, outcome);
        }
    }

    private void requireSuccess(final RunState.Failure failure, final LabelledSource source, final Outcome outcome) {
        if (failure != null) {
            final String kept = outcome.labelledFrames() == 0
                    ? "nothing was measured before it"
                    : "the figures are of the frames before it";
            throw StageFailure.of(failure, source.name(failure.frame()), kept);
        }
        if (outcome.labelledFrames() == 0 && !interruption.isAsked()) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "None of the %d frames of %s that were evaluated has a mask in %s.",
                    outcome.run().frames(),
                    options.inputs.get(0),
                    options.truth);
        }
    }

    private void noteMissingAnomalies(final Outcome outcome) {
        if (outcome.rows().get(0).pixels().anomalousPixels() == 0) {
            note(String.format(
                    "No pixel of the %d labelled frames is an anomaly, so nothing can be found; if 255 marks anomalies"
                            + " there, say --anomaly-value 255.",
                    outcome.labelledFrames()));
        }
    }

    private void note(final String sentence) {
        if (notes.add(sentence)) {
            LOG.warn(sentence);
        }
    }

    private List<Variant> variants() {
        if (options.refresh > 1) {
            return List.of(Variant.BOTH);
        }
        return options.ablation ? List.of(Variant.values()) : List.of(Variant.CAS, Variant.BOTH);
    }

    private Report report(final boolean complete) {
        return new Report(
                "objectomaly " + Version.text(),
                command,
                Machine.oneLine() + ", " + options.method.threads + " threads",
                begin.toString(),
                data.description(),
                (System.nanoTime() - start) / 1e9,
                complete,
                List.copyOf(notes),
                List.copyOf(outcomes));
    }
}
