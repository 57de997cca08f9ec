package org.objectomaly.bench;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.Bf16;
import org.objectomaly.nn.Work;

/**
 * What the processor reaches with the threads that the networks get, through the same libraries: the best of large
 * products of matrices and large convolutions, each repeated.
 *
 * @param single GFLOP/s in single precision; a multiply-add is two FLOP
 * @param half GFLOP/s in half precision; NaN where the processor does not multiply it by itself
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
     * @return the best that was reached
     */
    public static Peak measure() {
        return new Peak(best(ScalarType.Float), Bf16.isFast() ? best(ScalarType.BFloat16) : Double.NaN);
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
    private static double best(final ScalarType type) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final Tensor matrix = torch.rand(SIDE, SIDE).to(type);
            final Tensor maps = torch.rand(1, CHANNELS, ROWS, ROWS).to(type).contiguous(MemoryFormat.ChannelsLast);
            final Tensor kernel = torch.rand(CHANNELS, CHANNELS, 3, 3).to(type).contiguous(MemoryFormat.ChannelsLast);
            final long[] one = {1, 1};
            final double product = fastest(() -> torch.matmul(matrix, matrix));
            final double convolution =
                    fastest(() -> torch.conv2d(maps, kernel, new TensorOptional(), one, one, one, 1));
            return Math.max(
                    2e-9 * SIDE * SIDE * SIDE / product, 2e-9 * CHANNELS * CHANNELS * TAPS * ROWS * ROWS / convolution);
        }
    }

    /** Seconds of the fastest run. The first one, which also prepares things, is not likely to be it. */
    @SuppressWarnings("try") // the scope only has to be open
    private static double fastest(final Supplier<Tensor> operation) {
        double best = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < LEAST_RUNS || sum < SECONDS_EACH; i++) {
            final long start = System.nanoTime();
            try (PointerScope scope = new PointerScope()) {
                operation.get();
            }
            final double seconds = (System.nanoTime() - start) / 1e9;
            best = Math.min(best, seconds);
            sum += seconds;
        }
        return best;
    }
}
