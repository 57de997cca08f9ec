package org.objectomaly.mbp;

import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.cuda.Kernel;
import org.objectomaly.image.ScoreMap;

/**
 * MBP on a GPU, all steps in one kernel ({@code src/main/cuda/mbp.cu}): the same map as {@link LaplacianPrecision}, bit for
 * bit. Reads A1 and writes A once. Nothing waits for the result. Not for use by two threads at once.
 */
public final class CudaPrecision implements BoundaryPrecision {
    /** As in the kernel. */
    private static final int TILE_WIDTH = 32;

    private static final int TILE_HEIGHT = 16;
    private static final int THREADS = 256;

    private final CudaDevice device;
    private final Kernel refine;

    /**
     * A refinement.
     *
     * @param device where it runs
     */
    public CudaPrecision(final CudaDevice device) {
        this.device = device;
        this.refine = device.kernel("mbp", "mbp_refine");
    }

    @Override
    public void refine(final ScoreMap calibrated, final ScoreMap into) {
        final long from = DeviceMap.read(calibrated, device).address();
        DeviceMap.write(into, device, to -> refine.begin()
                .address(from)
                .address(to)
                .integer(calibrated.width())
                .integer(calibrated.height())
                .launch(
                        Kernel.blocks(calibrated.width(), TILE_WIDTH),
                        Kernel.blocks(calibrated.height(), TILE_HEIGHT),
                        1,
                        THREADS));
    }
}
