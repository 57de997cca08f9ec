package org.objectomaly.pipeline;

import com.lmax.disruptor.IgnoreExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.objectomaly.image.ContentFinder;
import org.objectomaly.motion.SceneChange;

/**
 * The corridor every frame walks through, on one Disruptor ring. Nothing is dropped: when a stage is slow the ring fills
 * and the grabber waits; a source that must not wait keeps its newest frame meanwhile.
 *
 * <pre>
 *             +- cas ---+                             +- side ---+
 *   grab -----+         +-- oasc -- mbp --[ carry ]---+          +-- last
 *             +- masks -+                             +- side ---+
 * </pre>
 *
 * <p>Each name is a thread, {@code objectomaly-NAME}; {@code carry} is there when the networks do not look at every
 * frame. When they stand beside the ring ({@link Refresh.Beside}), it is the only stage between the grabber and the sides.
 * What stands behind the map A is the caller's: for a video to be annotated, {@code annotate} and {@code maps}
 * side by side and {@code encode} last. A stage that fails lets its frame and all later ones pass untouched; the frames
 * before it go all the way.
 */
public final class Corridor {
    /** Places in the ring: enough that stages of unequal pace overlap, few enough that 4K frames fit in memory. */
    private static final int SLOTS = 8;
    /** For a source that does not wait: each place more is a frame's time of delay when a stage is slow. */
    private static final int LIVE_SLOTS = 4;

    private final String label;
    private final FrameSource source;
    private final Refresh refresh;
    private final int places;
    private final List<Stage> sides;
    private final Stage last;
    private final ObjLongConsumer<String> times;
    private final RunState state = new RunState();
    private final StageWaitStrategy waits = new StageWaitStrategy();
    private final List<StageHandler> handlers = new ArrayList<>();
    private final StageTimes grabTimes = new StageTimes("grab");
    private final SceneChange scene = new SceneChange();
    private final ContentFinder content = new ContentFinder();
    private CarryStage carry;
    private long sinceRefresh;
    private long done;

    private Corridor(
            final String label,
            final FrameSource source,
            final Refresh refresh,
            final int places,
            final List<Stage> sides,
            final Stage last,
            final ObjLongConsumer<String> times) {
        this.label = label;
        this.source = source;
        this.refresh = refresh;
        this.places = places;
        this.sides = List.copyOf(sides);
        this.last = last;
        this.times = times;
    }

    /**
     * A corridor for one run over a film or a set of pictures.
     *
     * @param source where frames come from
     * @param refresh when the networks look at them
     * @param sides what is done with each frame and its map A, side by side; may be empty
     * @param last what is done with it then; it also gets the slot behind the last frame, which has no picture
     */
    public Corridor(final FrameSource source, final Refresh refresh, final List<Stage> sides, final Stage last) {
        this("", source, refresh, SLOTS, sides, last, (stage, nanos) -> {});
    }

    /**
     * A corridor for a camera.
     *
     * @param name of the camera, for the names of the threads
     * @param source gives the camera's newest frame; {@link FrameSource#read} may wait for it
     * @param seat this camera's place before the networks
     * @param frames the networks look at one frame in so many at most
     * @param sides what is done with each frame and its map A, side by side
     * @param last what is done with it then
     * @param times told each stage's name and how long it took, in nanoseconds; on the stages' threads
     * @return a corridor that adds as little delay as it can
     */
    public static Corridor live(
            final String name,
            final FrameSource source,
            final Seat seat,
            final int frames,
            final List<Stage> sides,
            final Stage last,
            final ObjLongConsumer<String> times) {
        return new Corridor(
                name + "-", source, new Refresh.Beside(seat, Patience.NONE, frames), LIVE_SLOTS, sides, last, times);
    }

    /**
     * The run's state, through which it can be stopped from another thread.
     *
     * @return the state
     */
    public RunState state() {
        return state;
    }

    /**
     * Takes the whole source through the corridor. Returns when the last frame has gone all the way.
     *
     * @param progress told after each frame, on the last stage's thread
     * @return what was done; a failure is in {@link #state()}
     */
    public RunReport run(final Progress progress) {
        final long start = System.nanoTime();
        final Disruptor<Slot> ring = new Disruptor<>(Slot::new, places, Thread::new, ProducerType.SINGLE, waits);
        // Handlers note failures themselves; what fails beyond that must not end a thread that others wait for.
        ring.setDefaultExceptionHandler(new IgnoreExceptionHandler());
        wire(ring, progress);
        final RingBuffer<Slot> slots = ring.start();
        try {
            handlers.forEach(StageHandler::awaitStart);
            grab(slots);
        } finally {
            // The ring's own way to wait for the frames on their way would take a whole core from the networks.
            waits.until(() -> slots.getMinimumGatingSequence() >= slots.getCursor());
            ring.shutdown();
            for (int i = 0; i < places; i++) {
                slots.get(i).close();
            }
            if (carry != null) {
                carry.close();
            }
        }
        return report((System.nanoTime() - start) / 1e9);
    }

