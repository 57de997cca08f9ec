package org.objectomaly.bench;

import java.util.ArrayList;
import java.util.List;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.pipeline.Slot;
import org.objectomaly.pipeline.Stage;

/**
 * Keeps the final map A of every frame, at every nth pixel of every nth row, to be compared afterwards; and counts masks.
 * One pixel in some tens is enough for that, and all frames of several combinations fit in memory.
 */
public final class KeptMaps implements Stage {
    private static final int MOST = 40_000;

    private final List<ScoreMap> maps = new ArrayList<>();
    private long masks;
    private long looks;

    /** Nothing kept yet. */
    public KeptMaps() {}

    /**
     * The distance of two pixels that are kept.
     *
     * @param width columns of the map
     * @param height rows of the map
     * @return 1 or more
     */
    public static int step(final int width, final int height) {
        return Math.max(1, (int) Math.ceil(Math.sqrt((double) width * height / MOST)));
    }

    @Override
    public String name() {
        return "keep";
    }

    @Override
    public void process(final Slot slot) {
        final ScoreMap map = slot.refined();
        final int step = step(map.width(), map.height());
        final ScoreMap kept = new ScoreMap(sides(map.width(), step), sides(map.height(), step));
        for (int y = 0; y < kept.height(); y++) {
            for (int x = 0; x < kept.width(); x++) {
                kept.values()[y * kept.width() + x] = map.at(x * step, y * step);
            }
        }
        maps.add(kept);
        if (slot.isRefreshed()) {
            masks += slot.masks().size();
            looks++;
        }
    }

    /**
     * The labels of the pixels that are kept of a frame.
     *
     * @param labels of the frame, in any size
     * @param like a kept map of the same frame
     * @return labels of its size
     */
    public static LabelMap sampled(final LabelMap labels, final ScoreMap like) {
        final LabelMap sampled = new LabelMap(like.width(), like.height());
        for (int y = 0; y < like.height(); y++) {
            final int row = (int) ((long) y * labels.height() / like.height());
            for (int x = 0; x < like.width(); x++) {
                final int column = (int) ((long) x * labels.width() / like.width());
                sampled.labels()[y * like.width() + x] = labels.labels()[row * labels.width() + column];
            }
        }
        return sampled;
    }

    /**
     * What was kept.
     *
     * @return a map for each frame, in order
     */
    public List<ScoreMap> maps() {
        return maps;
    }

    /**
     * Masks for each frame that the networks looked at.
     *
     * @return the mean; NaN before the first frame
     */
    public double meanMasks() {
        return looks == 0 ? Double.NaN : (double) masks / looks;
    }

    private static int sides(final int pixels, final int step) {
        return (pixels + step - 1) / step;
    }
}
