package org.objectomaly.cli;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.pytorch.cuda.CUDAStream;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.KernelCache;
import org.objectomaly.cuda.Neighbour;
import org.objectomaly.cuda.Nvrtc;
import org.objectomaly.video.ReaderOptions;

/** The GPU that {@code --device} means, for what is not libtorch's. */
final class Gpu {
    private static final String CUDA = "cuda:";

    private Gpu() {}

    /**
     * Opens it for this program's kernels.
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
                        new Torch(number));
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

    /** libtorch on the same device. Streams are asked for once a thread. */
    private static final class Torch implements Neighbour {
        private final byte number;
        private final ThreadLocal<CUDAStream> streams = new ThreadLocal<>();

        Torch(final int number) {
            this.number = (byte) number;
        }

        @Override
        public CUstream_st stream() {
            if (streams.get() == null) {
                keep(torch_cuda.getCurrentCUDAStream(number));
            }
            return streams.get().stream();
        }

        @Override
        public void ownStream() {
            final CUDAStream own = torch_cuda.getStreamFromPool(false, number);
            torch_cuda.setCurrentCUDAStream(own);
            keep(own);
        }

        /** It may be asked for while a scope is open, and lives as long as the thread. */
        private void keep(final CUDAStream stream) {
            stream.retainReference();
            streams.set(stream);
        }

        @Override
        public void freeUnused() {
            torch.emptyCache();
        }
    }
}
