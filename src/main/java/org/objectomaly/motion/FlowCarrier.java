package org.objectomaly.motion;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.multiply;
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
import org.objectomaly.image.ScoreMap;
import org.objectomaly.image.YuvPlanes;

/**
 * Carries a map from one frame to the next along the optical flow, for the frames the networks do not look at.
 *
 * <p>The flow is DIS (Kroeger et al., ECCV 2016) on luma at a quarter of the frame's size, taken backwards (from the
 * present frame to the one before), so that every present pixel knows where its score was.
 *
 * <p>All native memory is allocated with the carrier and freed by {@link #close()}.
 */
public final class FlowCarrier implements AutoCloseable {
    private static final int REDUCTION = 4;
    /** DIS needs room for its patches. */
    private static final int SMALLEST_FLOW_SIDE = 32;

    private final int width;
    private final int height;
    private final Size flowSize;
    private final Size mapSize;
    private final DISOpticalFlow dis = DISOpticalFlow.create(DISOpticalFlow.PRESET_ULTRAFAST);
    private final byte[] row;
    private final BytePointer luma;
    private final Mat lumaPlane;
    private final Mat flow = new Mat();
    private final Mat flowToPixels;
    private final Mat source = new Mat();
    private final Mat grid;
    private final FloatPointer mapBefore;
    private final FloatPointer mapNow;
    private final Mat before;
    private final Mat now;
    private final Mat unused = new Mat();
    private final Scalar outside = new Scalar(0);
    private Mat previousLuma = new Mat();
    private Mat presentLuma = new Mat();
    private boolean hasMap;

    /**
     * A carrier for frames of one size.
     *
     * @param width columns
     * @param height rows
     */
    public FlowCarrier(final int width, final int height) {
        this.width = width;
        this.height = height;
        final int flowWidth = Math.max(SMALLEST_FLOW_SIDE, width / REDUCTION);
        final int flowHeight = Math.max(SMALLEST_FLOW_SIDE, height / REDUCTION);
        this.flowSize = new Size(flowWidth, flowHeight);
        this.mapSize = new Size(width, height);
        this.row = new byte[width];
        this.luma = new BytePointer((long) width * height);
        this.lumaPlane = new Mat(height, width, CV_8UC1, luma);
        try (Scalar ratio = new Scalar((double) width / flowWidth, (double) height / flowHeight)) {
            this.flowToPixels = new Mat(flowHeight, flowWidth, CV_32FC2, ratio);
        }
        this.grid = ownPositions(width, height);
        this.mapBefore = new FloatPointer((long) width * height);
        this.mapNow = new FloatPointer((long) width * height);
        this.before = new Mat(height, width, CV_32FC1, mapBefore);
        this.now = new Mat(height, width, CV_32FC1, mapNow);
    }

    /**
     * Takes a frame whose map is fresh.
     *
     * @param frame the frame
     * @param map its map A
     */
    public void refresh(final YuvPlanes frame, final ScoreMap map) {
        shrink(frame, previousLuma);
        mapBefore.put(map.values(), 0, map.values().length);
        hasMap = true;
    }

    /**
     * Brings the map of the frame before to this one.
     *
     * @param frame the frame that follows the last one given
     * @param into the carried map; zeros before the first refresh
     */
    public void carry(final YuvPlanes frame, final ScoreMap into) {
        if (!hasMap) {
            into.fill(0);
            return;
        }
        shrink(frame, presentLuma);
        dis.calc(presentLuma, previousLuma, flow);
        multiply(flow, flowToPixels, flow);
        resize(flow, source, mapSize, 0, 0, INTER_LINEAR);
        add(source, grid, source);
        remap(before, now, source, unused, INTER_LINEAR, BORDER_REPLICATE, outside);
        mapNow.get(into.values(), 0, into.values().length);
        mapBefore.put(into.values(), 0, into.values().length);
        final Mat older = previousLuma;
        previousLuma = presentLuma;
        presentLuma = older;
    }

    private void shrink(final YuvPlanes frame, final Mat into) {
        for (int y = 0; y < height; y++) {
            frame.y().get(y * frame.yStride(), row, 0, width);
            luma.position((long) y * width).put(row, 0, width);
        }
        luma.position(0);
        resize(lumaPlane, into, flowSize, 0, 0, INTER_AREA);
    }

    /** The map of every pixel's own position, {@code [H,W,2]} as (x, y), to which a flow is added. */
    private static Mat ownPositions(final int width, final int height) {
        final Mat positions = new Mat(height, width, CV_32FC2);
        final float[] line = new float[2 * width];
        try (FloatPointer values = new FloatPointer(positions.data())) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    line[2 * x] = x;
                    line[2 * x + 1] = y;
                }
                values.position(2L * y * width).put(line, 0, line.length);
            }
        }
        return positions;
    }

    @Override
    public void close() {
        for (final Mat mat :
                new Mat[] {lumaPlane, flow, flowToPixels, source, grid, before, now, previousLuma, presentLuma, unused
                }) {
            mat.close();
        }
        luma.close();
        mapBefore.close();
        mapNow.close();
        outside.close();
        flowSize.close();
        mapSize.close();
        dis.close();
    }
}
