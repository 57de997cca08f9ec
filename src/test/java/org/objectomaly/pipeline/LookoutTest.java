package org.objectomaly.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.BoundaryPrecision;
import org.objectomaly.mbp.CudaPrecision;
import org.objectomaly.oasc.CudaCalibration;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.MaskGenerator;
import org.objectomaly.objectness.NoMasks;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.TestClips;
import org.objectomaly.video.VideoReader;

/** Networks beside the ring: 60 frames of 320 x 180, 30 a second. */
final class LookoutTest {
    private static final int FRAMES = 60;
    private static final double LENGTH = 2;
    private static final BoundaryPrecision AS_IT_IS = (calibrated, into) -> into.copyFrom(calibrated);

    private final List<Double> ages = Collections.synchronizedList(new ArrayList<>());
    private final List<Float> scores = Collections.synchronizedList(new ArrayList<>());
    private RunState state;
    private int every = 1;

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    @Test
    void shouldWaitForNetworksThatKeepUp() {
        final Counting scorer = new Counting(1);
        final RunReport report = film(scorer, new NoMasks(), Duration.ofSeconds(60));
        assertEquals(FRAMES, report.frames());
        assertEquals(FRAMES, scorer.calls.get(), "patience for every frame");
        for (int i = 0; i < FRAMES; i++) {
            assertEquals(0, ages.get(i), 1e-9, "frame " + i);
            assertEquals(i + 1, scores.get(i), 0.01, "frame " + i);
        }
    }

    @Test
    void shouldLookAtOneFrameInSoMany() {
        every = 6;
        final Counting scorer = new Counting(1);
        film(scorer, new NoMasks(), Duration.ofSeconds(60));
        assertEquals(FRAMES / 6, scorer.calls.get());
        for (int i = 0; i < FRAMES; i++) {
            assertEquals(i % 6 / 30.0, ages.get(i), 1e-3, "frame " + i);
        }
    }

    @Test
    void shouldHandMapsOfAGpuFromOneThreadsStreamToAnothers() {
        every = 6;
        final CudaDevice device = HostCuda.open(0);
        final DeviceBuffer weight = new DeviceBuffer(device).put(new float[] {3}, 1);
        final DeviceBuffer used = new DeviceBuffer(device);
        final Counting counting = new Counting(1);
        final CoarseScorer scorer = (picture, into) -> {
            final float[] factor = new float[1];
            used.copyFrom(weight.address(), Float.BYTES).get(factor, 1);
            counting.score(picture, into);
            into.fill(factor[0] * into.at(0, 0));
        };
        final Method there = new Method(
                scorer, new NoMasks(), new CudaCalibration(device, MaskOrder.PAPER), new CudaPrecision(device), device);
        film(there, Duration.ofSeconds(60));
        assertNull(state.failure());
        for (int i = 0; i < FRAMES; i += every) {
            assertEquals(3 * (i / every + 1), scores.get(i), 0.01, "frame " + i);
        }
    }

    @Test
    void shouldKeepTheRateWithNetworksThatDoNot() {
        final RunReport report = film(new Counting(400), new NoMasks(), Duration.ofMillis(100));
        assertEquals(FRAMES, report.frames());
        assertTrue(report.seconds() < LENGTH + 1.5, () -> "a film of 2 s took " + report.seconds());
        assertTrue(Double.isNaN(ages.get(0)), "the first frame has no evidence yet");
        assertEquals(0, scores.get(0), "and an empty map");
        final double last = ages.get(FRAMES - 1);
        assertTrue(last > 0.2 && last < 1.5, () -> "evidence of a look of 0.4 s is " + last + " s old");
    }

    @Test
    void shouldAverageFreshScoresInMasksThatAreLate() {
        // The masks are the left half, known after a third of a second; scores are 0 or 1 by turns in columns.
        final CoarseScorer stripes = (picture, into) -> {
            for (int i = 0; i < into.values().length; i++) {
                into.values()[i] = i % 2;
            }
            pause(10);
        };
        final AtomicInteger masksMade = new AtomicInteger();
        final MaskGenerator slow = (picture, into) -> {
            pause(350);
            masksMade.incrementAndGet();
            into.reset(picture.width(), picture.height());
            for (int row = 0; row < picture.height(); row++) {
                into.run(row, 0, picture.width() / 2);
            }
            into.endMask();
        };
        film(stripes, slow, Duration.ofMillis(100));
        assertNull(state.failure());
        assertTrue(masksMade.get() >= 3, () -> masksMade + " sets of masks");
        assertTrue(ages.get(FRAMES - 1) < 0.2, () -> "scores are fresh: " + ages.get(FRAMES - 1));
        assertEquals(0.5, scores.get(FRAMES - 1), 0.1, "the mean over a mask of an earlier frame");
    }

    @Test
    void shouldReportNetworksThatFail() {
        final CoarseScorer broken = (picture, into) -> {
            throw new IllegalStateException("as ordered");
        };
        film(broken, new NoMasks(), Duration.ofMillis(100));
        assertNotNull(state.failure());
        assertEquals("as ordered", state.failure().cause().getMessage());
    }

