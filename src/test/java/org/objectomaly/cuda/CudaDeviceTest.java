package org.objectomaly.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;

/** Devices, memory and kernels, on the tests' own driver. */
class CudaDeviceTest {
    private static final String COPY =
            """
            extern "C" __global__ void copy(const int* from, int* into, int count, int repeats) {
                __shared__ int shown[64];
                for (int r = 0; r < repeats; r++) {
                    shown[threadIdx.x] = from[threadIdx.x] + r;
                    %s
                    into[threadIdx.x] = shown[count - 1 - threadIdx.x];
                    __syncthreads();
                }
            }
            """;

    private CudaDevice device;

    @BeforeEach
    void openDevice() {
        device = HostCuda.open(1);
    }

    @AfterEach
    void closeDevice() {
        device.close();
    }

    @Test
    void shouldTellWhatItIs() {
        assertEquals("cuda:1", device.label());
        assertEquals("emulated device 1", device.name());
        assertEquals("sm_90", device.architecture());
        assertEquals(3, CudaDevice.count());
    }

    @Test
    void shouldSayHowManyDevicesThereAre() {
        final Fault fault = assertThrows(Fault.class, () -> HostCuda.open(3));
        assertEquals(Fault.Kind.DEVICE, fault.kind());
        assertEquals("There is no cuda:3: this machine has 3 GPUs, cuda:0 to cuda:2.", fault.getMessage());
    }

    @Test
    void shouldKnowAGpuThatIsTooOld() {
        assertEquals(Optional.empty(), CudaDevice.tooOld(1));
        assertEquals(Optional.empty(), CudaDevice.tooOld(3));
        assertEquals(
                "cuda:2 (emulated device 2, compute capability 7.0) is too old for CUDA 13, which needs 7.5 or newer",
                CudaDevice.tooOld(2).orElseThrow());
    }

    @Test
    void shouldKeepWhatIsPutThere() {
        try (DeviceBuffer buffer = new DeviceBuffer(device)) {
            buffer.put(new int[] {3, 1, 4}, 3);
            final int[] back = new int[3];
            buffer.get(back, 3);
            assertArrayEquals(new int[] {3, 1, 4}, back);
            buffer.clear(2).get(back, 2);
            assertArrayEquals(new int[] {0, 0, 4}, back);
        }
    }

    @Test
    void shouldTakeValuesThatChangeAtOnce() {
        try (DeviceBuffer buffer = new DeviceBuffer(device);
                DeviceBuffer first = new DeviceBuffer(device);
                DeviceBuffer second = new DeviceBuffer(device)) {
            final int[] values = {1};
            first.copyFrom(buffer.put(values, 1).address(), 4);
            values[0] = 2;
            second.copyFrom(buffer.put(values, 1).address(), 4);
            final ByteBuffer plane = ByteBuffer.allocateDirect(4).put(0, (byte) 3);
            buffer.put(plane);
            plane.put(0, (byte) 4);
            first.get(values, 1);
            assertEquals(1, values[0]);
            second.get(values, 1);
            assertEquals(2, values[0]);
            buffer.get(plane);
            assertEquals(3, plane.get(0));
        }
    }

    @Test
    void shouldGiveBackAllMemoryWhenItIsClosed() {
        final long free = device.freeMemory();
        new DeviceBuffer(device).room(1 << 20);
        assertEquals(free - (1 << 20), device.freeMemory());
        device.close();
        device = HostCuda.open(1);
        assertEquals(free, device.freeMemory());
    }

    @Test
    void shouldSayWhatThereIsNoMemoryFor() {
        try (DeviceBuffer buffer = new DeviceBuffer(device)) {
            final Fault fault = assertThrows(Fault.class, () -> buffer.room(1L << 40));
            assertEquals(Fault.Kind.DEVICE, fault.kind());
            assertTrue(
                    fault.getMessage().startsWith("cuda:1 has not enough free memory for 1048576 MB more;"),
                    fault.getMessage());
            buffer.put(new int[] {1}, 1);
        }
    }

    @Test
    void shouldRunEveryThreadToEveryBarrier() {
        assertArrayEquals(new int[] {10, 9, 8}, run(COPY.formatted("__syncthreads();"), new int[] {7, 8, 9}));
    }

