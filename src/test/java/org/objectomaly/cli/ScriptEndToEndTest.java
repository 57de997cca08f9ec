package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.cas.ScriptFile;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.TestClips;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.VideoReader;

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

    @Test
    void shouldCloseTheFileWhereTheDeviceIsLost() {
        final Path file = ScriptFile.failing(
                folder.resolve("mine.pt"), 7, "CUDA error: an illegal memory access was encountered");
        final Path output = folder.resolve("out.mp4");
        final Cli.Outcome outcome = Cli.run(
                "process", TestClips.constantRate(), "-o", output, "--cas", "script:" + file, "--masks", "none");
        assertEquals(5, outcome.exitCode(), outcome.err());
        assertTrue(
                outcome.err()
                        .contains("The GPU has failed (CUDA error: an illegal memory access was encountered); start"
                                + " again, or use --device cpu (at frame 7; the 7 frames before it are in "),
                outcome.err());
        try (VideoReader reader = VideoReader.open(output.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            int frames = 0;
            while (reader.read(frame)) {
                frames++;
            }
            assertEquals(7, frames);
        }
    }
}
