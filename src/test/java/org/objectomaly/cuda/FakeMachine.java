package org.objectomaly.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A root folder with the files by which a machine with a GPU is known; all of them are empty but the driver's word. */
public final class FakeMachine {
    /** What libtorch for CUDA opens and no jar brings, less the driver's own library. */
    public static final List<String> LIBRARIES = List.of(
            "libcublas.so.13",
            "libcublasLt.so.13",
            "libcusparse.so.12",
            "libcusolver.so.12",
            "libcudnn.so.9",
            "libcudnn_graph.so.9",
            "libcudnn_ops.so.9",
            "libcudnn_cnn.so.9",
            "libcudnn_adv.so.9",
            "libnccl.so.2");

    private final Path root;

    /**
     * A machine without anything.
     *
     * @param root an empty folder
     */
    public FakeMachine(final Path root) {
        this.root = root;
    }

    /**
     * Everything that a GPU needs, CUDA in its usual folder.
     *
     * @param root an empty folder
     * @return the machine
     */
    public static FakeMachine complete(final Path root) {
        return new FakeMachine(root)
                .driver("580.65.06")
                .library("/usr/lib/x86_64-linux-gnu/libcuda.so.1")
                .libraries("/usr/local/cuda/lib64");
    }

    /**
     * The kernel module's line, as the open module words it.
     *
     * @param version such as 580.65.06
     * @return this machine
     */
    public FakeMachine driver(final String version) {
        library("/dev/nvidiactl");
        return file(
                "/proc/driver/nvidia/version",
                "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  " + version
                        + "  Release Build  (builder@host)  Wed Jul 30 20:00:00 UTC 2025\n"
                        + "GCC version:  gcc version 13.3.0 (Ubuntu 13.3.0-6ubuntu2)\n");
    }

    /**
     * All CUDA libraries in one folder.
     *
     * @param folder absolute within this machine
     * @return this machine
     */
    public FakeMachine libraries(final String folder) {
        LIBRARIES.forEach(name -> library(folder + "/" + name));
        return this;
    }

    /**
     * One file without content.
     *
     * @param path absolute within this machine
     * @return this machine
     */
    public FakeMachine library(final String path) {
        return file(path, "");
    }

    /**
     * A file with a text.
     *
     * @param path absolute within this machine
     * @param text its content
     * @return this machine
     */
    public FakeMachine file(final String path, final String text) {
        try {
            Files.createDirectories(at(path).getParent());
            Files.writeString(at(path), text);
            return this;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes a file away.
     *
     * @param path absolute within this machine
     * @return this machine
     */
    public FakeMachine without(final String path) {
        try {
            Files.delete(at(path));
            return this;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a path of this machine lies on the real one.
     *
     * @param path absolute within this machine
     * @return absolute on the real machine
     */
    public Path at(final String path) {
        return root.resolve(path.substring(1));
    }

    /**
     * What the program sees of it.
     *
     * @return without LD_LIBRARY_PATH
     */
    public GpuLibraries probed() {
        return new GpuLibraries(root, null);
    }
}
