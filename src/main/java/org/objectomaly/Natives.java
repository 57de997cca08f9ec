package org.objectomaly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_video;
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
                            "FFmpeg could not be loaded (%s).",
                            rootOf(e).getMessage())
                    .because(e);
        }
    }

    /** What FFmpeg needs for cameras of this machine; it wants libraries of a desktop that servers have not. */
    public static void loadCameras() {
        loadVideo();
        try {
            Cameras.load();
        } catch (final LinkageError e) {
            throw Fault.of(
                            Fault.Kind.DEVICE,
                            "FFmpeg's part for cameras of this machine could not be loaded (%s): on Debian and Ubuntu apt"
                                    + " install libxcb1 libxcb-shm0 libpulse0 libasound2.",
                            rootOf(e).getMessage())
                    .because(e);
        }
    }

    /** OpenCV's optical flow, which brings OpenCV's windows with it, and they want a library that servers have not. */
    public static void loadMotion() {
        loadAll();
        try {
            Loader.load(opencv_video.class);
        } catch (final LinkageError e) {
            throw Fault.of(
                            Fault.Kind.DEVICE,
                            "OpenCV's optical flow, which watch, --refresh 2 and auto and the evaluation of videos need, could not be loaded (%s): on"
                                    + " Debian and Ubuntu apt install libgtk2.0-0.",
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
        return Natives.class.getResource(folder("pytorch", GPU) + "/libtorch_cuda.so") != null;
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
                Loader.cacheResources(folder(library, extension));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the native libraries could not be unpacked to " + cacheFolder(), e);
        }
    }

    /** Of the files of a library for this platform, on the class path. */
    private static String folder(final String library, final String extension) {
        return "/org/bytedeco/" + library + "/" + Loader.getPlatform() + extension;
    }

    private static String cacheFolder() {
        return System.getProperty("org.bytedeco.javacpp.cachedir", System.getProperty("user.home") + "/.javacpp/cache");
    }

    /** Loaded once by the class loader's own lock. */
    private static final class Video {
        static {
            final boolean isGpl = Natives.class.getResource(folder("ffmpeg", GPL)) != null;
            if (!isForGpu()) {
                // Else JavaCPP asks every jar for each of CUDA's libraries, which takes longer than loading those there
                // are.
                System.setProperty("org.bytedeco.javacpp.platform.extension", isGpl ? GPL : "");
            }
            unpack(List.of("ffmpeg"), isGpl ? GPL : "");
            avutil.av_log_set_level(avutil.AV_LOG_FATAL);
            Loader.load(avformat.class);
            Loader.load(swscale.class);
        }

        static void load() {}
    }

    private static final class Cameras {
        static {
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
