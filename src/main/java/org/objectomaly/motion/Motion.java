package org.objectomaly.motion;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.remap;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;
import org.objectomaly.Natives;
import org.objectomaly.image.YuvPlanes;

/**
 * How the picture moved from one frame to the next: for every pixel of a small grid where it was in the frame before, and
 * whether that is to be believed.
 *
 * <p>The flow is DIS (Kroeger et al., ECCV 2016) on luma at a quarter of the frame's size, in both directions. It is
 * believed where the way back and forth ends where it began, by the measure of Sundaram et al. (ECCV 2010, equation 5);
 * elsewhere something came into view, or the picture gives nothing to hold on to.
 *
 * <p>All native memory is allocated with the object and freed by {@link #close()}. One thread at a time may use it.
 */
public final class Motion implements AutoCloseable {
    private static final int REDUCTION = 4;
    /** DIS needs room for its patches. */
    private static final int SMALLEST_SIDE = 32;
    /** Bounds of the squared gap between the two ways: a share of the squared flows, and pixels of the grid. */
    private static final float GAP_SHARE = 0.01f;

    private static final float GAP_PIXELS = 0.5f;

    private final int width;
    private final int height;
    private final Size gridSize;
    private final DISOpticalFlow dis = opticalFlow();
    private final Mat grid;
    private final Mat backward;
    private final Mat forward = new Mat();
    private final Mat positions = new Mat();
    private final Mat wayBack = new Mat();
    private final Mat nowhere = new Mat();
    private final Scalar outside = new Scalar(0);
    private final float[] one;
    private final float[] other;
    private final float[] doubt;
    private final FloatPointer consistentValues;
    private final Mat consistent;
    private Mat previous = new Mat();
    private Mat present = new Mat();
    private boolean begun;

    /**
     * Before the first frame.
     *
     * @param width columns of every frame
     * @param height rows of every frame
     */
    public Motion(final int width, final int height) {
        this.width = width;
        this.height = height;
        final int columns = Math.max(SMALLEST_SIDE, width / REDUCTION);
        final int rows = Math.max(SMALLEST_SIDE, height / REDUCTION);
        this.gridSize = new Size(columns, rows);
        this.grid = Grids.ownPositions(columns, rows);
        this.backward = new Mat(rows, columns, CV_32FC2, outside);
        this.one = new float[2 * columns * rows];
        this.other = new float[2 * columns * rows];
        this.doubt = new float[columns * rows];
        this.consistentValues = new FloatPointer((long) columns * rows);
        this.consistent = new Mat(rows, columns, CV_32FC1, consistentValues);
    }

    private static DISOpticalFlow opticalFlow() {
        Natives.loadMotion();
        return DISOpticalFlow.create(DISOpticalFlow.PRESET_ULTRAFAST);
    }

    /**
     * Whether a frame can be taken.
     *
     * @param frame a frame
     * @return false if it is of another size
     */
    public boolean fits(final YuvPlanes frame) {
        return frame.width() == width && frame.height() == height;
    }

    /**
     * Takes the next frame.
     *
     * @param frame a frame of this size
     */
    public void next(final YuvPlanes frame) {
        final Mat older = previous;
        previous = present;
        present = older;
        shrink(frame, present);
        if (begun) {
            dis.calc(present, previous, backward);
            dis.calc(previous, present, forward);
            add(grid, backward, positions);
            remap(forward, wayBack, positions, nowhere, INTER_LINEAR, BORDER_REPLICATE, outside);
            judge();
        } else {
            add(grid, backward, positions);
        }
        begun = true;
    }

    /**
     * Columns of the small grid.
     *
     * @return about a quarter of the frame's
     */
    public int columns() {
        return gridSize.width();
    }

    /**
     * Rows of the small grid.
     *
     * @return about a quarter of the frame's
     */
    public int rows() {
        return gridSize.height();
    }

    /** Columns of the frames. */
    int frameWidth() {
        return width;
    }

    /** Rows of the frames. */
    int frameHeight() {
        return height;
    }

    /** From each pixel of the grid to where it was in the frame before, {@code [rows,columns,2]} as (x, y) in pixels of the grid. */
    Mat backward() {
        return backward;
    }

    /** Where each pixel of the grid was in the frame before, in the same form. */
    Mat positions() {
        return positions;
    }

    /** 1 where the flow is believed, 0 where not, {@code [rows,columns]}. */
    Mat consistent() {
        return consistent;
    }

    private void judge() {
        try (FloatPointer back = new FloatPointer(backward.data());
                FloatPointer there = new FloatPointer(wayBack.data())) {
            back.get(one);
            there.get(other);
        }
        judge(one, other, columns(), rows(), doubt);
        consistentValues.put(doubt, 0, doubt.length);
    }

    private static void judge(
            final float[] back, final float[] there, final int columns, final int rows, final float[] into) {
        for (int y = 0, at = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++, at++) {
                final float bx = back[2 * at];
                final float by = back[2 * at + 1];
                final float fx = there[2 * at];
                final float fy = there[2 * at + 1];
                final float gap = (bx + fx) * (bx + fx) + (by + fy) * (by + fy);
                final float bound = GAP_SHARE * (bx * bx + by * by + fx * fx + fy * fy) + GAP_PIXELS;
                final boolean inside = x + bx > -1 && x + bx < columns && y + by > -1 && y + by < rows;
                into[at] = gap <= bound && inside ? 1 : 0;
            }
        }
    }

    private void shrink(final YuvPlanes frame, final Mat into) {
        try (BytePointer luma = new BytePointer(frame.y());
                Mat plane = new Mat(height, width, CV_8UC1, luma, frame.yStride())) {
            resize(plane, into, gridSize, 0, 0, INTER_AREA);
        }
    }

    @Override
    public void close() {
        for (final Mat mat :
                new Mat[] {grid, backward, forward, positions, wayBack, nowhere, consistent, previous, present}) {
            mat.close();
        }
        consistentValues.close();
        outside.close();
        gridSize.close();
        dis.close();
    }
}
