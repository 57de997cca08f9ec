package org.objectomaly.bench;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Work;

/**
 * What the device that the networks run on reaches, with the threads that they get, through the same libraries: the best of large
 * products of matrices and large convolutions, each repeated.
 *
 * @param single GFLOP/s in single precision; a multiply-add is two FLOP
 * @param half GFLOP/s in half precision; NaN where the device does not multiply it by itself
 */
public record Peak(double single, double half) {
    private static final int SIDE = 2048;
    private static final int CHANNELS = 512;
    private static final int ROWS = 64;
    private static final int TAPS = 9;
    private static final int LEAST_RUNS = 3;
    private static final double SECONDS_EACH = 0.6;

    /**
     * Measures, for a few seconds.
     *
     * @param compute the device, and the precision that is fastest there
     * @return the best that was reached
     */
    public static Peak measure(final Compute compute) {
        return new Peak(
                best(compute.with(Precision.SINGLE)),
                compute.precision() == Precision.HALF ? best(compute) : Double.NaN);
    }

    /**
     * How long work takes at the peak.
     *
     * @param work of networks
     * @return seconds
     */
    public double seconds(final Work.Amount work) {
        final double halves = work.half() == 0 ? 0 : 2e-9 * work.half() / (Double.isNaN(half) ? single : half);
        return 2e-9 * work.single() / single + halves;
    }

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private static double best(final Compute compute) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final Tensor matrix = compute.factor(torch.rand(SIDE, SIDE));
            final Tensor maps =
                    compute.factor(torch.rand(1, CHANNELS, ROWS, ROWS)).contiguous(MemoryFormat.ChannelsLast);
            final Tensor kernel =
                    compute.factor(torch.rand(CHANNELS, CHANNELS, 3, 3)).contiguous(MemoryFormat.ChannelsLast);
            final long[] one = {1, 1};
            final double product = fastest(compute, () -> torch.matmul(matrix, matrix));
            final double convolution =
                    fastest(compute, () -> torch.conv2d(maps, kernel, new TensorOptional(), one, one, one, 1));
            return Math.max(
                    2e-9 * SIDE * SIDE * SIDE / product, 2e-9 * CHANNELS * CHANNELS * TAPS * ROWS * ROWS / convolution);
        }
    }

    /** Seconds of the fastest run. The first one, which also prepares things, is not likely to be it. */
    @SuppressWarnings("try") // the scope only has to be open
    private static double fastest(final Compute compute, final Supplier<Tensor> operation) {
        double best = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < LEAST_RUNS || sum < SECONDS_EACH; i++) {
            final long start = System.nanoTime();
            try (PointerScope scope = new PointerScope()) {
                operation.get();
                compute.await();
            }
            final double seconds = (System.nanoTime() - start) / 1e9;
            best = Math.min(best, seconds);
            sum += seconds;
        }
        return best;
    }
}
