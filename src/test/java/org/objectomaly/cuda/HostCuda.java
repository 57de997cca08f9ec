package org.objectomaly.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Loader;

/**
 * CUDA without a GPU: a driver whose memory is the machine's own ({@code src/test/cuda/emulated_driver.cpp}) and kernels
 * compiled from their own sources for the processor ({@code host_cuda.h}). All of this program's own code between is the
 * same as on a GPU. Needs g++; tests are skipped where it is missing.
 */
public final class HostCuda {
    private static final Path SOURCES = Path.of("src/test/cuda").toAbsolutePath();
    private static final Pattern KERNEL =
            Pattern.compile("__global__\\s+void\\s+(?:__launch_bounds__\\([^)]*\\)\\s+)?(\\w+)\\(");
    /** Each source is compiled once; that takes longer than all its tests. */
    private static final Map<String, byte[]> COMPILED = new ConcurrentHashMap<>();

    private static final KernelCompiler COMPILER =
            (name, source, architecture) -> COMPILED.computeIfAbsent(source, text -> compile(name, text));

    private static Path folder;

    private HostCuda() {}

    /**
     * A device that puts off all work until somebody waits for it.
     *
     * @param ordinal 0 or 1; 2 is too old for CUDA 13
     * @return to be closed by the test
     */
    public static CudaDevice open(final int ordinal) {
        start();
        return CudaDevice.open(ordinal, COMPILER, new Streams());
    }

    /**
     * A device that does all work at once, for networks of the processor that work on the same memory.
     *
     * @return to be closed by the test
     */
    public static CudaDevice openAtOnce() {
        start();
        return CudaDevice.open(0, COMPILER, Neighbour.NONE);
    }

    /** All threads work on one stream until they want one of their own; none of them is the default one. */
    private static final class Streams implements Neighbour {
        private static final AtomicLong COUNT = new AtomicLong();

        private final CUstream_st common = next();
        private final ThreadLocal<CUstream_st> own = ThreadLocal.withInitial(() -> common);

        private static CUstream_st next() {
            return new CUstream_st() {
                {
                    address = COUNT.incrementAndGet();
                }
            };
        }

        @Override
        public CUstream_st stream() {
            return own.get();
        }

        @Override
        public void ownStream() {
            own.set(next());
        }

        @Override
        public void freeUnused() {}
    }

    /** A compiler for the processor. */
    static KernelCompiler compiler() {
        start();
        return COMPILER;
    }

    /**
     * Runs a kernel that fails, as a GPU does that is lost: every call from then on fails as well.
     *
     * @param device the GPU
     * @param buffer any memory of it
     */
    public static void lose(final CudaDevice device, final DeviceBuffer buffer) {
        device.kernel("lost", "lost", () -> "extern \"C\" __global__ void lost(int* into) { __trap(); }")
                .begin()
                .buffer(buffer)
                .launch(1, 1, 1, 1);
    }

    /** Puts the driver in its place, once for all tests of this JVM. */
    static synchronized void start() {
        if (folder != null) {
            return;
        }
        assumeTrue(isThere("g++", "--version"), "no g++ here to compile the kernels for the processor");
        try {
            folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "host-cuda");
            final Path driver = folder.resolve("libcuda.so.1");
            run(
                    "g++",
                    "-std=c++20",
                    "-O2",
                    "-fPIC",
                    "-shared",
                    "-Wl,-soname,libcuda.so.1",
                    "-o",
                    driver.toString(),
                    SOURCES.resolve("emulated_driver.cpp").toString(),
                    "-ldl");
            // The runtime library is asked for by name and not called.
            final Path runtime = folder.resolve("libcudart.so.13");
            run(
                    "g++",
                    "-shared",
                    "-fPIC",
                    "-Wl,-soname,libcudart.so.13",
                    "-o",
                    runtime.toString(),
                    "-x",
                    "c",
                    "/dev/null");
            System.load(driver.toString());
            System.load(runtime.toString());
            Loader.load(cudart.class);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Loads NVIDIA's compiler from the jar that the profile {@code gpu} brings, which the tests' class path is without. Tests
     * are skipped where that jar is not beside that of CUDA's native side, in Maven's repository.
     */
    static synchronized void loadNvrtc() {
        start();
        final String folder = "/org/bytedeco/cuda/" + Loader.getPlatform() + "/";
        final String natives = String.valueOf(cudart.class.getResource(folder + "libjninvrtc.so"));
        final Path jar = Path.of(natives.replaceAll("jar:file:|!.*", "").replaceAll("(/cuda)([/-])", "$1-redist$2"));
        assumeTrue(Files.isRegularFile(jar), "no NVRTC here: there is no " + jar);
        try (ZipFile files = new ZipFile(jar.toFile())) {
            for (final ZipEntry file : Collections.list(files.entries())) {
                if (file.getName().contains("/libnvrtc")) {
                    final URI inJar = URI.create("jar:" + jar.toUri() + "!/" + file.getName());
                    System.load(Loader.cacheResource(inJar.toURL()).toString());
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] compile(final String name, final String source) {
        final String kernels = KERNEL.matcher(source)
                .results()
                .map(match -> " F(" + match.group(1) + ")")
                .collect(Collectors.joining());
        try {
            final Path file = Files.createTempFile(folder, name, ".cpp");
            final Path library = Path.of(file + ".so");
            Files.writeString(
                    file,
                    "#include \"host_cuda.h\"\n#line 1 \"" + name + ".cu\"\n" + source + "\n#define HOST_KERNELS(F)"
                            + kernels + "\n#include \"host_kernels.h\"\n");
            run(
                    "g++",
                    "-std=c++20",
                    "-O2",
                    "-ffp-contract=off",
                    "-fPIC",
                    "-shared",
                    "-I" + SOURCES,
                    "-o",
                    library.toString(),
                    file.toString());
            return (library + "\0").getBytes(StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a program answers. */
    static boolean isThere(final String... command) {
        try {
            return start(command).waitFor(1, TimeUnit.MINUTES);
        } catch (final IOException e) {
            return false;
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a program that must succeed. */
    static String run(final String... command) {
        try {
            final Process process = start(command);
            final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + "\n" + said);
            }
            return said;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process start(final String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
