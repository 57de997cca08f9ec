package org.objectomaly.metrics;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

/**
 * Prints processor time and memory of the metrics over 100 frames of 1280x720, on one thread:
 * {@code java -cp target/classes:target/test-classes org.objectomaly.metrics.MetricSpeed}.
 */
public final class MetricSpeed {
    private static final int FRAMES = 100;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int REGIONS = 200;
    private static final double MIB = 1 << 20;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private MetricSpeed() {}

    /** How scores lie in a frame. */
    private enum Kind {
        /** Waves with noise: nearly every pixel has a score of its own. */
        SMOOTH,
        /** Half the picture in regions of one score, as after calibration, the rest as above. */
        REGIONS,
        /** Any finite float: as many scores as there can be, as far apart as they can be. */
        ANY
    }

    /**
     * Measures.
     *
     * @param arguments none
     */
    public static void main(final String[] arguments) {
        System.out.println("scores   collector         add, s  result, s   kept, MiB  what");
        for (final Kind kind : Kind.values()) {
            for (int round = 0; round < 2; round++) {
                measure(kind, round == 1);
            }
        }
        four();
    }

    private static void measure(final Kind kind, final boolean print) {
        final PixelCounts counts = new PixelCounts();
        final double countTime = add(kind, counts::add);
        final PixelMetrics[] metrics = new PixelMetrics[1];
        final double metricTime = time(() -> metrics[0] = PixelMetrics.of(counts));
        final double drawTime = time(() -> PrCurve.of(counts, 1000));
        final double countMemory = memory();
        print(
                print,
                kind,
                "PixelCounts",
                countTime,
                metricTime,
                countMemory,
                "%d scores, AuPRC %.6f; curve of 1000 points %.2f s"
                        .formatted(counts.distinctScores(), metrics[0].auPrc(), drawTime));

        final QuantileBins quantiles = new QuantileBins();
        final SortedFrame sorted = new SortedFrame();
        final double quantileTime = add(kind, (scores, labels) -> quantiles.add(sorted.of(scores, labels)));
        final BenchmarkCurve[] curve = new BenchmarkCurve[1];
        final double curveTime = time(() -> curve[0] = quantiles.curve());
        print(
                print,
                kind,
                "QuantileBins",
                quantileTime,
                curveTime,
                memory() - countMemory,
                "AuPRC %.6f, best F1 at %.4f".formatted(curve[0].areaPrc(), curve[0].bestF1Threshold()));

        final UniformBins uniform = new UniformBins();
        final double uniformTime = add(kind, uniform::add);
        print(print, kind, "UniformBins", uniformTime, time(uniform::curve), Double.NaN, "");

        final Components components = new Components(TrackSizes.OBSTACLE_TRACK, curve[0].bestF1Threshold());
        final double componentTime = add(kind, components::add);
        final ComponentMetrics result = components.metrics();
        print(
                print,
                kind,
                "Components",
                componentTime,
                0,
                Double.NaN,
                result.truthComponents() + " + " + result.predictedComponents() + " components");
        if (counts.anomalous() == 0) {
            throw new IllegalStateException("the counts live until here, so that their memory is measured");
        }
    }

    /** Four counts at once, as when four stages of the method are compared. */
    private static void four() {
        final List<PixelCounts> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(new PixelCounts());
        }
        final double addTime = add(Kind.SMOOTH, (scores, labels) -> all.forEach(counts -> counts.add(scores, labels)));
        final double before = memory();
        final double metricTime = time(() -> all.forEach(PixelMetrics::of));
        System.out.printf(
                "four at once: add %.2f s, metrics %.2f s, kept %.0f MiB before and %.0f MiB after, heap of %.0f MiB%n",
                addTime, metricTime, before, memory(), Runtime.getRuntime().maxMemory() / MIB);
        if (all.get(0).anomalous() == 0) {
            throw new IllegalStateException("the counts live until here, so that their memory is measured");
        }
    }

    private static void print(
            final boolean print,
            final Kind kind,
            final String collector,
            final double addTime,
            final double resultTime,
            final double memory,
            final String what) {
        if (print) {
            System.out.printf(
                    "%-8s %-14s %9.2f %10.2f %11.1f  %s%n", kind, collector, addTime, resultTime, memory, what);
        }
    }

    private static double add(final Kind kind, final BiConsumer<ScoreMap, LabelMap> collector) {
        final Random random = new Random(7);
        final ScoreMap scores = new ScoreMap(WIDTH, HEIGHT);
        final LabelMap labels = new LabelMap(WIDTH, HEIGHT);
        double seconds = 0;
        for (int f = 0; f < FRAMES; f++) {
            draw(kind, random, scores, labels);
            seconds += time(() -> collector.accept(scores, labels));
        }
        return seconds;
    }

    private static void draw(final Kind kind, final Random random, final ScoreMap scores, final LabelMap labels) {
        Arrays.fill(labels.labels(), LabelMap.ORDINARY);
        final float[] values = scores.values();
        final double phase = random.nextDouble() * 6;
        final float[] across = new float[WIDTH];
        for (int x = 0; x < WIDTH; x++) {
            across[x] = (float) (0.35 + 0.2 * Math.sin(phase + x / 97.0));
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = across[i % WIDTH] * (0.4f + 0.6f * i / values.length) + 0.1f * random.nextFloat();
        }
        if (kind == Kind.REGIONS) {
            for (int r = 0; r < REGIONS; r++) {
                fill(random, values, random.nextFloat() * 0.6f, 120);
            }
        }
        for (int i = 0; i < WIDTH * HEIGHT / 10; i++) {
            labels.labels()[i] = LabelMap.VOID;
        }
        for (int o = 0; o < 4; o++) {
            final int left = random.nextInt(WIDTH - 150);
            final int top = random.nextInt(HEIGHT - 150);
            for (int y = top; y < top + 40 + 30 * o; y++) {
                for (int x = left; x < left + 40 + 30 * o; x++) {
                    labels.labels()[y * WIDTH + x] = LabelMap.ANOMALY;
                    values[y * WIDTH + x] += 0.3f;
                }
            }
        }
        if (kind == Kind.ANY) {
            for (int i = 0; i < values.length; i++) {
                do {
                    values[i] = Float.intBitsToFloat(random.nextInt());
                } while (!Float.isFinite(values[i]));
            }
        }
    }

    private static void fill(final Random random, final float[] values, final float score, final int size) {
        final int left = random.nextInt(WIDTH - size);
        final int top = random.nextInt(HEIGHT - size);
        for (int y = top; y < top + size; y++) {
            Arrays.fill(values, y * WIDTH + left, y * WIDTH + left + size, score);
        }
    }

    private static double time(final Runnable work) {
        final long start = THREADS.getCurrentThreadCpuTime();
        work.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    }

    private static double memory() {
        System.gc();
        final Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / MIB;
    }
}
