package org.objectomaly.eval;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.pipeline.Progress;

/**
 * Measures a network on pictures that people cut into segments, one by one.
 *
 * @param <O> what it gives in the end
 */
public abstract class PictureEvaluation<O extends PictureReport.Outcome> {
    private int pictures;

    PictureEvaluation() {}

    /**
     * Measures pictures.
     *
     * @param data the pictures
     * @param progress is told after each
     * @param stop asked before each whether to end early
     * @throws org.objectomaly.Fault of kind INPUT if a file is damaged; the pictures before it stay measured
     */
    public final void run(final List<SegmentedPicture> data, final Progress progress, final BooleanSupplier stop) {
        for (int i = 0; i < data.size() && !stop.getAsBoolean(); i++) {
            measure(data.get(i));
            pictures++;
            progress.done(i + 1L);
        }
    }

    /**
     * How many pictures were measured.
     *
     * @return 0 or more
     */
    public final int pictures() {
        return pictures;
    }

    /**
     * The figures over the pictures so far.
     *
     * @param name what the network is called
     * @param size the size at which it looked
     * @param checkpoints its file, with its SHA-256
     * @return the outcome; at least one picture was measured
     */
    public abstract O outcome(String name, String size, Map<String, String> checkpoints);

    abstract void measure(SegmentedPicture data);
}