    private RunReport report(final double seconds) {
        final List<RunReport.Stage> stages = new ArrayList<>();
        stages.add(RunReport.Stage.of(grabTimes, seconds));
        handlers.forEach(handler -> stages.add(RunReport.Stage.of(handler.times(), seconds)));
        stages.removeIf(stage -> stage.frames() == 0);
        return new RunReport(done, seconds, done / seconds, 0, stages);
    }

    private void wire(final Disruptor<Slot> ring, final Progress progress) {
        EventHandlerGroup<Slot> reached = null;
        if (refresh instanceof Refresh.Every every) {
            reached = networks(ring, every.method());
            carry = every.frames() > 1 ? new CarryStage() : null;
        } else {
            carry = new LookStage((Refresh.Beside) refresh);
        }
        if (carry != null) {
            reached = append(ring, reached, handler(carry, Slot::hasPicture));
        }
        if (!sides.isEmpty()) {
            reached = append(
                    ring,
                    reached,
                    sides.stream().map(side -> handler(side, Slot::hasPicture)).toArray(StageHandler[]::new));
        }
        append(
                ring,
                reached,
                handler(
                        new Step(last.name(), slot -> {
                            last.process(slot);
                            if (slot.hasPicture()) {
                                progress.done(++done);
                            }
                        }),
                        slot -> true));
    }

    private static EventHandlerGroup<Slot> append(
            final Disruptor<Slot> ring, final EventHandlerGroup<Slot> reached, final StageHandler... next) {
        return reached == null ? ring.handleEventsWith(next) : reached.then(next);
    }

    private EventHandlerGroup<Slot> networks(final Disruptor<Slot> ring, final Method method) {
        final StageHandler cas = network("cas", true, slot -> method.cas().score(slot.picture(), slot.coarse()));
        final StageHandler masks = network(
                "masks", true, slot -> method.objectness().generate(slot.picture(), slot.coarse(), slot.masks()));
        final EventHandlerGroup<Slot> looked = method.objectness().needsScores()
                ? ring.handleEventsWith(cas).then(masks)
                : ring.handleEventsWith(cas, masks);
        return looked.then(network("oasc", false, slot -> {
                    // Both networks have seen it: what they were given of it need not wait for the slot's next frame.
                    slot.picture().forget();
                    method.oasc().calibrate(slot.coarse(), slot.masks(), slot.calibrated());
                }))
                .then(network("mbp", false, slot -> method.mbp().refine(slot.calibrated(), slot.refined())));
    }

    /** A stage for the frames that the networks look at. */
    private StageHandler network(final String name, final boolean isLong, final Consumer<Slot> work) {
        return handler(new Step(name, work::accept), slot -> slot.hasPicture() && slot.isRefreshed(), isLong);
    }

    private StageHandler handler(final Stage stage, final Predicate<Slot> applies) {
        return handler(stage, applies, false);
    }

    private StageHandler handler(final Stage stage, final Predicate<Slot> applies, final boolean isLong) {
        final StageHandler handler = new StageHandler(stage, label, applies, isLong, state, waits, times);
        handlers.add(handler);
        return handler;
    }

    /** The producer: reads on the calling thread, one slot after another, until the source or the run ends. */
    private void grab(final RingBuffer<Slot> slots) {
        final Thread thread = Thread.currentThread();
        final String ownName = thread.getName();
        thread.setName("objectomaly-" + label + "grab");
        boolean more = true;
        try {
            while (more && state.goesOn()) {
                waits.until(() -> slots.hasAvailableCapacity(1));
                final long sequence = slots.next();
                try {
                    more = grab(slots.get(sequence), sequence);
                } finally {
                    slots.publish(sequence);
                }
            }
        } finally {
            thread.setName(ownName);
        }
    }

    private boolean grab(final Slot slot, final long sequence) {
        slot.begin(sequence);
        final long start = System.nanoTime();
        try {
            if (!source.read(slot)) {
                return false;
            }
            final boolean ofVideo = slot.frame().hasPicture();
            if (ofVideo) {
                slot.fit(slot.frame().width(), slot.frame().height());
                final SceneChange.Kind change = scene.see(slot.frame().planes());
                slot.change(slot.isFirstOfStream() ? SceneChange.Kind.CUT : change);
            }
            if (refresh instanceof Refresh.Every every && isDue(slot, every.frames())) {
                slot.refresh();
                if (ofVideo) {
                    slot.show(content.see(slot.frame().planes()));
                }
            }
        } catch (final Throwable failure) {
            state.fail("grab", sequence, failure);
            return false;
        }
        slot.filled();
        grabTimes.record(System.nanoTime() - start);
        return true;
    }

    /** Whether the networks look at a frame: one in so many, and those where the scene or its light changes. */
    private boolean isDue(final Slot slot, final int frames) {
        final boolean due = sinceRefresh == 0 || slot.change() != SceneChange.Kind.NONE;
        sinceRefresh = due ? 1 % frames : (sinceRefresh + 1) % frames;
        return due;
    }

    /** What a stage of this corridor's own does. */
    @FunctionalInterface
    private interface Work {
        void on(Slot slot) throws Exception;
    }

    /** A stage of this corridor's own. */
    private record Step(String name, Work work) implements Stage {
        @Override
        public void process(final Slot slot) throws Exception {
            work.on(slot);
        }
    }
}
