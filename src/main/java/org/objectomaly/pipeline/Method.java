package org.objectomaly.pipeline;

import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.mbp.BoundaryPrecision;
import org.objectomaly.oasc.Calibration;
import org.objectomaly.objectness.MaskGenerator;

/**
 * The paper's method, put together: who makes A0, the masks, A1 and A. Owns its networks.
 *
 * @param cas coarse anomaly scoring, picture to A0
 * @param objectness object masks, picture to masks
 * @param oasc objectness-aware score calibration, A0 and masks to A1
 * @param mbp meticulous boundary precision, A1 to A
 */
public record Method(CoarseScorer cas, MaskGenerator objectness, Calibration oasc, BoundaryPrecision mbp)
        implements AutoCloseable {
    @Override
    public void close() {
        cas.close();
        objectness.close();
    }
}
