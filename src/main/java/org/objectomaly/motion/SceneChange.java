package org.objectomaly.motion;

import java.nio.ByteBuffer;
import org.objectomaly.image.YuvPlanes;

/**
 * Notices when a video shows something else from one frame to the next, or the same in another light; either way what the
 * networks saw before should not be carried on for long.
 *
 * <p>Each frame is reduced to the mean luma of a hundred and forty-four large blocks. After a cut the blocks of two frames have little to do
 * with each other (correlation); after a jump of the exposure they are alike, but brighter or darker, or of another contrast.
 */
public final class SceneChange {
    /** What happened between two frames. */
    public enum Kind {
        /** Nothing out of the ordinary. */
        NONE,
        /** The same scene in another light: the camera's exposure jumped, a tunnel ended. */
        EXPOSURE,
        /** Another scene. */
        CUT
    }

    private static final int COLUMNS = 16;
    private static final int ROWS = 9;
    /** Samples a block and direction. */
    private static final int SAMPLES = 12;

    private static final double SMALLEST_CORRELATION = 0.6;
    private static final double LARGEST_STEP = 16;
    private static final double LARGEST_CONTRAST = 1.5;
    /** Below this standard deviation a picture is one even surface. */
    private static final double FLAT = 2;

    private double[] previous = new double[COLUMNS * ROWS];
    private double[] present = new double[COLUMNS * ROWS];
    private int width;
    private int height;

    /** Before the first frame. */
    public SceneChange() {}

    /**
     * Takes the next frame.
     *
     * @param frame its planes; only luma is read
     * @return what changed; the first frame, and one of another size, are a cut
     */
    public Kind see(final YuvPlanes frame) {
        final double[] older = previous;
        previous = present;
        present = older;
        reduce(frame, present);
        if (width != frame.width() || height != frame.height()) {
            width = frame.width();
            height = frame.height();
            return Kind.CUT;
        }
        return compare(previous, present);
    }

    private static Kind compare(final double[] before, final double[] now) {
        final double meanBefore = mean(before);
        final double meanNow = mean(now);
        double varianceBefore = 0;
        double varianceNow = 0;
        double both = 0;
        for (int i = 0; i < now.length; i++) {
            varianceBefore += (before[i] - meanBefore) * (before[i] - meanBefore);
            varianceNow += (now[i] - meanNow) * (now[i] - meanNow);
            both += (before[i] - meanBefore) * (now[i] - meanNow);
        }
        final double deviationBefore = Math.sqrt(varianceBefore / now.length);
        final double deviationNow = Math.sqrt(varianceNow / now.length);
        final boolean flatBefore = deviationBefore < FLAT;
        final boolean flatNow = deviationNow < FLAT;
        if (flatBefore || flatNow) {
            return flatBefore && flatNow ? Kind.NONE : Kind.CUT;
        }
        if (both / Math.sqrt(varianceBefore * varianceNow) < SMALLEST_CORRELATION) {
            return Kind.CUT;
        }
        final double contrast = Math.max(deviationBefore / deviationNow, deviationNow / deviationBefore);
        return Math.abs(meanNow - meanBefore) > LARGEST_STEP || contrast > LARGEST_CONTRAST ? Kind.EXPOSURE : Kind.NONE;
    }

    private static double mean(final double[] values) {
        double sum = 0;
        for (final double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static void reduce(final YuvPlanes frame, final double[] into) {
        final ByteBuffer luma = frame.y();
        for (int row = 0, block = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++, block++) {
                int sum = 0;
                for (int i = 0; i < SAMPLES; i++) {
                    final int y = (row * SAMPLES + i) * frame.height() / (ROWS * SAMPLES);
                    for (int j = 0; j < SAMPLES; j++) {
                        final int x = (column * SAMPLES + j) * frame.width() / (COLUMNS * SAMPLES);
                        sum += luma.get(y * frame.yStride() + x) & 0xFF;
                    }
                }
                into[block] = (double) sum / (SAMPLES * SAMPLES);
            }
        }
    }
}
