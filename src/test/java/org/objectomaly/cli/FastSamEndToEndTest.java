package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.checkpoint.UltralyticsFile;
import org.objectomaly.checkpoint.UltralyticsFile.Release;
import org.objectomaly.checkpoint.UltralyticsFile.Size;
import org.objectomaly.video.TestClips;

/** {@code --masks} with FastSAM, as a user gives it. */
class FastSamEndToEndTest {
    private static final Size TINY = new Size(new int[] {8, 16, 32, 64, 64}, new int[] {1, 1, 1, 1}, 8, 16);

    @TempDir
    private Path folder;

    private Cli.Outcome process(final Object... more) {
        final Object[] usual = {
            "process", TestClips.oneFrame(), "-o", folder.resolve("out.mp4"), "--overwrite", "--cas", "none"
        };
        final Object[] all = Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return Cli.run(all);
    }

    @Test
    void shouldTakeItsCheckpointByNameFromTheUsersModelsOrAsAFile() {
        final Path file = folder.resolve("FastSAM-s.pt");
        UltralyticsFile.write(file, Release.FLAT, TINY, (key, shape) -> {
            final float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            Arrays.fill(values, key.endsWith("running_var") ? 1 : 0.01f);
            return values;
        });
        final Cli.Outcome named = process("--masks", "fastsam-s", "--models", folder, "--mask-size", "0.5");
        assertEquals(0, named.exitCode(), named.err());
        final Cli.Outcome given = process("--masks", file, "--mask-size", "96p", "--max-masks", 5);
        assertEquals(0, given.exitCode(), given.err());
        assertTrue(Files.exists(folder.resolve("out.mp4")));
    }

    @Test
    void shouldSayHowToGetItsCheckpoint() {
        final Cli.Outcome outcome = process("--masks", "fastsam-x", "--models", folder);
        assertEquals(4, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("fastsam-x"), outcome.err());
    }
}
