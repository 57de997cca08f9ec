package org.objectomaly.pipeline;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.objectomaly.image.ContentFinder;
import org.objectomaly.motion.FlowCarrier;
import org.objectomaly.video.StreamInfo;
import org.objectomaly.video.VideoReader;
import org.objectomaly.video.VideoWriter;

/**
 * The corridor every frame of a file walks through, on one Disruptor ring. Nothing is dropped: when a stage is slow
 * the ring fills and the grabber waits.
 *
 * <pre>
 *             +- cas ---+                                     +- maps ----+
 *   grab -----+         +-- oasc -- mbp --[ carry ]-----------+           +-- encode
 *             +- masks -+                                     +- annotate +
 * </pre>
 *
 * <p>Each name is a thread, {@code objectomaly-NAME}; {@code carry} is there when the networks do not look at every
 * frame, {@code maps} when the maps themselves are wanted. A stage that fails lets its frame and all later ones pass
 * untouched; the frames before it are written and the file is closed in order.
 */
public final class Corridor {
    /** Name of the last stage, whose failure means that the file itself cannot be written. */
    public static final String ENCODE = "encode";

    /** Places in the ring: enough that stages of unequal pace overlap, few enough that 4K frames fit in memory. */
    private static final int SLOTS = 8;

    private final VideoReader source;
    private final Method method;
    private final int refresh;
    private final Annotator annotator;
    private final MapSink maps;
    private final VideoWriter writer;
    private final RunState state = new RunState();
    private final StageWaitStrategy waits = new StageWaitStrategy();
    private final List<StageHandler> handlers = new ArrayList<>();
    private final StageTimes grabTimes = new StageTimes("grab");

