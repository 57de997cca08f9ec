package org.objectomaly.nn;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.Float32Backend;
import org.bytedeco.pytorch.global.torch.Float32Op;
import org.bytedeco.pytorch.global.torch.Float32Precision;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.cuda.CudaDevice;

/**
 * Where a network runs and how precisely it multiplies.
 *
 * @param device as libtorch names it: {@code cpu}, {@code cuda:0}
 * @param precision of convolutions and linear layers; all else is in single precision
 * @param gpu the same device for this program's own kernels; null where they do not run
 */
public record Compute(String device, Precision precision, CudaDevice gpu) {
    private static final String CPU = "cpu";

    /**
     * A place without kernels of this program.
     *
     * @param device as libtorch names it
     * @param precision of convolutions and linear layers
     */
    public Compute(final String device, final Precision precision) {
        this(device, precision, null);
    }

    /**
     * The processor in a given precision.
     *
     * @param precision of convolutions and linear layers
     * @return the choice
     */
    public static Compute cpu(final Precision precision) {
        return new Compute(CPU, precision);
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
     * A place in the precision it is fastest in: half precision on every GPU, where it has the same numbers as on the
     * processor. Float16 would be as fast and finer, but its range is what a network with other weights may leave.
     *
     * @param device as libtorch names it
     * @return the choice
     */
    public static Compute fastest(final String device) {
        if (device.equals(CPU)) {
            return fastestCpu();
        }
        // Single precision shall be what it says: left alone, cuDNN rounds factors to ten bits.
        torch.globalContext().setFloat32Precision(Float32Backend.CUDA, Float32Op.CONV, Float32Precision.IEEE);
        return new Compute(device, Precision.HALF);
    }

    /**
     * The same place in another precision.
     *
     * @param other of convolutions and linear layers
     * @return the choice
     */
    public Compute with(final Precision other) {
        return new Compute(device, other, gpu);
    }

    /**
     * The same place, and this program's kernels with it.
     *
     * @param kernels the same device
     * @return the choice
     */
    public Compute with(final CudaDevice kernels) {
        return new Compute(device, precision, kernels);
    }

    /**
     * The same place in the precision that a quality allows.
     *
     * @param quality exact answers want single precision
     * @return the choice
     */
    public Compute in(final MaskQuality quality) {
        return quality == MaskQuality.EXACT ? with(Precision.SINGLE) : this;
    }

    /**
     * Whether this is the processor, where attention in half precision is many times slower than in single.
     *
     * @return false for a GPU
     */
    public boolean onCpu() {
        return device.equals(CPU);
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

    /**
     * A tensor as attention wants it: the processor has no fast kernel for it in half precision.
     *
     * @param tensor of any kind
     * @return the same values, perhaps rounded; the tensor itself if it is so already
     */
    public Tensor attended(final Tensor tensor) {
        return onCpu() ? single(tensor) : factor(tensor);
    }

    /**
     * Counts what convolutions and linear layers multiply.
     *
     * @param multiplyAdds done once
     */
    public void count(final long multiplyAdds) {
        Work.ofThisThread().add(multiplyAdds, precision == Precision.HALF);
    }

    /** Waits until all that was asked of the device is done: a GPU works while its caller goes on. */
    public void await() {
        if (!onCpu() && torch.cuda_is_available()) {
            try (Device there = new Device(device)) {
                torch.cuda_synchronize(there.index());
            }
        }
    }

    private Tensor to(final Tensor tensor, final ScalarType type) {
        if (onCpu()) {
            return tensor.to(type);
        }
        try (Device there = new Device(device)) {
            // Moved first: bytes are a quarter of the numbers they become.
            return tensor.to(there, tensor.scalar_type()).to(type);
        }
    }
}
