package org.objectomaly.motion;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC2;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.remap;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.image.ScoreMap;

/**
 * Carries a map along the optical flow to later frames, for those that the networks did not look at.
 *
 * <p>Where the flow is not to be trusted, the carried score fades towards 0, ordinary road: a shadow of what was there
 * before is no evidence of what is there now.
 *
 * <p>A map is sampled where it is. On the processor at every second pixel and enlarged again, unless asked otherwise: it is
 * smooth, and that takes a third of the time. On a GPU ({@code src/main/cuda/flow.cu}) at every pixel, and stays there.
 */
public final class FlowCarrier implements AutoCloseable {
    private static final int USUAL_STEP = 2;

    private final Motion motion;
    private final Displacement way;
    private DeviceSampling onDevice;
    private final Size coarseSize;
    private final Size mapSize;
    private final Mat gridToMap;
    private final Mat grid;
    private final Mat scaled = new Mat();
    private final Mat positions = new Mat();
    private final Mat trust = new Mat();
    private final Mat coarse = new Mat();
    private final Mat nowhere = new Mat();
    private final Scalar nothing = new Scalar(0);
    private final FloatPointer evidenceValues;
    private final FloatPointer carriedValues;
    private final Mat evidence;
    private final Mat carried;
    private boolean hasEvidence;

    /**
     * A carrier without a map.
     *
     * @param motion how the video moves; stays the caller's
     */
    public FlowCarrier(final Motion motion) {
        this(motion, USUAL_STEP);
    }

    /**
     * A carrier without a map that samples more or fewer pixels.
     *
     * @param motion how the video moves; stays the caller's
     * @param step 1 for every pixel, 2 for every second one
     */
    public FlowCarrier(final Motion motion, final int step) {
        this.motion = motion;
        this.way = new Displacement(motion);
        final int width = motion.frameWidth();
        final int height = motion.frameHeight();
        final int columns = (width + step - 1) / step;
        final int rows = (height + step - 1) / step;
        this.coarseSize = new Size(columns, rows);
        this.mapSize = new Size(width, height);
        try (Scalar ratio = new Scalar((double) width / motion.columns(), (double) height / motion.rows())) {
            this.gridToMap = new Mat(motion.rows(), motion.columns(), CV_32FC2, ratio);
        }
        this.grid = Grids.ownPositions(columns, rows, (double) width / columns, (double) height / rows);
        this.evidenceValues = new FloatPointer((long) width * height);
        this.carriedValues = new FloatPointer((long) width * height);
        this.evidence = new Mat(height, width, CV_32FC1, evidenceValues);
        this.carried = new Mat(height, width, CV_32FC1, carriedValues);
    }

    /** The video's motion has taken another frame. */
    public void follow() {
        way.follow(motion);
    }

    /**
     * Takes a map of the present frame.
     *
     * @param map its map A
     */
    public void take(final ScoreMap map) {
        way.begin();
        keep(map);
    }

    /**
     * Takes a map of an earlier frame.
     *
     * @param map its map A
     * @param since the way from the present frame back to that one
     */
    public void take(final ScoreMap map, final Displacement since) {
        way.copyFrom(since);
        keep(map);
    }

    private void keep(final ScoreMap map) {
        final CudaDevice device = DeviceMap.whereIs(map);
        if (onDevice != null && onDevice.device() != device) {
            onDevice.close();
            onDevice = null;
        }
        if (device == null) {
            evidenceValues.put(map.scores(), 0, map.scores().length);
        } else {
            onDevice = onDevice == null ? new DeviceSampling(device) : onDevice;
            onDevice.keep(map);
        }
        hasEvidence = true;
    }

    /** Forgets the map: what it was made of is no longer in the picture. */
    public void forget() {
        hasEvidence = false;
    }

    /**
     * Brings the map to the present frame.
     *
     * @param into the carried map; zeros without one
     */
    public void carry(final ScoreMap into) {
        carry(into, true);
    }

    /**
     * The same, with or without fading where the flow is not trusted.
     *
     * @param into the carried map; zeros without one
     * @param fading false to believe the flow everywhere
     */
    public void carry(final ScoreMap into, final boolean fading) {
        if (!hasEvidence) {
            into.fill(0);
            return;
        }
        if (onDevice != null) {
            onDevice.carry(way, fading, into);
            return;
        }
        multiply(way.field(), gridToMap, scaled);
        resize(scaled, positions, coarseSize, 0, 0, INTER_LINEAR);
        add(positions, grid, positions);
        remap(evidence, coarse, positions, nowhere, INTER_LINEAR, BORDER_REPLICATE, nothing);
        if (fading) {
            resize(way.trust(), trust, coarseSize, 0, 0, INTER_LINEAR);
            multiply(coarse, trust, coarse);
        }
        resize(coarse, carried, mapSize, 0, 0, INTER_LINEAR);
        carriedValues.get(into.overwritten(), 0, into.width() * into.height());
    }

    @Override
    public void close() {
        for (final Mat mat :
                new Mat[] {gridToMap, grid, scaled, positions, trust, coarse, nowhere, evidence, carried}) {
            mat.close();
        }
        if (onDevice != null) {
            onDevice.close();
        }
        way.close();
        evidenceValues.close();
        carriedValues.close();
        nothing.close();
        coarseSize.close();
        mapSize.close();
    }
}
