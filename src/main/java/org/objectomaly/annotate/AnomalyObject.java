package org.objectomaly.annotate;

/**
 * One anomalous object in one frame: connected pixels whose score lies above the threshold. Reused from frame to
 * frame; valid until its {@link AnomalyObjects} is filled again.
 */
public final class AnomalyObject {
    int left;
    int top;
    int right;
    int bottom;
    int area;
    double sum;
    float max;
    int track;

    AnomalyObject() {}

    void reset() {
        left = Integer.MAX_VALUE;
        top = Integer.MAX_VALUE;
        right = -1;
        bottom = -1;
        area = 0;
        sum = 0;
        max = Float.NEGATIVE_INFINITY;
        track = 0;
    }

    void add(final int row, final int from, final int to, final float[] rowOfMap, final int offset) {
        left = Math.min(left, from);
        right = Math.max(right, to);
        top = Math.min(top, row);
        bottom = Math.max(bottom, row + 1);
        area += to - from;
        for (int x = from; x < to; x++) {
            final float score = rowOfMap[offset + x];
            sum += score;
            max = Math.max(max, score);
        }
    }

    /**
     * First column of its box.
     *
     * @return pixels
     */
    public int x() {
        return left;
    }

    /**
     * First row of its box.
     *
     * @return pixels
     */
    public int y() {
        return top;
    }

    /**
     * Columns of its box.
     *
     * @return pixels
     */
    public int width() {
        return right - left;
    }

    /**
     * Rows of its box.
     *
     * @return pixels
     */
    public int height() {
        return bottom - top;
    }

    /**
     * Its pixels.
     *
     * @return their count
     */
    public int area() {
        return area;
    }

    /**
     * Mean score of its pixels.
     *
     * @return a score above the threshold
     */
    public float mean() {
        return (float) (sum / area);
    }

    /**
     * Highest score of its pixels.
     *
     * @return a score above the threshold
     */
    public float max() {
        return max;
    }

    /**
     * The number that follows the object from frame to frame.
     *
     * @return 1 or more; 0 before a {@link Tracker} has seen it
     */
    public int track() {
        return track;
    }
}
