package org.objectomaly.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class GpuLibrariesTest {
    static final List<String> LIBRARIES = FakeMachine.LIBRARIES;

    @TempDir
    private Path root;

    @Test
    void shouldMissTheDriverFirstWhereThereIsNothing() {
        final GpuLibraries machine = new FakeMachine(root).probed();
        assertFalse(machine.hasDriver());
        assertTrue(machine.missing().orElseThrow().startsWith("no NVIDIA driver answers"));
        assertTrue(machine.missingLibrary().orElseThrow().startsWith("missing libcublas.so.13"));
        machine.rows()
                .forEach((piece, row) -> assertTrue(row.startsWith("missing ") || row.startsWith("no NVIDIA"), piece));
    }

    @Test
    void shouldMissNothingOnACompleteMachine() {
        final GpuLibraries machine = FakeMachine.complete(root).probed();
        assertEquals(Optional.empty(), machine.missing());
        assertEquals(Optional.of("580.65.06"), machine.driverVersion());
        assertEquals("580.65.06", machine.rows().get("driver"));
        assertEquals(
                root.resolve("usr/local/cuda/lib64/libcudnn.so.9").toString(),
                machine.rows().get("cuDNN"));
    }

    @ParameterizedTest
    @FieldSource("LIBRARIES")
    void shouldNameTheLibraryThatIsMissingAndItsPackage(final String library) {
        final String missing = FakeMachine.complete(root)
                .without("/usr/local/cuda/lib64/" + library)
                .probed()
                .missing()
                .orElseThrow();
        assertTrue(missing.startsWith("missing " + library + " ("), missing);
        assertTrue(missing.contains("apt install lib") && missing.contains("pip install nvidia-"), missing);
    }

    @Test
    void shouldMissTheDriversLibraryBeforeThoseOfCuda() {
        final String missing =
                new FakeMachine(root).driver("580.65.06").probed().missing().orElseThrow();
        assertTrue(missing.startsWith("missing libcuda.so.1"), missing);
    }

    @ParameterizedTest
    @CsvSource({"535.104.05,true", "575.57.08,true", "580.65.06,false", "1000.10,false"})
    void shouldTellADriverThatIsTooOld(final String version, final boolean tooOld) {
        final Optional<String> missing =
                FakeMachine.complete(root).driver(version).probed().missing();
        assertEquals(tooOld, missing.isPresent());
        missing.ifPresent(sentence -> assertTrue(
                sentence.contains(version) && sentence.contains("too old for CUDA 13, which needs 580"), sentence));
    }

    @Test
    void shouldReadTheVersionOfTheClosedKernelModule() {
        final FakeMachine machine = FakeMachine.complete(root)
                .file(
                        "/proc/driver/nvidia/version",
                        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  590.44.01  Thu Nov 13 2025\n");
        assertEquals(Optional.of("590.44.01"), machine.probed().driverVersion());
    }

    @Test
    void shouldReadTheVersionOffTheLibraryWhereTheKernelDoesNotSay() throws IOException {
        final FakeMachine machine = FakeMachine.complete(root)
                .without("/proc/driver/nvidia/version")
                .without("/usr/lib/x86_64-linux-gnu/libcuda.so.1")
                .library("/usr/lib/x86_64-linux-gnu/libcuda.so.570.86.10");
        Files.createSymbolicLink(machine.at("/usr/lib/x86_64-linux-gnu/libcuda.so.1"), Path.of("libcuda.so.570.86.10"));
        assertEquals(Optional.of("570.86.10"), machine.probed().driverVersion());
    }

    @Test
    void shouldTellTheLauncherOnlyOfFoldersThatTheLoaderDoesNotKnow() {
        assertEquals(
                root.resolve("usr/local/cuda/lib64").toString(),
                FakeMachine.complete(root).probed().loaderPath());
        assertEquals(
                "",
                new FakeMachine(root.resolve("other"))
                        .libraries("/usr/lib/x86_64-linux-gnu")
                        .probed()
                        .loaderPath());
    }

    @Test
    void shouldLookWhereTheLoadersSettingsSay() {
        final FakeMachine machine = new FakeMachine(root)
                .driver("580.65.06")
                .library("/lib64/libcuda.so.1")
                .file("/etc/ld.so.conf.d/cuda.conf", "# CUDA\n/srv/cuda/lib\n")
                .libraries("/srv/cuda/lib");
        assertEquals(Optional.empty(), machine.probed().missing());
    }

    @Test
    void shouldLookAtTheLibraryPathFirst() {
        final FakeMachine machine = FakeMachine.complete(root).libraries("/home/me/nvidia/lib");
        final String own = machine.at("/home/me/nvidia/lib").toString();
        assertEquals(own, new GpuLibraries(root, "relative:" + own).loaderPath());
    }
}
