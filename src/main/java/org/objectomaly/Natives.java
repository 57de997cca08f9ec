package org.objectomaly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.pytorch.global.torch;

/**
 * Brings the native libraries up, in the one order that is safe.
 *
 * <p>Each library's whole directory is unpacked before the first of its files is loaded: a libtorch that the system
 * happens to have installed would otherwise satisfy the loader half-way and crash the process.
 */
public final class Natives {
    private Natives() {}

    /** FFmpeg alone, quiet: enough to read and write video. */
    public static void loadVideo() {
        Video.load();
    }

    /** FFmpeg, OpenCV and libtorch, with one thread inside each OpenCV and BLAS call. */
    public static void loadAll() {
        Video.load();
        Networks.load();
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
        try {
            for (final String library : libraries) {
                Loader.cacheResources("/org/bytedeco/" + library + "/" + Loader.getPlatform());
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
            unpack(List.of("ffmpeg"));
            avutil.av_log_set_level(avutil.AV_LOG_FATAL);
            avdevice.avdevice_register_all();
        }

        static void load() {}
    }

    private static final class Networks {
        static {
            unpack(List.of("openblas", "opencv", "pytorch"));
            opencv_core.setNumThreads(1);
            Loader.load(torch.class);
            openblas_nolapack.blas_set_num_threads(1);
        }

        static void load() {}
    }
}
