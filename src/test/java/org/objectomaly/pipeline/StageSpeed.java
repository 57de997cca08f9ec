package org.objectomaly.pipeline;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.objectomaly.Natives;
import org.objectomaly.annotate.AnomalyObjects;
import org.objectomaly.annotate.ObjectFinder;
import org.objectomaly.annotate.Overlay;
import org.objectomaly.annotate.View;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.cas.PixelRule;
import org.objectomaly.cas.ScorerSettings;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.BoundaryRegions;
import org.objectomaly.objectness.MaskGenerator;
import org.objectomaly.objectness.NetworkEdges;
import org.objectomaly.objectness.RegionSettings;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.VideoReader;

/**
 * Prints the processor time of everything that is done to a frame on a thread of the corridor's own and is no network, in
 * milliseconds: on frames of a video, with the maps and masks that the networks make of them. Decoder and encoder have
 * threads of their own and are not seen here; {@code RegionSpeed} sees how masks are made of boundaries.
 */
public final class StageSpeed {
    private static final int ROUNDS = 60;
    private static final int FRAMES = 6;
    private static final int STEP = 6;
    private static final float THRESHOLD = 0.4f;
    private static final double SMALLEST = 0.0005;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, double[]> times = new LinkedHashMap<>();
    private final RunCalibration oasc = new RunCalibration(MaskOrder.PAPER);
    private final LaplacianPrecision mbp = new LaplacianPrecision();
    private final ObjectFinder finder;
    private final Overlay overlay = new Overlay(View.OVERLAY, THRESHOLD);
    private final AnomalyObjects objects = new AnomalyObjects();
    private final VideoFrame canvas;
    private int round;
    private long objectsSeen;

    private StageSpeed(final int width, final int height) {
        finder = new ObjectFinder(THRESHOLD, (int) Math.ceil(SMALLEST * width * height));
        canvas = VideoFrame.allocate(width, height);
    }

    /**
     * Measures.
     *
     * @param arguments a video and the checkpoints of the scoring and the boundary network
     */
    public static void main(final String[] arguments) {
        Natives.loadAll();
        try (VideoReader reader = VideoReader.open(arguments[0], ReaderOptions.defaults());
                CoarseScorer cas = Backbones.open(
                        arguments[1],
                        List.of(),
                        ScorerSettings.of(PixelRule.MAX_LOGIT, AnalysisSize.parse("512x288")));
                MaskGenerator masks = new BoundaryRegions(
                        NetworkEdges.of(Path.of(arguments[2]), AnalysisSize.parse("640x360")),
                        RegionSettings.defaults())) {
            final StageSpeed speed =
                    new StageSpeed(reader.info().width(), reader.info().height());
            speed.fill(reader, cas, masks);
            for (speed.round = 0; speed.round < ROUNDS * FRAMES; speed.round++) {
                speed.walk(speed.slots.get(speed.round % FRAMES));
            }
            speed.print();
        }
    }

    private void fill(final VideoReader reader, final CoarseScorer cas, final MaskGenerator masks) {
        for (int i = 0; i < FRAMES * STEP; i++) {
            final Slot slot = new Slot();
            slot.fit(reader.info().width(), reader.info().height());
            if (!reader.read(slot.frame())) {
                throw new IllegalArgumentException("the video has fewer than " + FRAMES * STEP + " frames");
            }
            if (i % STEP == 0) {
                slot.frame().toRgb(slot.picture());
                cas.score(slot.picture(), slot.coarse());
                masks.generate(slot.picture(), slot.masks());
                slots.add(slot);
            } else {
                slot.close();
            }
        }
    }

    private void walk(final Slot slot) {
        final Picture picture = slot.picture();
        final ScoreMap calibrated = slot.calibrated();
        final ScoreMap refined = slot.refined();
        final MaskSet masks = slot.masks();
        time("picture", () -> slot.frame().toRgb(picture));
        time("oasc", () -> oasc.calibrate(slot.coarse(), masks, calibrated));
        time("mbp", () -> mbp.refine(calibrated, refined));
        time("objects", () -> finder.find(refined, objects));
        time("overlay", () -> overlay.draw(slot.frame().planes(), canvas.writablePlanes(), refined, objects, 1, 0));
        objectsSeen += objects.size();
    }

    private void time(final String name, final Runnable work) {
        final long start = THREADS.getCurrentThreadCpuTime();
        work.run();
        times.computeIfAbsent(name, n -> new double[ROUNDS * FRAMES])[round] =
                (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
    }

    /** The later half of the rounds: the compiler is at work in the first. */
    private void print() {
        times.forEach((name, all) -> {
            final double[] late = Arrays.copyOfRange(all, all.length / 2, all.length);
            Arrays.sort(late);
            System.out.printf(
                    Locale.ROOT,
                    "%-10s median %6.2f  p95 %6.2f%n",
                    name,
                    late[late.length / 2],
                    late[late.length * 95 / 100]);
        });
        System.out.printf(
                Locale.ROOT,
                "%d masks a frame, %.1f objects%n",
                slots.get(0).masks().size(),
                objectsSeen / (double) (ROUNDS * FRAMES));
    }
}
