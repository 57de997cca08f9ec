package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.cas.ScriptFile;
import org.objectomaly.video.TestClips;

/** {@code --cas script:FILE}. */
class ScriptEndToEndTest {
    @TempDir
    private Path folder;

    private Cli.Outcome process(final String cas) {
        return Cli.run(
                "process",
                TestClips.oneFrame(),
                "-o",
                folder.resolve("out.mp4"),
                "--cas",
                cas,
                "--masks",
                "none",
                "--maps",
                folder.resolve("maps"));
    }

    @Test
    void shouldScoreAClipWithAModuleOfTheUsersOwn() {
        final Path file = ScriptFile.write(folder.resolve("mine.pt"), "return torch.avg_pool2d(x, [8, 8])");
        final Cli.Outcome outcome = process("script:" + file);
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertTrue(Files.exists(folder.resolve("maps/000000.png")));
    }

    @Test
    void shouldEndWithTheFaultOfTheModule() {
        final Path file = ScriptFile.write(folder.resolve("mine.pt"), "return x.flatten()");
        final Cli.Outcome outcome = process("script:" + file);
        assertEquals(4, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains("logits are [1,C,h,w] with C of 2 or more"), outcome.err());
        assertEquals(4, process("script:" + folder.resolve("nowhere.pt")).exitCode());
    }
}
