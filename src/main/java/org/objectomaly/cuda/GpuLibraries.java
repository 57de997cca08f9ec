package org.objectomaly.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a machine must have of its own before libtorch can use its GPU: NVIDIA's driver, and those CUDA libraries that no
 * jar brings.
 *
 * <p>Only files are looked at and nothing is loaded, so that the answer is safe to ask for on any machine. The list of
 * libraries is what the files in {@code pytorch-linux-x86_64-gpu.jar} demand (their ELF {@code NEEDED} entries) less
 * what {@code cuda-redist} holds: CUDA runtime, NVRTC, nvJitLink, cuFFT, cuRAND, cuFile and CUPTI.
 */
public final class GpuLibraries {
    /** The first driver that runs CUDA 13. */
    public static final int OLDEST_DRIVER = 580;

    /** The driver's own library; it comes with the driver and with nothing else. */
    private static final String DRIVER_LIBRARY = "libcuda.so.1";

    private static final List<Piece> PIECES = List.of(
            new Piece("cuBLAS", "libcublas-13-1", "nvidia-cublas", List.of("libcublas.so.13", "libcublasLt.so.13")),
            new Piece("cuSPARSE", "libcusparse-13-1", "nvidia-cusparse", List.of("libcusparse.so.12")),
            new Piece("cuSOLVER", "libcusolver-13-1", "nvidia-cusolver", List.of("libcusolver.so.12")),
            new Piece(
                    "cuDNN",
                    "libcudnn9-cuda-13",
                    "nvidia-cudnn-cu13",
                    List.of(
                            "libcudnn.so.9",
                            "libcudnn_graph.so.9",
                            "libcudnn_ops.so.9",
                            "libcudnn_cnn.so.9",
                            "libcudnn_adv.so.9")),
            new Piece("NCCL", "libnccl2", "nvidia-nccl-cu13", List.of("libnccl.so.2")));

    /** Where the loader looks without being told; the launcher need not name these. */
    private static final List<String> LOADER_FOLDERS =
            List.of("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib");

    /** Where CUDA, container runtimes and Windows' Linux put theirs. */
    private static final List<String> USUAL_FOLDERS = List.of(
            "/usr/local/cuda/lib64",
            "/usr/local/cuda-13/lib64",
            "/usr/local/cuda/targets/x86_64-linux/lib",
            "/opt/cuda/lib64",
            "/usr/local/nvidia/lib64",
            "/usr/lib/wsl/lib");

    private static final Pattern DRIVER_VERSION = Pattern.compile("\\b(\\d{3,4})(\\.\\d+)+\\b");

    private final Path root;
    private final List<Path> folders;

    /** A part of CUDA that is installed as one package, with the files of it that libtorch opens. */
    private record Piece(String name, String debian, String pip, List<String> files) {}

    /**
     * Looks at one machine.
     *
     * @param root its root folder: {@code /}, or one that a test made
     * @param libraryPath folders to look at first, as {@code LD_LIBRARY_PATH} has them; null for none
     */
    public GpuLibraries(final Path root, final String libraryPath) {
        this.root = root;
        this.folders = foldersToLookAt(libraryPath == null ? "" : libraryPath);
    }

    /**
     * The machine this program runs on.
     *
     * @return what is there now; {@code -Dobjectomaly.root} names another root folder
     */
    public static GpuLibraries ofThisMachine() {
        return new GpuLibraries(Path.of(System.getProperty("objectomaly.root", "/")), System.getenv("LD_LIBRARY_PATH"));
    }

    /**
     * For the launcher, which must choose a class path before this program starts: prints the folders the loader has to
     * be told of, parted by colons, and ends with 0; or the first thing that is missing, and ends with 1.
     *
     * @param arguments none
     */
    public static void main(final String[] arguments) {
        final GpuLibraries machine = ofThisMachine();
        final Optional<String> missing = machine.missing();
        System.out.println(missing.orElseGet(machine::loaderPath));
        System.exit(missing.isPresent() ? 1 : 0);
    }

    /**
     * Whether an NVIDIA driver answers, of whatever age.
     *
     * @return true if the machine has an NVIDIA GPU with its driver at work
     */
    public boolean hasDriver() {
        return Files.exists(at("/dev/nvidiactl"))
                || Files.exists(at("/proc/driver/nvidia/version"))
                || (Files.exists(at("/dev/dxg")) && Files.exists(at("/usr/lib/wsl/lib/" + DRIVER_LIBRARY)));
    }

    /**
     * The version of the driver.
     *
     * @return such as {@code 580.65.06}; empty if there is no driver or it does not say
     */
    public Optional<String> driverVersion() {
        return hasDriver() ? kernelModule().or(this::versionInName) : Optional.empty();
    }

