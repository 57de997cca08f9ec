package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.Bf16;
import org.objectomaly.nn.Work;

/**
 * Where a network runs and how precisely it multiplies.
 *
 * @param device as libtorch names it: {@code cpu}, {@code cuda:0}
 * @param precision of convolutions and linear layers; all else is in single precision
 */
public record Compute(String device, Precision precision) {
    /**
     * The processor in a given precision.
     *
     * @param precision of convolutions and linear layers
     * @return the choice
     */
    public static Compute cpu(final Precision precision) {
        return new Compute("cpu", precision);
    }

    /**
     * The processor in the precision it is fastest in.
     *
     * @return the choice
     */
    public static Compute fastestCpu() {
        return cpu(Bf16.isFast() ? Precision.HALF : Precision.SINGLE);
    }

    /**
     * The same place in another precision.
     *
     * @param other of convolutions and linear layers
     * @return the choice
     */
    public Compute with(final Precision other) {
        return new Compute(device, other);
    }

    /**
     * Whether this is the processor, where attention in half precision is many times slower than in single.
     *
     * @return false for a GPU
     */
    public boolean onCpu() {
        return device.equals("cpu");
    }

    /**
     * A tensor where the network runs, in single precision.
     *
     * @param tensor of any kind
     * @return the same values; the tensor itself if it is there already
     */
    public Tensor single(final Tensor tensor) {
        return to(tensor, ScalarType.Float);
    }

    /**
     * A tensor where the network runs, as its factors are; a layer does that by itself, but once for each layer.
     *
     * @param tensor of any kind
     * @return the same values, perhaps rounded; the tensor itself if it is so already
     */
    public Tensor factor(final Tensor tensor) {
        return to(tensor, precision.type());
    }

    /** A tensor as attention wants it. */
    Tensor attended(final Tensor tensor) {
        return onCpu() ? tensor.to(ScalarType.Float) : tensor;
    }

    /** Counts what convolutions and linear layers multiply. */
    void count(final long multiplyAdds) {
        Work.ofThisThread().add(multiplyAdds, precision == Precision.HALF);
    }

    private Tensor to(final Tensor tensor, final ScalarType type) {
        try (Device there = new Device(device)) {
            return tensor.to(there, type);
        }
    }
}
