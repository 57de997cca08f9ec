package org.objectomaly.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.Fault;

/** Where the networks run: what the user asked for against what is there. */
final class Device {
    private static final Pattern CUDA = Pattern.compile("cuda(:\\d{1,3})?");
    private static final List<Path> DRIVERS = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/libcuda.so.1"),
            Path.of("/usr/lib64/libcuda.so.1"),
            Path.of("/usr/local/nvidia/lib64/libcuda.so.1"));

    private Device() {}

    /** Checks the form of {@code --device}; needs no native library. */
    static void validate(final String asked) {
        if (!asked.equals("auto")
                && !asked.equals("cpu")
                && !CUDA.matcher(asked).matches()) {
            throw Fault.of(Fault.Kind.USAGE, "--device is auto, cpu, cuda or cuda:NUMBER, not '%s'.", asked);
        }
    }

    /** Refuses a GPU that cannot be used; {@code auto} and {@code cpu} always pass. */
    static void require(final String asked) {
        if (CUDA.matcher(asked).matches()) {
            final String missing = whyNoGpu();
            if (missing != null) {
                throw Fault.of(
                        Fault.Kind.DEVICE, "--device %s: no GPU can be used (%s); use --device cpu.", asked, missing);
            }
        }
    }

    /** The device that was asked for, as libtorch names it; {@link #require} has let it pass. */
    static String chosen(final String asked) {
        if (asked.equals("auto")) {
            return whyNoGpu() == null ? "cuda:0" : "cpu";
        }
        return asked.equals("cuda") ? "cuda:0" : asked;
    }

    /** What keeps the networks off a GPU; null when nothing does. */
    static String whyNoGpu() {
        if (DRIVERS.stream().noneMatch(Files::exists)) {
            return "no NVIDIA driver: libcuda.so.1 is not on this machine";
        }
        return torch.cuda_is_available() ? null : "this build carries libtorch for the CPU only";
    }
}
