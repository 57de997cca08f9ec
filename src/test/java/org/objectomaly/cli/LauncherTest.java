package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.cuda.FakeMachine;

/** Which of the two programs the launcher starts, on machines that are made of empty files. */
class LauncherTest {
    @TempDir
    private Path folder;

    private Path home;
    private Path root;

    /** Both programs are built; Java says what it was asked to start, and only the look at the machine is real. */
    @BeforeEach
    void layOut() throws IOException {
        home = folder.resolve("home");
        root = folder.resolve("root");
        Files.createDirectories(home.resolve("target/lib"));
        Files.createDirectories(home.resolve("target/lib-gpu"));
        Files.createDirectories(root);
        Files.copy(Path.of("objectomaly"), home.resolve("objectomaly"));
        Files.createFile(home.resolve("target/objectomaly.jar"));
        Files.createFile(home.resolve("target/objectomaly-gpu.jar"));
        script(
                "jdk/bin/java",
                """
                if [[ "$*" == *GpuLibraries* ]]; then
                  for option; do [[ $option == -Dobjectomaly.root=* ]] && exec '%s' "$option" -cp '%s' \\
                    org.objectomaly.cuda.GpuLibraries; done
                fi
                echo "started: $*"
                echo "path: ${LD_LIBRARY_PATH:-}"
                """
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                Path.of("target", "classes").toAbsolutePath()));
    }

    @Test
    void shouldStartTheNormalProgramWithoutAGpu() throws Exception {
        assertStarts("objectomaly.jar", launch(Map.of()));
    }

    @Test
    void shouldStartTheGpuProgramWhereEverythingIsThere() throws Exception {
        FakeMachine.complete(root);
        final Cli.Outcome outcome = launch(Map.of());
        assertStarts("objectomaly-gpu.jar", outcome);
        assertTrue(outcome.out().contains("path: " + root.resolve("usr/local/cuda/lib64")), outcome.out());
        assertTrue(outcome.out().contains("-Dobjectomaly.root=" + root), outcome.out());
    }

    @Test
    void shouldKeepOffAGpuWhenToldTo() throws Exception {
        FakeMachine.complete(root);
        assertStarts("objectomaly.jar", launch(Map.of("OBJECTOMALY_GPU", "off")));
    }

    @Test
    void shouldStartTheNormalProgramWhereOneLibraryIsMissing() throws Exception {
        FakeMachine.complete(root).without("/usr/local/cuda/lib64/libcudnn_adv.so.9");
        assertStarts("objectomaly.jar", launch(Map.of()));
    }

    @Test
    void shouldStartTheNormalProgramOnADriverThatIsTooOld() throws Exception {
        FakeMachine.complete(root).driver("550.54.14");
        assertStarts("objectomaly.jar", launch(Map.of()));
    }

    @Test
    void shouldStartTheGpuProgramWhenToldToWhateverIsThere() throws Exception {
        assertStarts("objectomaly-gpu.jar", launch(Map.of("OBJECTOMALY_GPU", "on")));
    }

    @Test
    void shouldRefuseAnotherWord() throws Exception {
        final Cli.Outcome outcome = launch(Map.of("OBJECTOMALY_GPU", "yes"));
        assertEquals(2, outcome.exitCode());
        assertEquals("objectomaly: OBJECTOMALY_GPU is auto, on or off, not 'yes'.\n", outcome.err());
    }

    @Test
    void shouldBuildTheGpuProgramOnceAndSayWhatThatDownloads() throws Exception {
        FakeMachine.complete(root);
        Files.delete(home.resolve("target/objectomaly-gpu.jar"));
        script(
                "tools/mvn",
                "touch '%s'; echo \"$*\" > '%s'"
                        .formatted(home.resolve("target/objectomaly-gpu.jar"), folder.resolve("asked")));
        final Cli.Outcome outcome = launch(Map.of());
        assertStarts("objectomaly-gpu.jar", outcome);
        assertTrue(outcome.err().contains("downloads about 850 MB"), outcome.err());
        assertTrue(Files.readString(folder.resolve("asked")).contains("-Pgpu package"));
        assertFalse(launch(Map.of()).err().contains("850 MB"));
    }

    @Test
    void shouldGoOnWithoutTheGpuWhenItsProgramCannotBeBuilt() throws Exception {
        FakeMachine.complete(root);
        Files.delete(home.resolve("target/objectomaly-gpu.jar"));
        script("tools/mvn", "echo '[ERROR] no network'; exit 1");
        final Cli.Outcome first = launch(Map.of());
        assertStarts("objectomaly.jar", first);
        assertTrue(first.err().contains("[ERROR] no network"), first.err());
        assertTrue(first.err().contains("the networks run on the CPU"), first.err());
        final Cli.Outcome second = launch(Map.of());
        assertStarts("objectomaly.jar", second);
        assertTrue(second.err().contains("failed before"), second.err());
        assertEquals(1, launch(Map.of("OBJECTOMALY_GPU", "on")).exitCode());
    }

    private static void assertStarts(final String jar, final Cli.Outcome outcome) {
        assertEquals(0, outcome.exitCode(), outcome.err());
        final String started = outcome.out()
                .lines()
                .filter(line -> line.startsWith("started: "))
                .findFirst()
                .orElseThrow();
        assertTrue(started.endsWith("/target/" + jar + " doctor"), started);
    }

    private Cli.Outcome launch(final Map<String, String> environment) throws Exception {
        final ProcessBuilder builder =
                new ProcessBuilder(home.resolve("objectomaly").toString(), "doctor");
        builder.environment().remove("LD_LIBRARY_PATH");
        builder.environment().remove("OBJECTOMALY_GPU");
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("OBJECTOMALY_CACHE", folder.resolve("cache").toString());
        builder.environment().put("OBJECTOMALY_ROOT", root.toString());
        builder.environment().put("PATH", folder.resolve("tools") + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        final Path out = folder.resolve("out.txt");
        final Path err = folder.resolve("err.txt");
        final Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");
        return new Cli.Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private void script(final String name, final String text) throws IOException {
        final Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + text);
        assertTrue(file.toFile().setExecutable(true));
    }
}
