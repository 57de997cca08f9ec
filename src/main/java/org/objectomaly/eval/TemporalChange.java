package org.objectomaly.eval;

import org.objectomaly.image.ScoreMap;
import org.objectomaly.image.YuvPlanes;
import org.objectomaly.motion.FlowCarrier;
import org.objectomaly.motion.Motion;

/**
 * How steady maps are in time: the mean absolute change of a pixel's score along the optical flow from one frame to the
 * next. 0 is a map that moves with the picture; a map that flickers while the scene stands still is far from it. The
 * whole frame counts, what comes into view included.
 */
final class TemporalChange implements AutoCloseable {
    private Motion motion;
    private FlowCarrier carrier;
    private ScoreMap carried;

    /** Before the first frame. */
    TemporalChange() {}

    /**
     * Takes the next frame.
     *
     * @param frame the frame
     * @param map its map
     * @return the mean change since the frame before; NaN for the first
     */
    double next(final YuvPlanes frame, final ScoreMap map) {
        double change = Double.NaN;
        if (carrier == null) {
            motion = new Motion(map.width(), map.height());
            motion.next(frame);
            carrier = new FlowCarrier(motion, 1);
            carried = new ScoreMap(map.width(), map.height());
        } else {
            motion.next(frame);
            carrier.follow();
            carrier.carry(carried, false);
            change = meanDifference(carried.scores(), map.scores());
        }
        carrier.take(map);
        return change;
    }

    private static double meanDifference(final float[] one, final float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs(one[i] - other[i]);
        }
        return sum / one.length;
    }

    @Override
    public void close() {
        if (carrier != null) {
            carrier.close();
            motion.close();
        }
    }
}
