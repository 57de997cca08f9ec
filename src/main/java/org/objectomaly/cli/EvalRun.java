package org.objectomaly.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.cas.SegmentationScorer;
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

/** One run of {@code eval}: every chosen method over the data set, then the report on all that was done. */
final class EvalRun {
    private static final Logger LOG = LoggerFactory.getLogger(EvalRun.class);
    private static final List<String> FILES = List.of("report.html", "report.md", "report.json");

    private final EvalCommand options;
    private final List<String> command;
    private final Interruption interruption;
    private final List<Outcome> outcomes = new ArrayList<>();
    private RunState.Failure failure;

    EvalRun(final EvalCommand options, final List<String> arguments, final Interruption interruption) {
        this.options = options;
        this.command =
                Stream.concat(Stream.of("objectomaly"), arguments.stream()).toList();
        this.interruption = interruption;
    }

    int run() {
        prepareReport();
        Natives.loadAll();
        Device.require(options.method.device);
        Natives.torchThreads(options.method.threads);
        final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        final long start = System.nanoTime();
        final EvalData data = EvalData.open(options);
        data.description().notes().forEach(LOG::warn);
        final List<MethodChoice> choices = options.method.combinations();
        for (int i = 0; i < choices.size() && failure == null && !interruption.isAsked(); i++) {
            evaluate(data, choices.get(i), i + 1 + "/" + choices.size());
        }
        if (!outcomes.isEmpty()) {
            final boolean complete = failure == null && !interruption.isAsked();
            say(new Report(
                    "objectomaly " + Version.text(),
                    command,
                    Machine.oneLine(),
                    begin.toString(),
                    data.description(),
                    (System.nanoTime() - start) / 1e9,
                    complete,
                    outcomes));
        }
        if (failure != null) {
            throw explain();
        }
        return interruption.isAsked() ? Interruption.EXIT_CODE : 0;
    }

    private void evaluate(final EvalData data, final MethodChoice choice, final String number) {
        try (Method method = new Networks(options.method.models).method(choice);
                LabelledSource source = data.source();
                Evaluation evaluation = new Evaluation(source, method, options.refresh, variants())) {
            interruption.onAsk(evaluation.state()::stop);
            final Outcome outcome;
            try (ProgressDisplay progress = ProgressDisplay.open(
                    number + " " + choice.cas() + ", " + choice.masks(), source.expectedFrames())) {
                outcome = evaluation.run(
                        progress, describe(choice, method), data.description().benchmark());
            }
            failure = evaluation.state().failure();
            if (outcome.labelledFrames() > 0) {
                outcomes.add(outcome);
            } else if (failure == null && !interruption.isAsked()) {
                throw Fault.of(
                        Fault.Kind.INPUT,
                        "None of the frames of %s that were evaluated has a mask in %s.",
                        options.inputs.get(0),
                        options.truth);
            }
        }
    }

    private List<Variant> variants() {
        if (options.refresh > 1) {
            return List.of(Variant.BOTH);
        }
        return options.ablation ? List.of(Variant.values()) : List.of(Variant.CAS, Variant.BOTH);
    }

    /** A method by its settings, in the order the table has them. */
    private Map<String, String> describe(final MethodChoice choice, final Method method) {
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cas", choice.cas());
        settings.put("score", method.cas() instanceof SegmentationScorer scorer ? Choice.word(scorer.rule()) : "-");
        settings.put("cas size", choice.casSize());
        settings.put("masks", choice.masks());
        settings.put("mask size", choice.maskSize());
        settings.put("mask order", Choice.word(choice.maskOrder()));
        settings.put("max masks", Integer.toString(choice.maxMasks()));
        settings.put("min mask area", Double.toString(choice.minMaskArea()));
        settings.put("refresh", Integer.toString(options.refresh));
        return settings;
    }

    private Fault explain() {
        final String frame = "at frame " + failure.frame() + ", stage " + failure.stage();
        if (failure.cause() instanceof Fault fault) {
            return Fault.of(
                            fault.kind(),
                            "%s (%s; the figures are of the frames before it).",
                            fault.getMessage().replaceFirst("\\.$", ""),
                            frame)
                    .because(fault);
        }
        if (failure.cause() instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("the evaluation failed " + frame, failure.cause());
    }

    private void say(final Report report) {
        final Pages pages = new Pages(report);
        if (options.json) {
            System.out.println(Json.pretty(report));
        }
        (options.json ? System.err : System.out).print(pages.tables());
        if (options.report != null) {
            write("report.html", pages.html());
            write("report.md", pages.markdown());
            write("report.json", Json.pretty(report));
            System.err.println("written: " + options.report.resolve("report.html"));
        }
    }

    /** A report that cannot be written must be known before hours of work, not after. */
    private void prepareReport() {
        if (options.report == null) {
            return;
        }
        for (final String name : FILES) {
            final Path file = options.report.resolve(name);
            if (Files.exists(file) && !options.overwrite) {
                throw Fault.of(Fault.Kind.USAGE, "'%s' exists already: add --overwrite or give another folder.", file);
            }
        }
        try {
            Files.createDirectories(options.report);
        } catch (final IOException e) {
            throw unwritable(options.report, e);
        }
        if (!Files.isWritable(options.report)) {
            throw unwritable(options.report, new IOException("no right to write"));
        }
    }

    private void write(final String name, final String text) {
        final Path file = options.report.resolve(name);
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Fault unwritable(final Path path, final IOException e) {
        return Fault.of(
                        Fault.Kind.OUTPUT,
                        "The report cannot be written to %s (%s); check the folder, its rights and the disk.",
                        path,
                        e.getMessage())
                .because(e);
    }
}