    @Test
    void shouldShareItselfBetweenVideos() throws InterruptedException {
        final Counting scorer = new Counting(20);
        try (Lookout lookout = new Lookout(method(scorer, new NoMasks()), (step, nanos) -> {}, 0);
                Seat one = lookout.seat();
                Seat other = lookout.seat()) {
            final Thread beside = new Thread(() -> walk(one, Duration.ofMillis(100)));
            beside.start();
            walk(other, Duration.ofMillis(100));
            beside.join();
            final long all = one.looks() + other.looks();
            assertTrue(all > 20, () -> all + " looks");
            assertTrue(
                    Math.abs(one.looks() - other.looks()) <= all / 4,
                    () -> one.looks() + " looks at one video and " + other.looks() + " at the other");
        }
    }

    @Test
    void shouldOutliveAFrameThatNetworksChokeOn() {
        final AtomicInteger calls = new AtomicInteger();
        final CoarseScorer choking = (picture, into) -> {
            if (calls.incrementAndGet() % 3 == 0) {
                throw new IllegalStateException("as ordered");
            }
            into.fill(1);
        };
        try (Lookout lookout = new Lookout(method(choking, new NoMasks()), (step, nanos) -> {}, 1);
                Seat seat = lookout.seat()) {
            final RunReport report = walk(seat, Duration.ofSeconds(60));
            assertEquals(FRAMES, report.frames());
            assertNull(state.failure());
            assertNull(lookout.failure());
        }
    }

    @Test
    void shouldGoOnWithOneVideoWhenAnotherOfAnotherSizeEnds() throws InterruptedException {
        // Looks of one video are under way or wait while the other ends, again and again, and gives its memory back.
        try (Lookout lookout = new Lookout(method(new Counting(30), new NoMasks()), (step, nanos) -> {}, 0);
                Seat lasting = lookout.seat()) {
            final Thread beside = new Thread(() -> walk(lasting, Duration.ofMillis(500)));
            beside.start();
            for (int i = 0; i < 6; i++) {
                final Seat seat = lookout.seat();
                for (final java.nio.file.Path clip : List.of(TestClips.oddSize(), TestClips.oneFrame())) {
                    try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults())) {
                        final Corridor corridor = Corridor.live(
                                "short",
                                slot -> slot.index() < 4 && reader.read(slot.frame()),
                                seat,
                                1,
                                List.of(),
                                new Last(),
                                (stage, nanos) -> {});
                        corridor.run(frames -> {});
                        assertNull(corridor.state().failure());
                    }
                }
                seat.close();
            }
            beside.join();
            assertNull(lookout.failure());
            assertTrue(lasting.looks() > 5, () -> lasting.looks() + " looks");
        }
    }

    @Test
    void shouldLetGoOfASeatInTheMiddleOfALook() throws InterruptedException {
        try (Lookout lookout = new Lookout(method(new Counting(200), new NoMasks()), (step, nanos) -> {}, 0)) {
            for (int i = 0; i < 3; i++) {
                final Seat seat = lookout.seat();
                final VideoReader reader = open();
                final Corridor corridor = Corridor.live(
                        "test",
                        slot -> slot.index() < 3 && reader.read(slot.frame()),
                        seat,
                        1,
                        List.of(),
                        new Last(),
                        (stage, nanos) -> {});
                corridor.run(frames -> {});
                assertNull(corridor.state().failure());
                seat.close();
                reader.close();
            }
            assertFalse(Thread.currentThread().isInterrupted());
        }
    }

    private RunReport film(final CoarseScorer scorer, final MaskGenerator masks, final Duration patience) {
        return film(method(scorer, masks), patience);
    }

    private RunReport film(final Method method, final Duration patience) {
        try (Lookout lookout = new Lookout(method, (step, nanos) -> {}, 0);
                Seat seat = lookout.seat()) {
            return walk(seat, patience);
        }
    }

    private RunReport walk(final Seat seat, final Duration patience) {
        try (VideoReader reader = open()) {
            final Corridor corridor = new Corridor(
                    slot -> reader.read(slot.frame()),
                    new Refresh.Beside(seat, Patience.ofFilm(patience), every),
                    List.of(),
                    new Last());
            state = corridor.state();
            return corridor.run(frames -> {});
        }
    }

    private static VideoReader open() {
        return VideoReader.open(TestClips.constantRate().toString(), ReaderOptions.defaults());
    }

    private static Method method(final CoarseScorer scorer, final MaskGenerator masks) {
        return new Method(scorer, masks, new RunCalibration(MaskOrder.PAPER), AS_IT_IS);
    }

    private static void pause(final long millis) {
        try {
            Thread.sleep(millis);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes the age and the score of a pixel in the left half. */
    private final class Last implements Stage {
        @Override
        public String name() {
            return "last";
        }

        @Override
        public void process(final Slot slot) {
            if (slot.hasPicture()) {
                ages.add(slot.evidenceAge());
                scores.add(slot.refined().at(80, 90));
                slot.frame().clear();
            }
        }
    }

    /** Gives the n-th picture it sees the score n everywhere, in its own time. */
    private static final class Counting implements CoarseScorer {
        private final AtomicInteger calls = new AtomicInteger();
        private final long millis;

        Counting(final long millis) {
            this.millis = millis;
        }

        @Override
        public void score(final Picture picture, final ScoreMap into) {
            pause(millis);
            into.fill(calls.incrementAndGet());
        }
    }
}
