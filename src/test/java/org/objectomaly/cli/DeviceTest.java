package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.cuda.FakeMachine;
import org.objectomaly.video.TestClips;

/** What is said about GPUs, on machines that are made of empty files. */
class DeviceTest {
    @TempDir
    private Path folder;

    @Test
    void shouldCountGpusFromZero() {
        assertDoesNotThrow(() -> Device.requireNumber("cuda", 1));
        assertDoesNotThrow(() -> Device.requireNumber("cuda:3", 4));
        assertEquals(
                "--device cuda:1: there is one GPU, cuda:0.",
                assertThrows(Fault.class, () -> Device.requireNumber("cuda:1", 1))
                        .getMessage());
        assertEquals(
                "--device cuda:7: there are 4 GPUs, cuda:0 to cuda:3.",
                assertThrows(Fault.class, () -> Device.requireNumber("cuda:7", 4))
                        .getMessage());
    }

    @Test
    void shouldSayWhichLibtorchItWasStartedWithOnACompleteMachine() {
        assumeFalse(Natives.isForGpu());
        final String why = Device.whyNoGpu(FakeMachine.complete(folder).probed(), 0);
        assertTrue(why.contains("libtorch for the CPU") && why.contains("OBJECTOMALY_GPU=on"), why);
    }

    @Test
    void shouldNameTheFirstMissingPieceWhenAGpuIsAskedFor() {
        FakeMachine.complete(folder.resolve("root")).without("/usr/local/cuda/lib64/libcusparse.so.12");
        final Cli.Outcome outcome = process("cuda");
        assertEquals(5, outcome.exitCode(), outcome.err());
        assertTrue(
                outcome.err().contains("--device cuda: no GPU can be used: missing libcusparse.so.12"), outcome.err());
        assertTrue(outcome.err().contains("`objectomaly doctor`"), outcome.err());
    }

    @Test
    void shouldSayThatTheDriverIsTooOld() {
        FakeMachine.complete(folder.resolve("root")).driver("535.183.01");
        final Cli.Outcome outcome = process("cuda:0");
        assertEquals(5, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("driver 535.183.01 is too old for CUDA 13"), outcome.err());
    }

    @Test
    void shouldSayOnceWhyAGpuIsLeftAlone() {
        FakeMachine.complete(folder.resolve("root")).without("/usr/local/cuda/lib64/libnccl.so.2");
        final Cli.Outcome outcome = process("auto");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final List<String> said = outcome.err()
                .lines()
                .filter(line -> line.contains("the networks run on the CPU"))
                .toList();
        assertEquals(1, said.size(), outcome.err());
        assertTrue(said.get(0).contains("missing libnccl.so.2"), said.get(0));
    }

    @Test
    void shouldBeSilentWhereThereIsNoGpu() {
        final Cli.Outcome outcome = process("auto");
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertFalse(outcome.err().contains("GPU"), outcome.err());
    }

    @Test
    void shouldHaveOneRowAPieceInTheDoctorsReport() throws Exception {
        FakeMachine.complete(folder.resolve("root")).without("/usr/local/cuda/lib64/libcudnn.so.9");
        final Cli.Outcome outcome = run("doctor", "--json");
        assertEquals(0, outcome.exitCode(), outcome.err());
        final JsonNode gpu = new ObjectMapper().readTree(outcome.out()).get("GPU");
        assertEquals("no", gpu.get("usable").asText());
        assertEquals("580.65.06", gpu.get("driver").asText());
        assertTrue(gpu.get("libcuda.so.1").asText().endsWith("libcuda.so.1"), gpu.toString());
        assertTrue(gpu.get("cuBLAS").asText().endsWith("/lib64/libcublas.so.13"), gpu.toString());
        assertTrue(gpu.get("cuDNN").asText().contains("apt install libcudnn9-cuda-13"), gpu.toString());
        assertTrue(gpu.get("NCCL").asText().endsWith("libnccl.so.2"), gpu.toString());
        assertEquals("for the CPU", gpu.get("this program's libtorch").asText());
        assertTrue(gpu.get("next").asText().contains("docs/docker.md"), gpu.toString());
        final Cli.Outcome text = run("doctor");
        assertTrue(text.out().contains("cuDNN                  missing libcudnn.so.9"), text.out());
    }

    private Cli.Outcome process(final String device) {
        return run(
                "process",
                TestClips.oneFrame(),
                "-o",
                folder.resolve("out.mp4"),
                "--device",
                device,
                "--cas",
                "road-cas",
                "--masks",
                "none");
    }

    /** The program finds its machine under another root; what Java says about the option goes to standard error. */
    private Cli.Outcome run(final Object... arguments) {
        return Cli.start(List.of("env", "JAVA_TOOL_OPTIONS=-Dobjectomaly.root=" + folder.resolve("root")), arguments)
                .end();
    }
}
