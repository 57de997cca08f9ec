package org.objectomaly.objectness;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Reads detections from the cells of YOLOv8's grids. Each side of a box is a mean of the possible distances from the
 * cell's middle, weighted by the softmax of their logits (distribution focal loss, Li et al. 2020).
 */
public final class CellDecoder {
    private static final int SIDES = 4;

    private final float[] distances;
    private final int coefficients;
    private final float confidence;
    private final float[] logits;
    private final float[] sides = new float[SIDES];

    /**
     * A decoder for one network.
     *
     * @param distances {@code [R]}, possible distances of a side from the cell's middle, in cells
     * @param coefficients M, number of prototypes
     * @param confidence cells with a lower or the same score are skipped; below 0 for none
     */
    public CellDecoder(final float[] distances, final int coefficients, final double confidence) {
        this.distances = distances.clone();
        this.coefficients = coefficients;
        this.confidence = (float) confidence;
        this.logits = new float[SIDES * distances.length];
    }

    /**
     * Reads a grid.
     *
     * @param cells {@code [height,width,4R+1+M]}: logits of the distances left, top, right and bottom, the logit of an
     *     object, coefficients
     * @param width columns of the grid
     * @param height rows of the grid
     * @param stride pixels of the network's input from one cell to the next
     * @param into gets the detections, in pixels of the network's input, row by row
     */
    public void decode(
            final FloatBuffer cells, final int width, final int height, final int stride, final List<Detection> into) {
        final int channels = logits.length + 1 + coefficients;
        for (int cell = 0; cell < width * height; cell++) {
            final int at = cell * channels;
            final float score = (float) (1 / (1 + Math.exp(-cells.get(at + logits.length))));
            if (score > confidence) {
                cells.get(at, logits);
                final float[] mixture = new float[coefficients];
                cells.get(at + logits.length + 1, mixture);
                into.add(detection(cell % width + 0.5f, cell / width + 0.5f, stride, score, mixture));
            }
        }
    }

    /** In the reference's steps: corners, then middle and sides, and only these in pixels. */
    private Detection detection(
            final float x, final float y, final int stride, final float score, final float... mixture) {
        for (int side = 0; side < SIDES; side++) {
            sides[side] = mean(side * distances.length);
        }
        final float left = x - sides[0];
        final float top = y - sides[1];
        final float right = x + sides[2];
        final float bottom = y + sides[3];
        return Detection.around(
                (left + right) / 2 * stride,
                (top + bottom) / 2 * stride,
                (right - left) * stride,
                (bottom - top) * stride,
                score,
                mixture);
    }

    private float mean(final int first) {
        float largest = logits[first];
        for (int i = 1; i < distances.length; i++) {
            largest = Math.max(largest, logits[first + i]);
        }
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < distances.length; i++) {
            final double weight = Math.exp(logits[first + i] - largest);
            sum += weight;
            weighted += weight * distances[i];
        }
        return (float) (weighted / sum);
    }
}
