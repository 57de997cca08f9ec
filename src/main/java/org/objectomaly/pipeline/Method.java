package org.objectomaly.pipeline;

import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.mbp.BoundaryPrecision;
import org.objectomaly.oasc.Calibration;
import org.objectomaly.objectness.MaskGenerator;

/**
 * The paper's method, put together: who makes A0, the masks, A1 and A. Owns its networks, and the GPU they work on.
 *
 * @param cas coarse anomaly scoring, picture to A0
 * @param objectness object masks, picture to masks
 * @param oasc objectness-aware score calibration, A0 and masks to A1
 * @param mbp meticulous boundary precision, A1 to A
 * @param gpu where the last two run; null for the processor
 */
public record Method(
        CoarseScorer cas, MaskGenerator objectness, Calibration oasc, BoundaryPrecision mbp, CudaDevice gpu)
        implements AutoCloseable {
    /**
     * A method whose maps are refined by the processor.
     *
     * @param cas picture to A0
     * @param objectness picture to masks
     * @param oasc A0 and masks to A1
     * @param mbp A1 to A
     */
    public Method(
            final CoarseScorer cas,
            final MaskGenerator objectness,
            final Calibration oasc,
            final BoundaryPrecision mbp) {
        this(cas, objectness, oasc, mbp, null);
    }

    @Override
    public void close() {
        cas.close();
        objectness.close();
        if (gpu != null) {
            gpu.close();
        }
    }
}
