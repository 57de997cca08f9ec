package org.objectomaly.cuda;

import static org.bytedeco.cuda.global.cudart.CU_CTX_SCHED_BLOCKING_SYNC;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.CU_EVENT_DEFAULT;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuCtxSynchronize;
import static org.bytedeco.cuda.global.cudart.cuDeviceGet;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetCount;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRelease;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxSetFlags;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventDestroy;
import static org.bytedeco.cuda.global.cudart.cuEventElapsedTime;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;
import static org.bytedeco.cuda.global.cudart.cuEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cuGetErrorString;
import static org.bytedeco.cuda.global.cudart.cuInit;
import static org.bytedeco.cuda.global.cudart.cuMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.objectomaly.Fault;

/**
 * One GPU. Works in the context that libtorch also uses, so that its tensors are kernels' arguments as they are, and on
 * the stream that libtorch works on, so that kernels and networks follow each other without waiting.
 *
 * <p>Owns its modules, and the buffers that have not been closed before it. May be used by several threads.
 */
public final class CudaDevice implements AutoCloseable {
    private static final int OUT_OF_MEMORY = 2;
    /** Of Turing, the oldest GPUs that CUDA 13 makes code for; its driver still runs older ones. */
    private static final int OLDEST_MAJOR = 7;

    private static final int OLDEST_MINOR = 5;

    private final int ordinal;
    private final int device;
    private final CUctx_st context;
    private final KernelCompiler compiler;
    private final Neighbour neighbour;
    private final String name;
    private final String architecture;
    private final Map<String, KernelModule> modules = new LinkedHashMap<>();
    private final Set<DeviceBuffer> buffers = new LinkedHashSet<>();

    private CudaDevice(
            final int ordinal,
            final int device,
            final CUctx_st context,
            final KernelCompiler compiler,
            final Neighbour neighbour) {
        this.ordinal = ordinal;
        this.device = device;
        this.context = context;
        this.compiler = compiler;
        this.neighbour = neighbour;
        this.name = nameOf(device);
        this.architecture = "sm_" + major(device) + minor(device);
    }

    /**
     * How many GPUs the driver offers.
     *
     * @return 0 or more
     * @throws Fault of kind DEVICE if the driver does not work
     */
    public static int count() {
        final int[] count = new int[1];
        check(cuInit(0), "starting the driver", "cuda");
        check(cuDeviceGetCount(count), "counting GPUs", "cuda");
        return count[0];
    }

