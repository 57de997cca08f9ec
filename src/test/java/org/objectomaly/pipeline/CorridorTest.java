package org.objectomaly.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Natives;
import org.objectomaly.annotate.View;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.MaskGenerator;
import org.objectomaly.objectness.NoMasks;
import org.objectomaly.video.FfmpegTool;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.TestClips;
import org.objectomaly.video.VideoReader;
import org.objectomaly.video.VideoWriter;
import org.objectomaly.video.WriterOptions;

final class CorridorTest {
    private static final int FRAMES = 60;

    @TempDir
    Path folder;

    private MaskGenerator objectness = new NoMasks();
    private Corridor corridor;
    private RunState state;

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    @Test
    void shouldGiveEveryFrameTheMapMadeOfIt() {
        final List<String> seen = new ArrayList<>();
        final RunReport report = run(
                TestClips.constantRate(),
                new Counting(),
                1,
                slot -> seen.add(slot.index() + ":" + Math.round(slot.refined().at(7, 7) * 1000)));
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            expected.add(i + ":" + i);
        }
        assertEquals(expected, seen);
        assertEquals(FRAMES, report.frames());
        assertNull(state.failure());
    }

    @Test
    void shouldLoseNoFrameOfASourceThatEndsAtOnce() {
        for (int run = 0; run < 50; run++) {
            final AtomicLong ended = new AtomicLong();
            final Stage last = new Looking(slot -> ended.addAndGet(slot.hasPicture() ? 1 : 0));
            try (Method method = new Method(
                    new Counting(), new NoMasks(), new RunCalibration(MaskOrder.PAPER), new LaplacianPrecision())) {
                final FrameSource one = slot -> {
                    slot.take(new Picture(8, 8));
                    return slot.index() == 0;
                };
                new Corridor(one, new Refresh.Every(method, 1), List.of(), last).run(frames -> {});
            }
            assertEquals(1, ended.get(), "run " + run);
        }
    }

    @Test
    void shouldShowTheNetworksOnlyTheFramesThatAreRefreshed() {
        final Counting scorer = new Counting();
        final List<Integer> maps = new ArrayList<>();
        run(
                TestClips.constantRate(),
                scorer,
                7,
                slot -> maps.add(Math.round(slot.refined().at(7, 7) * 1000)));
        assertEquals((FRAMES + 6) / 7, scorer.calls);
        for (int i = 0; i < FRAMES; i++) {
            assertEquals(i / 7, maps.get(i), "frame " + i + " has the map of the last refreshed one");
        }
    }

    @Test
    void shouldLookAtFramesWhereTheSceneOrItsLightChanges() {
        final List<Integer> maps = new ArrayList<>();
        final Counting scorer = new Counting();
        run(
                TestClips.changingScenes(),
                scorer,
                100,
                slot -> maps.add(Math.round(slot.refined().at(160, 90) * 1000)));
        assertEquals(40, maps.size());
        assertEquals(3, scorer.calls, "the first frame, the cut and the jump of the light");
        assertEquals(0, maps.get(19));
        assertEquals(1, maps.get(20), "nothing of the scene before is carried on");
        assertEquals(1, maps.get(29));
        assertEquals(2, maps.get(30));
    }

    @Test
    void shouldWriteTheFramesBeforeAFailure() {
        final Counting scorer = new Counting();
        scorer.failAt = 23;
        final RunReport report = run(TestClips.constantRate(), scorer, 1, null);
        assertEquals(23, report.frames());
        assertEquals("cas", state.failure().stage());
        assertEquals(23, state.failure().frame());
        assertEquals(23, FfmpegTool.frameTimes(output()).size());
    }

    @Test
    void shouldReportTheEarliestOfTwoFailures() {
        state = new RunState();
        state.fail("mbp", 9, new IllegalStateException());
        state.fail("annotate", 4, new IllegalStateException());
        state.fail("cas", 11, new IllegalStateException());
        assertEquals("annotate", state.failure().stage());
        assertFalse(state.goesAsFarAs(4));
        assertTrue(state.goesAsFarAs(3));
    }

    @Test
    void shouldEndInOrderWhenAskedToStop() {
        objectness = new StoppingMasks(11);
        final RunReport report = run(TestClips.constantRate(), new Counting(), 1, null);
        // The frame that was begun is written if the other network has begun it too; those that wait in the ring are
        // not.
        assertTrue(report.frames() == 11 || report.frames() == 12, () -> "frames " + report.frames());
        assertEquals(report.frames(), FfmpegTool.frameTimes(output()).size());
        assertNull(state.failure());
    }

    @Test
    void shouldEndWhenMemoryRunsOutBehindTheLastStage() {
        final RunReport report = run(TestClips.constantRate(), new Counting(), 1, null, frames -> {
            if (frames == 9) {
                throw new OutOfMemoryError("as ordered");
            }
        });
        assertEquals(9, report.frames());
        assertEquals("encode", state.failure().stage());
    }

    @Test
    void shouldMeasureEveryStage() {
        final RunReport report = run(TestClips.constantRate(), new Counting(), 1, null);
        assertEquals(
                List.of("grab", "cas", "masks", "oasc", "mbp", "annotate", "encode"),
                report.stages().stream().map(RunReport.Stage::name).toList());
        for (final RunReport.Stage stage : report.stages()) {
            assertEquals(FRAMES, stage.frames(), stage.name());
            assertTrue(stage.medianMs() > 0 && stage.p95Ms() >= stage.medianMs(), stage.name());
        }
    }

    @Test
    void shouldAllocateNextToNothingInTheSteadyState() {
        final AtomicLong before = new AtomicLong();
        final AtomicLong after = new AtomicLong();
        final Path clip = TestClips.large(320, 180, 2400);
        run(clip, new Counting(), 1, null, frames -> {
            if (frames == 1200) {
                before.set(allocated());
            } else if (frames == 2300) {
                after.set(allocated());
            }
        });
        final long perFrame = (after.get() - before.get()) / 1100;
        assertTrue(perFrame < 4096, () -> perFrame + " bytes a frame");
    }

    /** Heap bytes that the corridor's threads have allocated so far. */
    private static long allocated() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (final Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("objectomaly-")) {
                sum += threads.getThreadAllocatedBytes(thread.getId());
            }
        }
        return sum;
    }

    private RunReport run(final Path clip, final Counting scorer, final int refresh, final Consumer<Slot> maps) {
        return run(clip, scorer, refresh, maps, frames -> {});
    }

    private RunReport run(
            final Path clip,
            final Counting scorer,
            final int refresh,
            final Consumer<Slot> maps,
            final Progress progress) {
        try (VideoReader reader = VideoReader.open(clip.toString(), ReaderOptions.defaults());
                VideoWriter writer = VideoWriter.create(output(), reader, WriterOptions.defaults());
                Method method =
                        new Method(scorer, objectness, new RunCalibration(MaskOrder.PAPER), new LaplacianPrecision())) {
            final Annotator annotator = new Annotator(View.OVERLAY, 0.5f, 0.001, false, (slot, objects) -> {});
            final List<Stage> sides = maps == null ? List.of(annotator) : List.of(annotator, new Looking(maps));
            corridor = new Corridor(
                    slot -> reader.read(slot.frame()),
                    new Refresh.Every(method, refresh),
                    sides,
                    new EncodeStage(writer));
            state = corridor.state();
            final RunReport report = corridor.run(progress);
            writer.finish();
            return report;
        }
    }

    private Path output() {
        return folder.resolve("out.mp4");
    }

    private record Looking(Consumer<Slot> look) implements Stage {
        @Override
        public String name() {
            return "look";
        }

        @Override
        public void process(final Slot slot) {
            look.accept(slot);
        }
    }

    /** Gives the n-th picture it sees the score n/1000 everywhere. */
    private static final class Counting implements CoarseScorer {
        private int calls;
        private int failAt = -1;

        @Override
        public void score(final Picture picture, final ScoreMap into) {
            if (calls == failAt) {
                throw new IllegalStateException("as ordered");
            }
            into.fill(calls++ / 1000f);
        }
    }

    /** Finds nothing, and has the run stopped while it is at one of the frames. */
    private final class StoppingMasks implements MaskGenerator {
        private final int stopAt;
        private int calls;

        StoppingMasks(final int stopAt) {
            this.stopAt = stopAt;
        }

        @Override
        public void generate(final Picture picture, final MaskSet into) {
            into.reset(picture.width(), picture.height());
            if (calls++ == stopAt) {
                state.stop();
            }
        }
    }
}
