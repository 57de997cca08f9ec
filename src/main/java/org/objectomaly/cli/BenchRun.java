package org.objectomaly.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.bench.BenchPages;
import org.objectomaly.bench.BenchReport;
import org.objectomaly.bench.Combination;
import org.objectomaly.bench.KeptMaps;
import org.objectomaly.bench.KernelCost;
import org.objectomaly.bench.KernelSpeed;
import org.objectomaly.bench.Peak;
import org.objectomaly.bench.PeakMemory;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.pipeline.Annotator;
import org.objectomaly.pipeline.Corridor;
import org.objectomaly.pipeline.EncodeStage;
import org.objectomaly.pipeline.FrameSource;
import org.objectomaly.pipeline.Method;
import org.objectomaly.pipeline.Refresh;
import org.objectomaly.pipeline.RunReport;
import org.objectomaly.pipeline.RunState;
import org.objectomaly.pipeline.Stage;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.VideoReader;
import org.objectomaly.video.VideoWriter;
import org.objectomaly.video.WriterOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of {@code bench}. The combinations take turns (A B C A B C), so that a machine that gets slower or busier
 * meets all of them; a round that only warms up comes first. Each turn brings its networks up anew, so that the memory
 * of a turn is that of its own networks.
 */
final class BenchRun {
    private static final Logger LOG = LoggerFactory.getLogger(BenchRun.class);
    /** A large network needs its time for the frame it is at. */
    private static final int PATIENCE_SECONDS = 600;
    /** Frames of the round that only warms up. */
    private static final int WARM_ROUND = 10;
    /** Frames before those that count in a turn: networks are drawn at the first, caches fill at the second. */
    private static final int WARM_TURN = 2;
    /** A network that takes so long for its first frame is not slower there than later by any share that matters. */
    private static final double SLOW_SECONDS = 5;

    private final BenchCommand options;
    private final List<String> command;
    private final Interruption interruption;
    private final Networks networks;
    private final ReportFiles files;
    private final DrawingOptions usual = new DrawingOptions();
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final long start = System.nanoTime();
    private final Map<MethodChoice, Combination> measured = new LinkedHashMap<>();
    private final Set<MethodChoice> failed = new LinkedHashSet<>();
    private final Set<MethodChoice> slow = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private RuntimeException problem;
    private BenchFilm film;
    private BenchPrices prices;
    private Peak peak;
    private List<KernelCost> kernels = List.of();
    private String gpuName = "";

    BenchRun(final BenchCommand options, final List<String> arguments, final Interruption interruption) {
        this.options = options;
        this.command =
                Stream.concat(Stream.of("objectomaly"), arguments.stream()).toList();
        this.interruption = interruption;
        this.networks = new Networks(options.method.models, options.method.device, options.randomWeights);
        this.files = options.report.files();
    }

    int run() {
        files.prepare();
        Natives.loadAll();
        Device.require(options.method.device);
        interruption.patience(PATIENCE_SECONDS);
        final List<MethodChoice> choices = options.method.combinations();
        choices.forEach(this::requireCheckpoints);
        try (BenchFilm opened = BenchFilm.open(options, files.scratch())) {
            film = opened;
            prices = new BenchPrices(options.truth(), film.original());
            Natives.torchThreads(options.method.threads);
            peak = Peak.measure(networks.compute());
            try (CudaDevice gpu = Gpu.open(networks.compute().device())) {
                if (gpu != null) {
                    kernels = new KernelSpeed(gpu).measure();
                    gpuName = " (" + gpu.name() + ", " + gpu.architecture() + ")";
                }
            }
            for (int round = 0; round <= options.rounds && goesOn(); round++) {
                round(round, choices);
            }
        }
        if (hasMeasured()) {
            final BenchReport report = report();
            files.say(new BenchPages(report), report);
        }
        if (problem != null) {
            throw problem;
        }
        return interruption.isAsked() ? Interruption.EXIT_CODE : 0;
    }

    private void requireCheckpoints(final MethodChoice choice) {
        try {
            networks.checkpoints(choice);
        } catch (final Fault fault) {
            final boolean helps = !options.randomWeights
                    && !new Networks(options.method.models, options.method.device, true)
                            .madeUp(choice)
                            .isEmpty();
            if (!helps) {
                throw fault;
            }
            throw Fault.of(
                            fault.kind(),
                            "%s (--random-weights measures known networks without their files)",
                            fault.getMessage())
                    .because(fault);
        }
    }

    private void round(final int round, final List<MethodChoice> choices) {
        for (int i = 0; i < choices.size() && goesOn(); i++) {
            final MethodChoice choice = choices.get(i);
            if (failed.contains(choice)) {
                continue;
            }
            final String title = (round == 0 ? "warming up" : "round " + round + "/" + options.rounds) + ", " + (i + 1)
                    + "/" + choices.size() + " " + choice.cas() + ", " + choice.masks();
            try {
                turn(choice, round, title);
            } catch (final RuntimeException e) {
                failed.add(choice);
                problem = problem == null ? e : problem;
            }
        }
        if (hasMeasured()) {
            final BenchReport report = report();
            files.write(new BenchPages(report), report);
        }
    }

