package org.objectomaly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;
import org.objectomaly.cuda.GpuLibraries;

/**
 * Brings the native libraries up, in the one order that is safe.
 *
 * <p>Each library's whole directory is unpacked before the first of its files is loaded: a libtorch that the system
 * happens to have installed would otherwise satisfy the loader half-way and crash the process.
 */
public final class Natives {
    /** The variants of FFmpeg and libtorch that the program may have been built with. */
    private static final String GPL = "-gpl";

    private static final String GPU = "-gpu";

    private Natives() {}

    /** FFmpeg alone, quiet: enough to read and write video. */
    public static void loadVideo() {
        try {
            Video.load();
        } catch (final LinkageError e) {
            throw Fault.of(
                            Fault.Kind.DEVICE,
                            "FFmpeg could not be loaded (%s); on Debian and Ubuntu it needs libxcb1, libxcb-shm0 and"
                                    + " libpulse0: apt install them.",
                            rootOf(e).getMessage())
                    .because(e);
        }
    }

    /** FFmpeg, OpenCV and libtorch, with one thread inside each OpenCV and BLAS call. */
    public static void loadAll() {
        loadVideo();
        if (isForGpu()) {
            requireLibraries(GpuLibraries.ofThisMachine());
        }
        try {
            Networks.load();
        } catch (final LinkageError e) {
            throw Fault.of(
                            Fault.Kind.DEVICE,
                            "libtorch%s could not be loaded (%s)%s.",
                            isForGpu() ? " for CUDA" : "",
                            rootOf(e).getMessage(),
                            isForGpu()
                                    ? "; `objectomaly doctor` lists what it needs, OBJECTOMALY_GPU=off does without"
                                    : "")
                    .because(e);
        }
    }

    /**
     * Which libtorch is on the class path; exactly one is.
     *
     * @return true for the one with CUDA
     */
    public static boolean isForGpu() {
        return Natives.class.getResource("/org/bytedeco/pytorch/" + Loader.getPlatform() + GPU + "/libtorch_cuda.so")
                != null;
    }

    /** Half a set of libraries would end the process inside the system's loader, without a word for the user. */
    private static void requireLibraries(final GpuLibraries machine) {
        machine.missingLibrary().ifPresent(missing -> {
            throw Fault.of(
                    Fault.Kind.DEVICE,
                    "libtorch for CUDA cannot be loaded: %s; `objectomaly doctor` lists every piece, OBJECTOMALY_GPU=off does"
                            + " without.",
                    missing);
        });
    }

    private static Throwable rootOf(final Throwable thrown) {
        return thrown.getCause() == null ? thrown : rootOf(thrown.getCause());
    }

    /**
     * How many threads libtorch may use inside one operation, for the whole process.
     *
     * @param threads 1 or more
     */
    public static void torchThreads(final int threads) {
        loadAll();
        torch.set_num_threads(threads);
    }

    private static void unpack(final List<String> libraries) {
        unpack(libraries, "");
    }

    private static void unpack(final List<String> libraries, final String extension) {
        try {
            for (final String library : libraries) {
                Loader.cacheResources("/org/bytedeco/" + library + "/" + Loader.getPlatform() + extension);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the native libraries could not be unpacked to " + cacheFolder(), e);
        }
    }

    private static String cacheFolder() {
        return System.getProperty("org.bytedeco.javacpp.cachedir", System.getProperty("user.home") + "/.javacpp/cache");
    }

    /** Loaded once by the class loader's own lock. */
    private static final class Video {
        static {
            if (!isForGpu()) {
                // Else JavaCPP asks every jar for each of CUDA's libraries, which takes longer than loading those there
                // are.
                System.setProperty("org.bytedeco.javacpp.platform.extension", GPL);
            }
            // One of the two is there: whichever the program was built with.
            unpack(List.of("ffmpeg"));
            unpack(List.of("ffmpeg"), GPL);
            avutil.av_log_set_level(avutil.AV_LOG_FATAL);
            avdevice.avdevice_register_all();
        }

        static void load() {}
    }

    private static final class Networks {
        static {
            unpack(List.of("openblas", "opencv"));
            if (isForGpu()) {
                unpack(List.of("cuda"));
                unpack(List.of("pytorch"), GPU);
            } else {
                unpack(List.of("pytorch"));
            }
            opencv_core.setNumThreads(1);
            Loader.load(torch.class);
            if (isForGpu()) {
                Loader.load(torch_cuda.class);
                Loader.load(cudart.class);
                Loader.load(nvrtc.class);
            }
            openblas_nolapack.blas_set_num_threads(1);
        }

        static void load() {}
    }
}