    /**
     * A corridor for one file.
     *
     * @param source where frames come from
     * @param method what is done to them
     * @param refresh the networks look at every frame (1) or every Nth, and the map is carried between
     * @param annotator what is drawn and noted
     * @param maps where the maps themselves go, or null
     * @param writer where frames go
     */
    public Corridor(
            final VideoReader source,
            final Method method,
            final int refresh,
            final Annotator annotator,
            final MapSink maps,
            final VideoWriter writer) {
        this.source = source;
        this.method = method;
        this.refresh = refresh;
        this.annotator = annotator;
        this.maps = maps;
        this.writer = writer;
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
     * Takes the whole source through the corridor. Returns when the last frame has been given to the writer, which is
     * left open.
     *
     * @param progress told after each written frame, on the encoder's thread
     * @return what was done; a failure is in {@link #state()}
     */
    public RunReport run(final Progress progress) {
        final long start = System.nanoTime();
        final StreamInfo info = source.info();
        final Disruptor<Slot> ring = new Disruptor<>(
                () -> new Slot(info.width(), info.height(), annotator.canvas(info)),
                SLOTS,
                Thread::new,
                ProducerType.SINGLE,
                waits);
        final FlowCarrier carrier = refresh > 1 ? new FlowCarrier(info.width(), info.height()) : null;
        final Encoding encoding = new Encoding(writer, progress);
        wire(ring, carrier, encoding);
        final RingBuffer<Slot> slots = ring.start();
        try {
            grab(slots);
        } finally {
            ring.shutdown();
            for (int i = 0; i < SLOTS; i++) {
                slots.get(i).close();
            }
            if (carrier != null) {
                carrier.close();
            }
        }
        return report(encoding.frames(), (System.nanoTime() - start) / 1e9);
    }

    private RunReport report(final long frames, final double seconds) {
        final List<RunReport.Stage> stages = new ArrayList<>();
        stages.add(RunReport.Stage.of(grabTimes, seconds));
        handlers.forEach(handler -> stages.add(RunReport.Stage.of(handler.times(), seconds)));
        stages.removeIf(stage -> stage.frames() == 0);
        return new RunReport(frames, seconds, frames / seconds, 0, source.damagedPackets(), annotator.found(), stages);
    }

    private void wire(final Disruptor<Slot> ring, final FlowCarrier carrier, final Encoding encoding) {
        EventHandlerGroup<Slot> reached = ring.handleEventsWith(
                        network("cas", slot -> method.cas().score(slot.picture, slot.coarse)),
                        network("masks", slot -> method.objectness().generate(slot.picture, slot.masks)))
                .then(network("oasc", slot -> method.oasc().calibrate(slot.coarse, slot.masks, slot.calibrated)))
                .then(network("mbp", slot -> method.mbp().refine(slot.calibrated, slot.refined)));
        if (carrier != null) {
            reached = reached.then(everyFrame("carry", slot -> carry(carrier, slot)));
        }
        final StageHandler annotate = everyFrame("annotate", annotator::annotate);
        reached = maps == null
                ? reached.then(annotate)
                : reached.then(annotate, everyFrame("maps", slot -> maps.write(slot.frame, slot.refined)));
        reached.then(handler(ENCODE, slot -> true, encoding));
    }

    private static void carry(final FlowCarrier carrier, final Slot slot) {
        if (slot.refresh) {
            carrier.refresh(slot.frame.planes(), slot.refined);
        } else {
            carrier.carry(slot.frame.planes(), slot.refined);
        }
    }

    /** A stage for the frames that the networks look at. */
    private StageHandler network(final String name, final Stage stage) {
        return handler(name, slot -> slot.refresh, stage);
    }

    /** A stage for every frame. */
    private StageHandler everyFrame(final String name, final Stage stage) {
        return handler(name, slot -> slot.hasPicture, stage);
    }

    private StageHandler handler(final String name, final Predicate<Slot> applies, final Stage stage) {
        final StageHandler handler = new StageHandler(name, applies, stage, state, waits);
        handlers.add(handler);
        return handler;
    }

    /** The producer: decodes on the calling thread, one slot after another, until the source or the run ends. */
    private void grab(final RingBuffer<Slot> slots) {
        final Thread thread = Thread.currentThread();
        final String ownName = thread.getName();
        thread.setName("objectomaly-grab");
        final ContentFinder content = new ContentFinder();
        boolean more = true;
        try {
            while (more && state.goesOn()) {
                waits.until(() -> slots.hasAvailableCapacity(1));
                final long sequence = slots.next();
                try {
                    more = grab(slots.get(sequence), sequence, content);
                } finally {
                    slots.publish(sequence);
                }
            }
        } finally {
            thread.setName(ownName);
        }
    }

    private boolean grab(final Slot slot, final long sequence, final ContentFinder content) {
        slot.refresh = false;
        slot.hasPicture = false;
        final long start = System.nanoTime();
        try {
            slot.hasPicture = source.read(slot.frame);
            if (slot.hasPicture && sequence % refresh == 0) {
                slot.refresh = true;
                slot.frame.toRgb(slot.picture);
                slot.picture.content(content.see(slot.frame.planes()));
            }
        } catch (final Throwable failure) {
            state.fail("grab", sequence, failure);
            return false;
        }
        if (slot.hasPicture) {
            grabTimes.record(System.nanoTime() - start);
        }
        return slot.hasPicture;
    }

    /** The last stage: hands the frame to the encoder and empties the slot. */
    private static final class Encoding implements Stage {
        private final VideoWriter writer;
        private final Progress progress;
        private long frames;

        Encoding(final VideoWriter writer, final Progress progress) {
            this.writer = writer;
            this.progress = progress;
        }

        @Override
        public void process(final Slot slot) throws Exception {
            if (slot.hasPicture && slot.canvas != null) {
                slot.canvas.copyMetadataFrom(slot.frame);
                writer.write(slot.canvas);
            } else {
                writer.write(slot.frame);
            }
            if (slot.hasPicture) {
                frames++;
                progress.written(frames, slot.frame.seconds());
            }
            slot.frame.clear();
        }

        long frames() {
            return frames;
        }
    }
}
