package org.objectomaly.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.annotate.EventLog;
import org.objectomaly.pipeline.Annotator;
import org.objectomaly.pipeline.Corridor;
import org.objectomaly.pipeline.EncodeStage;
import org.objectomaly.pipeline.LookTimes;
import org.objectomaly.pipeline.Lookout;
import org.objectomaly.pipeline.Method;
import org.objectomaly.pipeline.Patience;
import org.objectomaly.pipeline.Refresh;
import org.objectomaly.pipeline.RunReport;
import org.objectomaly.pipeline.RunState;
import org.objectomaly.pipeline.Seat;
import org.objectomaly.pipeline.Stage;
import org.objectomaly.video.Addresses;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.StreamInfo;
import org.objectomaly.video.VideoReader;
import org.objectomaly.video.VideoWriter;
import org.objectomaly.video.WriterOptions;

/** One run of {@code process}: opens what it needs, walks the corridor, closes the file and says what was done. */
final class ProcessRun {
    /** Of the output of --refresh auto: 5.5 Mbit/s for 1280 x 720 at 30 frames a second. */
    private static final double HURRIED_BITS_PER_PIXEL = 0.2;

    /** Frames a second below which the bound stays the same. */
    private static final double HURRIED_RATE = 30;

    /** For the frames that the networks are at. */
    private static final int PATIENCE_SECONDS = 600;

    private final ProcessCommand options;
    private final Interruption interruption;

    ProcessRun(final ProcessCommand options, final Interruption interruption) {
        this.options = options;
        this.interruption = interruption;
    }

    /** What is cheap to check comes first, so that a wrong name does not cost the loading of a network. */
    int run() {
        refuseToReplace(options.events);
        new OutputPaths(options.inputs.get(0))
                .and("the output", options.outputPath())
                .and("--events", options.events)
                .and("--maps", options.maps);
        Natives.loadAll();
        if (options.refresh().carries()) {
            Natives.loadMotion();
        }
        interruption.patience(PATIENCE_SECONDS);
        Device.require(options.method.device);
        final MethodChoice choice = options.method.single();
        Natives.torchThreads(choice.threadsEach(options.method.threads));
        final ReaderOptions reading = ReaderOptions.defaults()
                .withThreads(options.method.threads)
                .withStop(interruption::isAsked)
                .withGpu(Gpu.number(Device.chosen(options.method.device)));
        try (VideoReader reader = VideoReader.open(options.inputs.get(0), reading);
                VideoWriter writer = VideoWriter.create(options.outputPath(), reader, writing(reader.info()));
                Walk walk = Walk.of(
                        options.refresh(), new Networks(options.method.models, options.method.device).method(choice));
                MapOutput maps = MapOutput.open(options.maps, reader, options.overwrite);
                EventLog events = options.events == null ? null : new EventLog(options.events);
                Annotator annotator = annotator(events)) {
            final List<Stage> sides = maps == null ? List.of(annotator) : List.of(annotator, maps);
            final Corridor corridor =
                    new Corridor(slot -> reader.read(slot.frame()), walk.refresh(), sides, new EncodeStage(writer));
            interruption.onAsk(corridor.state()::stop);
            final RunReport walked = walk(corridor, reader.info());
            final RunReport report = walked.with(walk.looks().stages(walked.seconds()));
            finish(corridor.state(), report.frames(), writer, maps);
            say(ProcessSummary.of(
                    options, report, reader.damagedPackets(), annotator, writer.encoderName(), interruption.isAsked()));
            return interruption.isAsked() ? Interruption.EXIT_CODE : 0;
        }
    }

    private Annotator annotator(final EventLog events) {
        return new Annotator(
                options.drawing.view(),
                options.drawing.threshold,
                options.drawing.minObjectArea,
                options.refresh().carries(),
                witness(events));
    }

    private static Annotator.Witness witness(final EventLog events) {
        return events == null
                ? (slot, objects) -> {}
                : (slot, objects) -> events.write(slot.index(), slot.frame().seconds(), slot.evidenceAge(), objects);
    }

    private void refuseToReplace(final Path file) {
        if (file != null && Files.isRegularFile(file) && !options.overwrite) {
            throw Fault.of(Fault.Kind.USAGE, "'%s' exists already: add --overwrite or give another name.", file);
        }
    }

    private WriterOptions writing(final StreamInfo info) {
        final int width = options.drawing.view().outputWidth(info.width());
        return options.drawing
                .encoding()
                .withThreads(options.method.threads)
                .withOverwrite(options.overwrite)
                .withSize(width, info.height())
                .withRate(options.refresh().isAuto() ? hurriedRate(width, info.height(), info.frameRate()) : 0);
    }

    /**
     * Who wants a film in its own length has no time for an encoder without bounds either. Of few frames a second each may
     * have more: they also differ more.
     */
    private static long hurriedRate(final int width, final int height, final double frameRate) {
        return Math.round(HURRIED_BITS_PER_PIXEL * width * height * Math.max(frameRate, HURRIED_RATE));
    }

    private RunReport walk(final Corridor corridor, final StreamInfo info) {
        final String title = Addresses.stem(options.inputs.get(0));
        try (ProgressDisplay progress = ProgressDisplay.open(title, info.expectedFrames())) {
            return corridor.run(progress);
        }
    }

    /** Completes the file; after a failure what came before it is completed all the same, and then it is reported. */
    private void finish(final RunState state, final long frames, final VideoWriter writer, final MapOutput maps) {
        final RunState.Failure failure = state.failure();
        if (failure == null) {
            writer.finish();
            if (maps != null) {
                maps.finish();
            }
            return;
        }
        final boolean wrote = !failure.stage().equals(EncodeStage.NAME);
        if (frames > 0 && wrote) {
            writer.finish();
        }
        final String kept = frames == 0
                ? "nothing was written"
                : String.format(
                        wrote ? "the %d frames before it are in %s" : "of the %d frames before it most are in %s",
                        frames,
                        options.outputPath());
        throw StageFailure.of(failure, "frame " + failure.frame(), kept);
    }

    private void say(final ProcessSummary summary) {
        if (options.json) {
            System.out.println(Json.pretty(summary));
        }
        System.err.print(summary.text());
    }

    /**
     * The networks, in the ring or beside it.
     *
     * @param refresh how the corridor comes to its maps
     * @param looks what was done beside the ring
     * @param end closes the networks
     */
    private record Walk(Refresh refresh, LookTimes looks, Runnable end) implements AutoCloseable {
        /** With --refresh auto: how much longer than the film the run may take, so that its first frame waits for a map. */
        private static final Duration HEAD_START = Duration.ofMillis(500);

        static Walk of(final RefreshOption option, final Method method) {
            final LookTimes looks = new LookTimes();
            if (!option.isAuto()) {
                return new Walk(new Refresh.Every(method, option.frames()), looks, method::close);
            }
            final Lookout lookout = new Lookout(method, looks, 0);
            final Seat seat = lookout.seat();
            return new Walk(new Refresh.Beside(seat, Patience.ofFilm(HEAD_START), 1), looks, () -> {
                seat.close();
                lookout.close();
            });
        }

        @Override
        public void close() {
            end.run();
        }
    }
}
