package org.objectomaly.motion;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC2;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.remap;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * The way from the present frame back to an earlier one, step by step: where each pixel of the small grid was then, and
 * how far that is to be trusted.
 *
 * <p>Following the way instead of carrying a map from frame to frame means that a map is sampled once however old it is,
 * and does not blur.
 */
public final class Displacement implements AutoCloseable {
    /** What is left of the trust after a step that is not to be believed. */
    private static final double DOUBTED = 0.95;

    private final Scalar nothing = new Scalar(0);
    private final Scalar all = new Scalar(1);
    private final Mat field;
    private final Mat trust;
    private final Mat sampledField = new Mat();
    private final Mat sampledTrust = new Mat();
    private final Mat stepTrust = new Mat();
    private final Mat nowhere = new Mat();

    /**
     * The way to the present frame itself.
     *
     * @param motion whose frames it leads through
     */
    public Displacement(final Motion motion) {
        this(motion.columns(), motion.rows());
    }

    /**
     * The same for a grid whose motion may end before this does.
     *
     * @param columns of the motion's grid
     * @param rows of the motion's grid
     */
    public Displacement(final int columns, final int rows) {
        field = new Mat(rows, columns, CV_32FC2, nothing);
        trust = new Mat(rows, columns, CV_32FC1, all);
    }

    /**
     * Whether this is a way on such a grid.
     *
     * @param columns of a motion's grid
     * @param rows of a motion's grid
     * @return false if frames of that motion have another size
     */
    public boolean fits(final int columns, final int rows) {
        return field.cols() == columns && field.rows() == rows;
    }

    /** Begins anew at the present frame: no displacement, full trust. */
    public void begin() {
        field.put(nothing);
        trust.put(all);
    }

    /**
     * Takes over another way.
     *
     * @param other a way through frames of the same motion
     */
    public void copyFrom(final Displacement other) {
        other.field.copyTo(field);
        other.trust.copyTo(trust);
    }

    /**
     * Goes on to the next frame.
     *
     * @param motion has just taken that frame
     */
    public void follow(final Motion motion) {
        remap(field, sampledField, motion.positions(), nowhere, INTER_LINEAR, BORDER_REPLICATE, nothing);
        add(motion.backward(), sampledField, field);
        remap(trust, sampledTrust, motion.positions(), nowhere, INTER_LINEAR, BORDER_REPLICATE, nothing);
        motion.consistent().convertTo(stepTrust, CV_32FC1, 1 - DOUBTED, DOUBTED);
        multiply(sampledTrust, stepTrust, trust);
    }

    /** {@code [rows,columns,2]} as (x, y) in pixels of the grid. */
    Mat field() {
        return field;
    }

    /** 0..1, {@code [rows,columns]}. */
    Mat trust() {
        return trust;
    }

    @Override
    public void close() {
        for (final Mat mat : new Mat[] {field, trust, sampledField, sampledTrust, stepTrust, nowhere}) {
            mat.close();
        }
        nothing.close();
        all.close();
    }
}
