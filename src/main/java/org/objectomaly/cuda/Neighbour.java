package org.objectomaly.cuda;

import org.bytedeco.cuda.cudart.CUstream_st;

/**
 * Who else works on a device: libtorch. This program's kernels work on its streams, so that kernels and networks of a thread
 * follow each other without waiting.
 */
public interface Neighbour {
    /** Nobody: all threads work on CUDA's default stream. */
    Neighbour NONE = new Neighbour() {
        @Override
        public CUstream_st stream() {
            return null;
        }

        @Override
        public void ownStream() {}

        @Override
        public void freeUnused() {}
    };

    /**
     * Where the calling thread's work goes.
     *
     * @return a stream; null for CUDA's default stream
     */
    CUstream_st stream();

    /** Gives the calling thread a stream of its own, from now on. */
    void ownStream();

    /** Gives back what it keeps of the device's memory and does not use. */
    void freeUnused();
}