    @Test
    void shouldNotHideAMissingBarrier() {
        final int[] values = new int[64];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        final int[] reversed = run(COPY.formatted(""), values);
        assertTrue(Stream.of(0, 63).anyMatch(i -> reversed[i] != 65 - i), "the result was right by luck");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (threadIdx.x > 0) { __syncthreads(); }",
                "if (threadIdx.x > 0) { __ballot_sync(0xffffffffu, 1); }",
                "if (threadIdx.x == 1) { __trap(); }"
            })
    void shouldFailFromThenOnWhenAKernelFails(final String mistake) {
        final Fault fault = assertThrows(Fault.class, () -> run(COPY.formatted(mistake), new int[] {1, 2, 3}));
        assertEquals(Fault.Kind.DEVICE, fault.kind());
        assertTrue(
                fault.getMessage().startsWith("cuda:1 failed in ")
                        && fault.getMessage().contains("unspecified launch failure (CUDA_ERROR_LAUNCH_FAILED)"),
                fault.getMessage());
        assertThrows(Fault.class, device::await);
    }

    @Test
    void shouldCompileEachSourceOnceForEachArchitecture(@TempDir final Path folder) {
        final AtomicInteger compiled = new AtomicInteger();
        final KernelCompiler counting = (name, source, architecture) -> {
            compiled.incrementAndGet();
            return new byte[] {(byte) source.length(), 2};
        };
        for (int i = 0; i < 2; i++) {
            final KernelCompiler cache = new KernelCache(folder.resolve("kernels"), counting);
            assertArrayEquals(new byte[] {1, 2}, cache.compile("a", "x", "sm_90"));
            assertArrayEquals(new byte[] {1, 2}, cache.compile("a", "x", "sm_120"));
            assertArrayEquals(new byte[] {2, 2}, cache.compile("a", "xx", "sm_90"));
        }
        assertEquals(3, compiled.get());
    }

    @Test
    void shouldCompileAnewWithAnotherCompiler(@TempDir final Path folder) {
        for (final String version : new String[] {"13.1", "13.2"}) {
            final KernelCompiler compiler = new KernelCompiler() {
                @Override
                public byte[] compile(final String name, final String source, final String architecture) {
                    return version.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public String version() {
                    return version;
                }
            };
            final byte[] binary = new KernelCache(folder, compiler).compile("a", "x", "sm_90");
            assertEquals(version, new String(binary, StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldDoWithoutACacheThatCannotBeWritten(@TempDir final Path folder) throws IOException {
        final Path file = Files.createFile(folder.resolve("file"));
        final KernelCompiler cache = new KernelCache(file, (name, source, architecture) -> new byte[] {7});
        assertArrayEquals(new byte[] {7}, cache.compile("a", "x", "sm_90"));
    }

    /** Where there is NVIDIA's compiler, every kernel is compiled for GPUs from Turing to Blackwell. */
    @ParameterizedTest
    @ValueSource(strings = {"sm_75", "sm_80", "sm_90", "sm_120"})
    void shouldCompileForEveryGpu(final String architecture, @TempDir final Path folder) throws IOException {
        final String nvcc = Stream.of("nvcc", "/usr/local/cuda/bin/nvcc")
                .filter(program -> HostCuda.isThere(program, "--version"))
                .findFirst()
                .orElse(null);
        assumeTrue(nvcc != null, "no nvcc here");
        try (Stream<Path> sources = Files.list(Path.of("src/main/cuda"))) {
            for (final Path source : sources.toList()) {
                final Path binary = folder.resolve(source.getFileName() + ".cubin");
                HostCuda.run(Stream.concat(
                                Stream.of(nvcc, "-cubin", "-arch=" + architecture, "-o", binary.toString()),
                                Stream.concat(
                                        Nvrtc.OPTIONS.stream(),
                                        Stream.of("-Werror", "all-warnings", source.toString())))
                        .toArray(String[]::new));
                assertTrue(Files.size(binary) > 1000, binary.toString());
            }
        }
    }

    /** The same by the program's own compiler, where the Maven repository has its library. */
    @ParameterizedTest
    @ValueSource(strings = {"sm_75", "sm_80", "sm_90", "sm_120"})
    void shouldCompileForEveryGpuWhenItRuns(final String architecture) throws IOException {
        HostCuda.loadNvrtc();
        try (Stream<Path> sources = Files.list(Path.of("src/main/cuda"))) {
            for (final Path source : sources.toList()) {
                final byte[] binary =
                        new Nvrtc().compile(source.getFileName().toString(), Files.readString(source), architecture);
                assertTrue(binary.length > 1000, source.toString());
                assertArrayEquals(new byte[] {0x7F, 'E', 'L', 'F'}, Arrays.copyOf(binary, 4));
            }
        }
    }

    @Test
    void shouldSayWhichCompilerItIs() {
        HostCuda.loadNvrtc();
        final String version = new Nvrtc().version();
        assertTrue(version.matches("NVRTC \\d+\\.\\d+ --std=c.*"), version);
    }

    @Test
    void shouldSayWhereASourceIsWrong() {
        HostCuda.loadNvrtc();
        final String source = COPY.formatted("nothing();");
        final Fault fault = assertThrows(Fault.class, () -> new Nvrtc().compile("copy", source, "sm_90"));
        assertEquals(Fault.Kind.DEVICE, fault.kind());
        assertTrue(
                fault.getMessage()
                        .startsWith("The kernel copy.cu does not compile for this GPU (sm_90); use --device cpu and"
                                + " report this: copy.cu(5): error: identifier \"nothing\" is undefined"),
                fault.getMessage());
    }

    private int[] run(final String source, final int[] values) {
        final int count = values.length;
        try (DeviceBuffer from = new DeviceBuffer(device);
                DeviceBuffer into = new DeviceBuffer(device)) {
            device.kernel("copy", "copy", () -> source)
                    .begin()
                    .buffer(from.put(values, count))
                    .buffer(into.clear(count))
                    .integer(count)
                    .integer(2)
                    .launch(1, 1, 1, count);
            final int[] back = new int[count];
            into.get(back, count);
            return back;
        }
    }
}
