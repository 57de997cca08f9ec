package org.objectomaly.cli;

import org.bytedeco.pytorch.global.torch_cuda;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.KernelCache;
import org.objectomaly.cuda.Nvrtc;
import org.objectomaly.video.ReaderOptions;

/** The GPU that {@code --device} means, for what is not libtorch's. */
final class Gpu {
    private static final String CUDA = "cuda:";

    private Gpu() {}

    /**
     * Opens it for this program's kernels, which work on the stream that libtorch works on.
     *
     * @param device as libtorch names it
     * @return the device, the caller's to close; null for the processor
     */
    static CudaDevice open(final String device) {
        final int number = number(device);
        return number == ReaderOptions.NO_GPU
                ? null
                : CudaDevice.open(
                        number,
                        new KernelCache(ModelFolders.cache().resolve("kernels"), new Nvrtc()),
                        () -> torch_cuda.getCurrentCUDAStream((byte) number).stream());
    }

    /**
     * Its number.
     *
     * @param device as libtorch names it
     * @return 0 or more; {@link ReaderOptions#NO_GPU} for the processor
     */
    static int number(final String device) {
        return device.startsWith(CUDA) ? Integer.parseInt(device.substring(CUDA.length())) : ReaderOptions.NO_GPU;
    }
}
