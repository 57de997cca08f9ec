package org.objectomaly.cas;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.cuda.Kernel;
import org.objectomaly.image.Enlargement;
import org.objectomaly.image.Gaussian;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.Compute;

/**
 * Brings the scores that a network gave for a picture's content to the picture's own size; on a GPU with this program's
 * kernels they stay there ({@code src/main/cuda/cas.cu}), unless they are to be smoothed. Not for use by two threads at once;
 * a call allocates nothing as long as the sizes stay.
 */
final class ContentScores {
    private static final int THREADS = 256;

    private final boolean smoothed;
    private final Compute compute;
    private final CudaDevice gpu;
    private final Kernel enlarge;
    private Enlargement enlargement;
    private Gaussian gaussian;
    private float[] scores;
    private int rows;
    private int columns;
    private int width;
    private int height;

    /**
     * For the scores of one network.
     *
     * @param smoothed with a Gaussian behind the enlargement
     * @param compute where the network runs
     */
    ContentScores(final boolean smoothed, final Compute compute) {
        this.smoothed = smoothed;
        this.compute = compute;
        this.gpu = smoothed ? null : compute.gpu();
        this.enlarge = gpu == null ? null : gpu.kernel("cas", "cas_enlarge");
    }

    /**
     * Puts scores into a map.
     *
     * @param coarse {@code [1,1,h,w]} in single precision, on any device
     * @param content where they belong
     * @param into the picture's map
     * @param elsewhere the score of the pixels outside the content
     */
    void put(final Tensor coarse, final Region content, final ScoreMap into, final float elsewhere) {
        if (gpu != null) {
            putThere(compute.single(coarse).contiguous(), content, into, elsewhere);
            return;
        }
        resize(Math.toIntExact(coarse.size(2)), Math.toIntExact(coarse.size(3)), content.width(), content.height());
        new FloatPointer(coarse.cpu().contiguous().data_ptr()).get(scores);
        if (width != into.width() || height != into.height()) {
            into.fill(elsewhere);
        }
        final int first = content.y() * into.width() + content.x();
        enlargement.apply(scores, into.values(), first, into.width());
        if (smoothed) {
            gaussian.smooth(into.values(), first, into.width(), height);
        }
    }

    private void putThere(final Tensor coarse, final Region content, final ScoreMap into, final float elsewhere) {
        DeviceMap.write(into, gpu, address -> enlarge.begin()
                .address(coarse.data_ptr().address())
                .integer(Math.toIntExact(coarse.size(3)))
                .integer(Math.toIntExact(coarse.size(2)))
                .real(elsewhere)
                .address(address)
                .integer(into.width())
                .integer(into.height())
                .integer(content.x())
                .integer(content.y())
                .integer(content.width())
                .integer(content.height())
                .launch(Kernel.blocks(into.width(), THREADS), into.height(), 1, THREADS));
    }

    private void resize(final int newRows, final int newColumns, final int newWidth, final int newHeight) {
        if (newRows == rows && newColumns == columns && newWidth == width && newHeight == height) {
            return;
        }
        rows = newRows;
        columns = newColumns;
        width = newWidth;
        height = newHeight;
        enlargement = new Enlargement(columns, rows, width, height);
        scores = new float[rows * columns];
        gaussian = smoothed ? new Gaussian(width) : null;
    }
}
