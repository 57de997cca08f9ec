package org.objectomaly.pipeline;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.objectomaly.motion.FlowCarrier;

/**
 * The corridor every frame walks through, on one Disruptor ring. Nothing is dropped: when a stage is slow the ring fills
 * and the grabber waits.
 *
 * <pre>
 *             +- cas ---+                             +- side ---+
 *   grab -----+         +-- oasc -- mbp --[ carry ]---+          +-- last
 *             +- masks -+                             +- side ---+
 * </pre>
 *
 * <p>Each name is a thread, {@code objectomaly-NAME}; {@code carry} is there when the networks do not look at every
 * frame. What stands behind the map A is the caller's: for a video to be annotated, {@code annotate} and {@code maps}
 * side by side and {@code encode} last. A stage that fails lets its frame and all later ones pass untouched; the frames
 * before it go all the way.
 */
public final class Corridor {
    /** Places in the ring: enough that stages of unequal pace overlap, few enough that 4K frames fit in memory. */
    private static final int SLOTS = 8;

    private final FrameSource source;
    private final Method method;
    private final int refresh;
    private final List<Stage> sides;
    private final Stage last;
    private final RunState state = new RunState();
    private final StageWaitStrategy waits = new StageWaitStrategy();
    private final List<StageHandler> handlers = new ArrayList<>();
    private final StageTimes grabTimes = new StageTimes("grab");
    private FlowCarrier carrier;
    private long done;

    /**
     * A corridor for one run.
     *
     * @param source where frames come from
     * @param method what is done to them
     * @param refresh the networks look at every frame (1) or every Nth, and the map is carried between; above 1 only
     *     for a video
     * @param sides what is done with each frame and its map A, side by side; may be empty
     * @param last what is done with it then; it also gets the slot behind the last frame, which has no picture
     */
    public Corridor(
            final FrameSource source,
            final Method method,
            final int refresh,
            final List<Stage> sides,
            final Stage last) {
        this.source = source;
        this.method = method;
        this.refresh = refresh;
        this.sides = List.copyOf(sides);
        this.last = last;
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
        final Disruptor<Slot> ring = new Disruptor<>(Slot::new, SLOTS, Thread::new, ProducerType.SINGLE, waits);
        wire(ring, progress);
        final RingBuffer<Slot> slots = ring.start();
        try {
            handlers.forEach(StageHandler::awaitStart);
            grab(slots);
        } finally {
            // The ring's own way to wait for the frames on their way would take a whole core from the networks.
            waits.until(() -> slots.getMinimumGatingSequence() >= slots.getCursor());
            ring.shutdown();
            for (int i = 0; i < SLOTS; i++) {
                slots.get(i).close();
            }
            if (carrier != null) {
                carrier.close();
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
        final StageHandler cas = network("cas", slot -> method.cas().score(slot.picture(), slot.coarse()));
        final StageHandler masks =
                network("masks", slot -> method.objectness().generate(slot.picture(), slot.coarse(), slot.masks()));
        final EventHandlerGroup<Slot> looked = method.objectness().needsScores()
                ? ring.handleEventsWith(cas).then(masks)
                : ring.handleEventsWith(cas, masks);
        EventHandlerGroup<Slot> reached = looked.then(network(
                        "oasc", slot -> method.oasc().calibrate(slot.coarse(), slot.masks(), slot.calibrated())))
                .then(network("mbp", slot -> method.mbp().refine(slot.calibrated(), slot.refined())));
        if (refresh > 1) {
            reached = reached.then(handler(new Step("carry", this::carry), Slot::hasPicture));
        }
        if (!sides.isEmpty()) {
            reached = reached.then(
                    sides.stream().map(side -> handler(side, Slot::hasPicture)).toArray(StageHandler[]::new));
        }
        reached.then(handler(
                new Step(last.name(), slot -> {
                    last.process(slot);
                    if (slot.hasPicture()) {
                        progress.done(++done);
                    }
                }),
                slot -> true));
    }

    private void carry(final Slot slot) {
        if (carrier == null) {
            carrier = new FlowCarrier(slot.refined().width(), slot.refined().height());
        }
        if (slot.isRefreshed()) {
            carrier.refresh(slot.frame().planes(), slot.refined());
        } else {
            carrier.carry(slot.frame().planes(), slot.refined());
        }
    }

    /** A stage for the frames that the networks look at. */
    private StageHandler network(final String name, final Consumer<Slot> work) {
        return handler(new Step(name, work::accept), slot -> slot.hasPicture() && slot.isRefreshed());
    }

    private StageHandler handler(final Stage stage, final Predicate<Slot> applies) {
        final StageHandler handler = new StageHandler(stage, applies, state, waits);
        handlers.add(handler);
        return handler;
    }

    /** The producer: reads on the calling thread, one slot after another, until the source or the run ends. */
    private void grab(final RingBuffer<Slot> slots) {
        final Thread thread = Thread.currentThread();
        final String ownName = thread.getName();
        thread.setName("objectomaly-grab");
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
        slot.begin(sequence, sequence % refresh == 0);
        final long start = System.nanoTime();
        try {
            if (!source.read(slot)) {
                return false;
            }
        } catch (final Throwable failure) {
            state.fail("grab", sequence, failure);
            return false;
        }
        slot.filled();
        grabTimes.record(System.nanoTime() - start);
        return true;
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
