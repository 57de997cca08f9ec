package org.objectomaly.cuda;

import static org.bytedeco.cuda.global.nvrtc.NVRTC_SUCCESS;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetErrorString;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import java.util.List;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.objectomaly.Fault;

/** NVIDIA's compiler in a library: 50 to 400 ms a source. */
public final class Nvrtc implements KernelCompiler {
    /**
     * How kernels are compiled, in words that nvcc knows as well. Without contraction to fused multiply-adds, so that a
     * kernel rounds as the processor's form does.
     */
    public static final List<String> OPTIONS = List.of("--std=c++17", "--fmad=false");

    /** A compiler; its library is loaded when it is first used. */
    public Nvrtc() {}

    @Override
    public byte[] compile(final String name, final String source, final String architecture) {
        final _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer text = new BytePointer(source);
                BytePointer file = new BytePointer(name + ".cu")) {
            final PointerPointer<?> noHeaders = null;
            check(nvrtcCreateProgram(program, text, file, 0, noHeaders, noHeaders), name);
        }
        try {
            return compile(program, name, architecture);
        } finally {
            nvrtcDestroyProgram(program);
        }
    }

    @Override
    public String version() {
        final int[] major = new int[1];
        final int[] minor = new int[1];
        nvrtcVersion(major, minor);
        return "NVRTC " + major[0] + "." + minor[0] + " " + String.join(" ", OPTIONS);
    }

    private static byte[] compile(final _nvrtcProgram program, final String name, final String architecture) {
        final String[] words = new String[OPTIONS.size() + 1];
        OPTIONS.toArray(words);
        words[OPTIONS.size()] = "--gpu-architecture=" + architecture;
        try (PointerPointer<BytePointer> options = new PointerPointer<>(words);
                SizeTPointer size = new SizeTPointer(1)) {
            if (nvrtcCompileProgram(program, words.length, options) != NVRTC_SUCCESS) {
                throw Fault.of(
                        Fault.Kind.DEVICE,
                        "The kernel %s.cu does not compile for this GPU (%s); use --device cpu and report this: %s",
                        name,
                        architecture,
                        log(program));
            }
            check(nvrtcGetCUBINSize(program, size), name);
            final byte[] binary = new byte[Math.toIntExact(size.get())];
            try (BytePointer bytes = new BytePointer(binary.length)) {
                check(nvrtcGetCUBIN(program, bytes), name);
                bytes.get(binary);
            }
            return binary;
        }
    }

    private static String log(final _nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            nvrtcGetProgramLogSize(program, size);
            try (BytePointer text = new BytePointer(size.get())) {
                nvrtcGetProgramLog(program, text);
                return text.limit(0).getString().strip();
            }
        }
    }

    private static void check(final int result, final String name) {
        if (result != NVRTC_SUCCESS) {
            throw Fault.of(
                    Fault.Kind.DEVICE,
                    "The kernel %s.cu cannot be compiled here: %s; use --device cpu.",
                    name,
                    nvrtcGetErrorString(result).getString());
        }
    }
}
