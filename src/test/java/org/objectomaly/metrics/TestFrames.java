package org.objectomaly.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;

/** Frames with ground truth, for tests. */
final class TestFrames {
    private TestFrames() {}

    /**
     * A frame.
     *
     * @param scores the anomaly map
     * @param labels the ground truth
     */
    record Frame(ScoreMap scores, LabelMap labels) {}

    /** Random frames of different sizes. */
    static List<Frame> random(final Random random, final int count) {
        final List<Frame> frames = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            frames.add(random(random, 1 + random.nextInt(40), 1 + random.nextInt(40)));
        }
        return frames;
    }

    /** A frame of blobs and dust; its scores lean to the truth, and a part of them, or all, are tied. */
    static Frame random(final Random random, final int width, final int height) {
        final Frame frame = new Frame(new ScoreMap(width, height), new LabelMap(width, height));
        final int steps = random.nextInt(3) == 0 ? 16 : 0;
        final double dust = random.nextInt(3) == 0 ? 0.3 : 0.01;
        final int cell = 1 + random.nextInt(8);
        final long seed = random.nextLong();
        for (int i = 0; i < width * height; i++) {
            final long block = seed + i / width / cell * 1000003L + i % width / cell * 7919L;
            final boolean blob = new Random(block).nextInt(4) == 0 ^ random.nextDouble() < dust;
            final boolean hidden = new Random(block + 1).nextInt(8) == 0;
            frame.labels.labels()[i] = hidden ? LabelMap.VOID : blob ? LabelMap.ANOMALY : LabelMap.ORDINARY;
            final float score = (float) (random.nextGaussian() + (blob ? 1 : 0));
            frame.scores.values()[i] = steps == 0 ? score : Math.round(score * steps) / (float) steps;
        }
        return frame;
    }

    static PixelCounts counts(final List<Frame> frames, final int bufferSize) {
        final PixelCounts counts = new PixelCounts(bufferSize);
        frames.forEach(frame -> counts.add(frame.scores, frame.labels));
        return counts;
    }
}
