package org.objectomaly.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.cas.Backbone;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cuda.GpuLibraries;
import org.objectomaly.models.ModelFile;
import org.objectomaly.video.Encoders;

/** The facts about a machine that decide what this program can do on it. */
final class Machine {
    private static final List<String> VECTOR_UNITS =
            List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8");

    private final List<Path> modelFolders;

    Machine(final List<Path> modelFolders) {
        this.modelFolders = modelFolders;
    }

    /** All facts in reading order; a value is a text or a map of rows. */
    Map<String, Object> facts() {
        final String broken = load();
        final Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("objectomaly", Version.text());
        facts.put("Java", System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("processor", processor("model name"));
        facts.put("vector units", vectorUnits());
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("memory", memory());
        facts.put("Java heap at most", (Runtime.getRuntime().maxMemory() >> 20) + " MB");
        facts.put("FFmpeg", ffmpeg());
        facts.put("OpenCV", openCv());
        facts.put("libtorch", broken == null ? libtorch() : broken);
        facts.put("GPU", gpu(broken));
        facts.put("encoders", encoders());
        facts.put("models", models());
        facts.put("cache", ModelFolders.cache().toString());
        return facts;
    }

    /** What a measurement was made on. */
    static String oneLine() {
        return processor("model name") + ", " + Runtime.getRuntime().availableProcessors() + " cores, Java "
                + System.getProperty("java.version");
    }

    /** A doctor is most needed where libtorch cannot be loaded; says why, or null. */
    private static String load() {
        try {
            Natives.loadAll();
            return null;
        } catch (final Fault fault) {
            return fault.getMessage();
        }
    }

    /** Every piece between libtorch and the GPU, and what to do next. */
    private static Map<String, String> gpu(final String broken) {
        final GpuLibraries machine = GpuLibraries.ofThisMachine();
        final String missing = broken == null ? Device.whyNoGpu(machine, 0) : broken;
        final Map<String, String> rows = new LinkedHashMap<>();
        rows.put("usable", missing == null ? "yes, " + torch.cuda_device_count() : "no");
        rows.putAll(machine.rows());
        rows.put("this program's libtorch", Natives.isForGpu() ? "for CUDA 13" : "for the CPU");
        rows.put("next", next(machine, missing, broken == null));
        return rows;
    }

    private static String next(final GpuLibraries machine, final String missing, final boolean torchIsLoaded) {
        if (missing == null) {
            return "nothing: --device auto takes the GPU";
        }
        if (machine.missing().isEmpty()) {
            return missing;
        }
        if (machine.hasDriver()) {
            return "get what is missing above (apt: from NVIDIA's repository; pip: put the folders on LD_LIBRARY_PATH), or"
                    + " use the image of docs/docker.md";
        }
        return torchIsLoaded
                ? "nothing: without an NVIDIA GPU the networks run on the CPU"
                : "start with OBJECTOMALY_GPU=off: without an NVIDIA GPU the networks run on the CPU";
    }

    private static Map<String, String> encoders() {
        final Map<String, String> rows = new LinkedHashMap<>();
        for (final Encoders.Availability encoder : Encoders.available()) {
            rows.put(encoder.name(), encoder.opens() ? "opens" : "no: " + encoder.reason());
        }
        return rows;
    }

    private Map<String, String> models() {
        final Map<String, String> rows = new LinkedHashMap<>();
        Stream.concat(Backbones.all().stream().map(Backbone::file), Networks.MASK_FILES.stream())
                .forEach(model -> rows.put(model.name(), whereIs(model)));
        return rows;
    }

    private String whereIs(final ModelFile model) {
        return ModelsList.whereIs(model, modelFolders).map(Path::toString).orElse("missing: " + model.file());
    }

    private static String ffmpeg() {
        return avutil.av_version_info().getString() + without("cameras of this machine", Natives::loadCameras);
    }

    private static String openCv() {
        return opencv_core.CV_VERSION + without("optical flow", Natives::loadMotion);
    }

    /** Says that a part which not every command needs cannot be had, and why. */
    private static String without(final String part, final Runnable load) {
        try {
            load.run();
            return "";
        } catch (final Fault fault) {
            return ", without " + part + ": " + fault.getMessage();
        }
    }

    /** The version its jar carries, and the vector units it uses. */
    private static String libtorch() {
        final String jar =
                torch.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        final String version = jar.replaceAll(".*pytorch-([\\d.]+)-.*", "$1");
        return version + " (" + torch.get_cpu_capability().getString() + ")";
    }

    private static String processor(final String key) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (final IOException e) {
            return "unknown";
        }
    }

    private static String vectorUnits() {
        final List<String> flags = List.of(processor("flags").split(" "));
        return String.join(" ", VECTOR_UNITS.stream().filter(flags::contains).toList());
    }

    private static String memory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemTotal"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
                    .findFirst()
                    .orElse("unknown");
        } catch (final IOException e) {
            return "unknown";
        }
    }
}
