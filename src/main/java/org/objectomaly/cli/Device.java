package org.objectomaly.cli;

import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.GpuLibraries;

/** Where the networks run: what the user asked for against what is there. */
final class Device {
    private static final Pattern CUDA = Pattern.compile("cuda(:\\d{1,3})?");

    private Device() {}

    /** Checks the form of {@code --device}; needs no native library. */
    static void validate(final String asked) {
        if (!asked.equals("auto")
                && !asked.equals("cpu")
                && !CUDA.matcher(asked).matches()) {
            throw Fault.of(Fault.Kind.USAGE, "--device is auto, cpu, cuda or cuda:NUMBER, not '%s'.", asked);
        }
    }

    /**
     * Refuses a GPU that cannot be used; {@code auto} and {@code cpu} always pass, but {@code auto} says why it leaves a
     * GPU alone.
     */
    static void require(final String asked) {
        if (asked.equals("cpu")) {
            return;
        }
        final GpuLibraries machine = GpuLibraries.ofThisMachine();
        final String missing = whyNoGpu(machine, number(asked));
        if (CUDA.matcher(asked).matches()) {
            if (missing != null) {
                throw Fault.of(
                        Fault.Kind.DEVICE,
                        "--device %s: no GPU can be used: %s; `objectomaly doctor` lists every piece, --device cpu does"
                                + " without.",
                        asked,
                        missing);
            }
            requireNumber(asked, torch.cuda_device_count());
        }
        if (missing == null) {
            CudaDevice.waitAsleep(Gpu.number(chosen(asked)));
        } else if (machine.hasDriver() && !isUnwanted()) {
            System.err.println("objectomaly: the GPU is not used, the networks run on the CPU: " + missing
                    + " (`objectomaly doctor` lists every piece)");
        }
    }

    /** GPUs are counted from 0. */
    static void requireNumber(final String asked, final int there) {
        if (number(asked) >= there) {
            throw Fault.of(
                    Fault.Kind.DEVICE,
                    there == 1
                            ? "--device %s: there is one GPU, cuda:0."
                            : "--device %s: there are %d GPUs, cuda:0 to cuda:%d.",
                    asked,
                    there,
                    there - 1);
        }
    }

    private static int number(final String asked) {
        return asked.contains(":") ? Integer.parseInt(asked.substring(asked.indexOf(':') + 1)) : 0;
    }

    /** The device that was asked for, as libtorch names it; {@link #require} has let it pass. */
    static String chosen(final String asked) {
        if (asked.equals("auto")) {
            return whyNoGpu(GpuLibraries.ofThisMachine(), 0) == null ? "cuda:0" : "cpu";
        }
        return asked.equals("cuda") ? "cuda:0" : asked;
    }

    /** What keeps the networks off a GPU of this number; null when nothing does, or there are fewer. */
    static String whyNoGpu(final GpuLibraries machine, final int number) {
        final String missing = machine.missing().orElse(null);
        if (missing != null) {
            return missing;
        }
        if (!Natives.isForGpu()) {
            return "this program was started with libtorch for the CPU: start ./objectomaly with OBJECTOMALY_GPU=on";
        }
        return torch.cuda_is_available()
                ? CudaDevice.tooOld(number).orElse(null)
                : "libtorch finds no GPU that it can use: nvidia-smi must list one, and CUDA_VISIBLE_DEVICES must not hide"
                        + " it";
    }

    /** Whoever said that the GPU is not wanted need not be told why it is not used. */
    private static boolean isUnwanted() {
        return "off".equals(System.getenv("OBJECTOMALY_GPU"));
    }
}