    /** A fault of one model leaves the others what they are; any other fault would come again. */
    private boolean goesOn() {
        final boolean onlyTheModel = problem instanceof Fault fault && fault.kind() == Fault.Kind.MODEL;
        return !interruption.isAsked() && (problem == null || onlyTheModel);
    }

    private boolean hasMeasured() {
        return measured.values().stream().anyMatch(combination -> combination.rounds() > 0);
    }

    private void turn(final MethodChoice choice, final int round, final String title) {
        Natives.torchThreads(choice.threadsEach(options.method.threads));
        if (!PeakMemory.reset()) {
            note("This system does not let a process forget its peak of memory, so that memory is the highest so far.");
        }
        try (Method method = networks.method(choice)) {
            if (round == 0) {
                warmUp(choice, method, title);
                return;
            }
            if (!slow.contains(choice)) {
                walk(method, Math.min(WARM_TURN, options.frames), new KeptMaps(), title);
            }
            final KeptMaps kept = new KeptMaps();
            final RunReport run = walk(method, options.frames, kept, title);
            if (!interruption.isAsked()) {
                measured.get(choice).add(run, PeakMemory.megabytes(), kept);
            }
        }
    }

    private void warmUp(final MethodChoice choice, final Method method, final String title) {
        if (walk(method, 1, new KeptMaps(), title).seconds() > SLOW_SECONDS) {
            slow.add(choice);
        } else {
            walk(method, Math.min(WARM_ROUND, options.frames), new KeptMaps(), title);
        }
        measured.put(
                choice,
                new Combination(
                        choice.settings(method, options.refresh), networks.hashes(choice), networks.madeUp(choice)));
    }

    /** The first frames of the film, from the file to the encoder, as {@code process} does it by default. */
    private RunReport walk(final Method method, final int frames, final KeptMaps kept, final String title) {
        final ReaderOptions reading = ReaderOptions.defaults()
                .withThreads(options.method.threads)
                .withGpu(Gpu.number(networks.compute().device()));
        final WriterOptions writing =
                WriterOptions.defaults().withThreads(options.method.threads).withOverwrite(true);
        try (VideoReader reader = VideoReader.open(film.video().toString(), reading);
                VideoWriter writer = VideoWriter.create(film.output(), reader, writing);
                Annotator annotator = new Annotator(
                        usual.view(),
                        usual.threshold,
                        usual.minObjectArea,
                        options.refresh > 1,
                        (slot, objects) -> {});
                ProgressDisplay progress = ProgressDisplay.open(title, frames)) {
            final FrameSource first = slot -> slot.index() < frames && reader.read(slot.frame());
            final List<Stage> sides = List.of(annotator, kept);
            final Corridor corridor =
                    new Corridor(first, new Refresh.Every(method, options.refresh), sides, new EncodeStage(writer));
            interruption.onAsk(corridor.state()::stop);
            final RunReport run = corridor.run(progress);
            final RunState.Failure failure = corridor.state().failure();
            if (failure != null) {
                throw StageFailure.of(failure, "frame " + failure.frame(), "the round does not count");
            }
            return run;
        }
    }

    private void note(final String sentence) {
        if (notes.add(sentence)) {
            LOG.warn(sentence);
        }
    }

    private BenchReport report() {
        final List<Combination> done = measured.values().stream()
                .filter(combination -> combination.rounds() > 0)
                .toList();
        final BenchPrices.Prices found = prices.of(done);
        final List<BenchReport.Entry> entries = new ArrayList<>();
        for (int i = 0; i < done.size(); i++) {
            entries.add(done.get(i)
                    .entry(peak, found.auPrc().get(i), found.agreements().get(i)));
        }
        final boolean complete = entries.size() == options.method.combinations().size()
                && entries.stream().allMatch(entry -> entry.rounds() == options.rounds);
        return new BenchReport(
                "objectomaly " + Version.text(),
                command,
                Machine.oneLine(),
                begin.toString(),
                description(found.labelledFrames()),
                options.method.threads,
                networks.compute().device() + gpuName,
                peak,
                (System.nanoTime() - start) / 1e9,
                complete,
                found.best(),
                List.copyOf(notes),
                entries,
                kernels);
    }

    private BenchReport.Film description(final int labelledFrames) {
        final int width = film.info().width();
        final int height = film.info().height();
        return new BenchReport.Film(
                options.input().toString(),
                width,
                height,
                options.size() != null,
                options.refresh,
                options.rounds,
                options.truth() == null ? null : options.truth().toString(),
                labelledFrames,
                KeptMaps.step(width, height));
    }
}