    /**
     * The first thing that keeps libtorch off the GPU, with what to do about it.
     *
     * @return part of a sentence; empty if everything is there
     */
    public Optional<String> missing() {
        return Stream.of(missingDriver(), missingLibrary())
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * The first library without which libtorch for CUDA cannot even be loaded; the driver is not among them.
     *
     * @return part of a sentence; empty if all are there
     */
    public Optional<String> missingLibrary() {
        return PIECES.stream().map(this::missingOf).flatMap(Optional::stream).findFirst();
    }

    /**
     * Every piece with where it was found or how to get it, in the order in which they are needed.
     *
     * @return texts by the name of the piece
     */
    public Map<String, String> rows() {
        final Map<String, String> rows = new LinkedHashMap<>();
        rows.put("driver", missingKernelModule().orElseGet(() -> driverVersion().orElse("there, version unknown")));
        rows.put(DRIVER_LIBRARY, missingDriverLibrary().orElseGet(() -> where(DRIVER_LIBRARY)));
        for (final Piece piece : PIECES) {
            rows.put(
                    piece.name(),
                    missingOf(piece).orElseGet(() -> where(piece.files().get(0))));
        }
        return rows;
    }

    /**
     * The folders with needed libraries that the system's loader does not search by itself.
     *
     * @return for {@code LD_LIBRARY_PATH}, parted by colons; empty if there are none
     */
    public String loaderPath() {
        final Set<String> needed = new LinkedHashSet<>();
        Stream.concat(Stream.of(DRIVER_LIBRARY), PIECES.stream().flatMap(piece -> piece.files().stream()))
                .map(this::find)
                .flatMap(Optional::stream)
                .map(Path::getParent)
                .filter(folder -> LOADER_FOLDERS.stream().map(this::at).noneMatch(folder::equals))
                .map(Path::toString)
                .forEach(needed::add);
        return String.join(":", needed);
    }

    private Optional<String> missingDriver() {
        return missingKernelModule().or(this::missingDriverLibrary);
    }

    private Optional<String> missingKernelModule() {
        if (!hasDriver()) {
            return Optional.of(
                    "no NVIDIA driver answers (neither /dev/nvidiactl nor /proc/driver/nvidia/version is there):"
                            + " install driver " + OLDEST_DRIVER + " or newer, and start a container with --gpus all");
        }
        return driverVersion()
                .filter(version -> Integer.parseInt(version.replaceAll("\\..*", "")) < OLDEST_DRIVER)
                .map(version -> "the NVIDIA driver " + version + " is too old for CUDA 13, which needs " + OLDEST_DRIVER
                        + " or newer: update the driver");
    }

    private Optional<String> missingDriverLibrary() {
        return find(DRIVER_LIBRARY).isPresent()
                ? Optional.empty()
                : Optional.of("missing " + DRIVER_LIBRARY
                        + ": it comes with the NVIDIA driver (Debian: libcuda1; a container:"
                        + " NVIDIA_DRIVER_CAPABILITIES=compute,utility,video)");
    }

    private Optional<String> missingOf(final Piece piece) {
        return piece.files().stream()
                .filter(file -> find(file).isEmpty())
                .findFirst()
                .map(file -> "missing " + file + " (" + piece.name() + "): apt install " + piece.debian()
                        + ", or pip install " + piece.pip());
    }

    private String where(final String file) {
        return find(file).map(Path::toString).orElse("missing");
    }

    private Optional<Path> find(final String file) {
        return folders.stream()
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .findFirst();
    }

    /** NVIDIA's kernel module says its version in a line of its own; the open one words it differently. */
    private Optional<String> kernelModule() {
        try (Stream<String> lines = Files.lines(at("/proc/driver/nvidia/version"))) {
            return lines.filter(line -> line.startsWith("NVRM version:"))
                    .map(DRIVER_VERSION::matcher)
                    .filter(Matcher::find)
                    .map(Matcher::group)
                    .findFirst();
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    /** Without the kernel's word, the file behind {@code libcuda.so.1} is named after the version. */
    private Optional<String> versionInName() {
        return find(DRIVER_LIBRARY)
                .map(library -> {
                    try {
                        return DRIVER_VERSION.matcher(
                                library.toRealPath().getFileName().toString());
                    } catch (final IOException e) {
                        return DRIVER_VERSION.matcher("");
                    }
                })
                .filter(Matcher::find)
                .map(Matcher::group);
    }

    private List<Path> foldersToLookAt(final String libraryPath) {
        final Set<Path> all = new LinkedHashSet<>();
        Arrays.stream(libraryPath.split(File.pathSeparator))
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of)
                .forEach(all::add);
        LOADER_FOLDERS.stream().map(this::at).forEach(all::add);
        configured().stream().map(this::at).forEach(all::add);
        USUAL_FOLDERS.stream().map(this::at).forEach(all::add);
        return List.copyOf(all);
    }

    /** The folders of the loader's own settings. */
    private List<String> configured() {
        final List<Path> files = new ArrayList<>(List.of(at("/etc/ld.so.conf")));
        try (DirectoryStream<Path> more = Files.newDirectoryStream(at("/etc/ld.so.conf.d"), "*.conf")) {
            more.forEach(files::add);
        } catch (final IOException e) {
            // A system without that folder has no further settings.
        }
        final List<String> lines = new ArrayList<>();
        for (final Path file : files) {
            try {
                lines.addAll(Files.readAllLines(file));
            } catch (final IOException e) {
                // What cannot be read names no folders.
            }
        }
        return lines.stream()
                .map(String::trim)
                .filter(line -> line.startsWith("/"))
                .toList();
    }

    private Path at(final String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
