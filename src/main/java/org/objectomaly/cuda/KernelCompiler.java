package org.objectomaly.cuda;

/** Turns a kernel's source into what a driver loads. */
@FunctionalInterface
public interface KernelCompiler {
    /**
     * Compiles one source.
     *
     * @param name of the source, for messages
     * @param source CUDA C++ of its own, with {@code extern "C"} kernels
     * @param architecture such as {@code sm_90}
     * @return the binary
     * @throws org.objectomaly.Fault of kind DEVICE if it cannot be compiled here
     */
    byte[] compile(String name, String source, String architecture);

    /**
     * What decides on a binary beside its source and architecture.
     *
     * @return the compiler, its version and its options
     */
    default String version() {
        return "";
    }
}