    /**
     * Whether a GPU is too old for CUDA 13, however well it works.
     *
     * @param ordinal 0 for the first
     * @return what it is, part of a sentence; empty if it is new enough, or not there
     */
    public static Optional<String> tooOld(final int ordinal) {
        final int[] device = new int[1];
        if (count() <= ordinal || cuDeviceGet(device, ordinal) != 0) {
            return Optional.empty();
        }
        final int major = major(device[0]);
        final int minor = minor(device[0]);
        return major > OLDEST_MAJOR || major == OLDEST_MAJOR && minor >= OLDEST_MINOR
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "cuda:%d (%s, compute capability %d.%d) is too old for CUDA 13, which needs %d.%d or newer",
                        ordinal,
                        nameOf(device[0]),
                        major,
                        minor,
                        OLDEST_MAJOR,
                        OLDEST_MINOR));
    }

    /**
     * Lets threads that wait for a GPU sleep instead of spinning, which FFmpeg also wants of a context it shares. To be
     * called before anybody uses the GPU.
     *
     * @param ordinal 0 for the first
     */
    public static void waitAsleep(final int ordinal) {
        final int[] device = new int[1];
        if (count() > ordinal && cuDeviceGet(device, ordinal) == 0) {
            cuDevicePrimaryCtxSetFlags(device[0], CU_CTX_SCHED_BLOCKING_SYNC);
        }
    }

    /**
     * Opens a GPU.
     *
     * @param ordinal 0 for the first
     * @param compiler of its kernels
     * @param neighbour who else works on it
     * @return the device, to be closed by the caller
     * @throws Fault of kind DEVICE if there is no such GPU, or it does not work
     */
    public static CudaDevice open(final int ordinal, final KernelCompiler compiler, final Neighbour neighbour) {
        final String label = "cuda:" + ordinal;
        final int count = count();
        if (ordinal >= count) {
            throw Fault.of(
                    Fault.Kind.DEVICE,
                    "There is no %s: this machine has %d GPU%s, cuda:0%s.",
                    label,
                    count,
                    count == 1 ? "" : "s",
                    count > 1 ? " to cuda:" + (count - 1) : "");
        }
        final int[] device = new int[1];
        check(cuDeviceGet(device, ordinal), "opening it", label);
        final CUctx_st context = new CUctx_st();
        check(cuDevicePrimaryCtxRetain(context, device[0]), "opening it", label);
        return new CudaDevice(ordinal, device[0], context, compiler, neighbour);
    }

    /**
     * What libtorch calls it.
     *
     * @return {@code cuda:0} and so on
     */
    public String label() {
        return "cuda:" + ordinal;
    }

    /**
     * What its maker calls it.
     *
     * @return such as NVIDIA H200
     */
    public String name() {
        return name;
    }

    /**
     * What kernels are compiled for.
     *
     * @return such as {@code sm_90}
     */
    public String architecture() {
        return architecture;
    }

    /**
     * Memory that nobody uses.
     *
     * @return bytes
     */
    public long freeMemory() {
        enter();
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            check(cuMemGetInfo(free, total), "asking for its memory");
            return free.get();
        }
    }

    /**
     * A kernel of a source in {@code src/main/cuda}; the source is compiled when its first kernel is asked for.
     *
     * @param source name of the file, without {@code .cu}
     * @param kernel its name there
     * @return the kernel, for one thread at a time; the device closes it
     */
    public Kernel kernel(final String source, final String kernel) {
        return kernel(source, kernel, () -> read(source));
    }

    /** The same with sources from anywhere. */
    synchronized Kernel kernel(final String source, final String kernel, final Supplier<String> text) {
        return modules.computeIfAbsent(
                        source, key -> new KernelModule(this, key, compiler.compile(key, text.get(), architecture)))
                .kernel(kernel);
    }

    /** Waits until all that the calling thread has asked for is done. */
    public void await() {
        enter();
        check(cuStreamSynchronize(neighbour.stream()), "waiting for its work");
    }

    /**
     * How long work takes on the device itself.
     *
     * @param work asks for kernels and copies on the calling thread
     * @return milliseconds
     */
    public double milliseconds(final Runnable work) {
        enter();
        final CUevent_st begin = new CUevent_st();
        final CUevent_st end = new CUevent_st();
        final float[] milliseconds = new float[1];
        check(cuEventCreate(begin, CU_EVENT_DEFAULT), "measuring");
        check(cuEventCreate(end, CU_EVENT_DEFAULT), "measuring");
        try {
            check(cuEventRecord(begin, neighbour.stream()), "measuring");
            work.run();
            check(cuEventRecord(end, neighbour.stream()), "measuring");
            check(cuEventSynchronize(end), "measuring");
            check(cuEventElapsedTime(milliseconds, begin, end), "measuring");
        } finally {
            cuEventDestroy(begin);
            cuEventDestroy(end);
        }
        return milliseconds[0];
    }

    /**
     * Lets the calling thread's work go beside that of others, from now on. What others shall see of it must be waited for
     * ({@link #await()}) before they are told.
     */
    public void ownStream() {
        neighbour.ownStream();
    }

    /** Gives back memory that libtorch keeps for later. */
    void freeUnused() {
        neighbour.freeUnused();
    }

    /** Where work of the calling thread goes; null for the default stream. */
    CUstream_st stream() {
        return neighbour.stream();
    }

    /** Makes this the calling thread's device. */
    void enter() {
        check(cuCtxSetCurrent(context), "using it");
    }

    /** The same for whoever gives something back: a device that failed no longer takes it. */
    void tryEnter() {
        cuCtxSetCurrent(context);
    }

    synchronized void owns(final DeviceBuffer buffer) {
        buffers.add(buffer);
    }

    synchronized void disowns(final DeviceBuffer buffer) {
        buffers.remove(buffer);
    }

    /** Throws what a call of the driver has said. */
    void check(final int result, final String doing) {
        check(result, doing, label());
    }

    private static void check(final int result, final String doing, final String label) {
        if (result == 0) {
            return;
        }
        if (result == OUT_OF_MEMORY) {
            throw Fault.of(
                    Fault.Kind.DEVICE,
                    "%s has not enough free memory for %s; use smaller networks or sizes, close other programs that use it, or"
                            + " use --device cpu.",
                    label,
                    doing);
        }
        throw Fault.of(
                Fault.Kind.DEVICE,
                "%s failed in %s: %s (%s); run it again, or use --device cpu.",
                label,
                doing,
                text(result, false),
                text(result, true));
    }

    private static String text(final int result, final boolean isName) {
        try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
            final int known = isName ? cuGetErrorName(result, text) : cuGetErrorString(result, text);
            return known == 0 ? text.get(BytePointer.class, 0).getString() : "error " + result;
        }
    }

    private static String nameOf(final int device) {
        try (BytePointer text = new BytePointer(256)) {
            check(cuDeviceGetName(text, 256, device), "asking for its name", "cuda:" + device);
            return text.limit(0).getString();
        }
    }

    private static int major(final int device) {
        return attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
    }

    private static int minor(final int device) {
        return attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    }

    private static int attribute(final int device, final int attribute) {
        final int[] value = new int[1];
        check(cuDeviceGetAttribute(value, attribute, device), "asking what it can do", "cuda:" + device);
        return value[0];
    }

    private static String read(final String source) {
        try (InputStream in = CudaDevice.class.getResourceAsStream(source + ".cu")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no kernel source " + source + ".cu");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        tryEnter();
        // A kernel of a run that was stopped may still be at work, on any thread's stream.
        cuCtxSynchronize();
        modules.values().forEach(KernelModule::close);
        modules.clear();
        Set.copyOf(buffers).forEach(DeviceBuffer::close);
        cuDevicePrimaryCtxRelease(device);
        context.close();
    }
}
