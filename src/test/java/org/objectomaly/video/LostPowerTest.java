package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;

class LostPowerTest {
    private static final int RATE = 30;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {40, 100})
    void shouldLeaveAllButTheLastSecondWhenKilled(final int written) throws Exception {
        final Path clip = TestClips.large(640, 360, 120);
        final Path out = folder.resolve("out.mp4");
        final Process child = new ProcessBuilder(ChildTranscode.command(clip, out, written)).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("written " + written, lines.readLine());
        } finally {
            child.destroyForcibly();
            assertTrue(child.waitFor(20, TimeUnit.SECONDS));
        }
        assertEquals(137, child.exitValue(), "killed by signal 9");

        final List<String> times = FfmpegTool.frameTimes(out);
        assertTrue(times.size() > written - RATE, times.size() + " of " + written + " frames are left");
        assertEquals(FfmpegTool.frameTimes(clip).subList(0, times.size()), times);
        final List<String> sound = FfmpegTool.packetHashes(out, "a");
        assertTrue(sound.size() > 10);
        assertEquals(FfmpegTool.packetHashes(clip, "a").subList(0, sound.size()), sound);
    }

    @Test
    void shouldKeepWhatFittedOnAFullDisk() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is needed to limit the size of files");
        final Path out = folder.resolve("out.mp4");
        final List<String> command = ChildTranscode.command(TestClips.large(640, 360, 120), out, -1);
        command.addAll(0, List.of("/bin/bash", "-c", "ulimit -f 300; exec \"$@\"", "child"));
        final Process child = new ProcessBuilder(command).start();
        final String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(30, TimeUnit.SECONDS));

        assertEquals(Fault.Kind.OUTPUT.exitCode(), child.exitValue(), said);
        assertTrue(said.contains("disk is full"), said);
        assertTrue(FfmpegTool.frameTimes(out).size() > RATE / 2);
    }

    @Test
    void shouldSayThatTheDiskIsFull() {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "only Linux has /dev/full");
        final Fault fault =
                assertThrows(Fault.class, () -> Transcode.run(TestClips.constantRate(), Path.of("/dev/full")));
        assertEquals(Fault.Kind.OUTPUT, fault.kind());
        assertTrue(fault.getMessage().startsWith("The disk is full"), fault.getMessage());
    }

    @Test
    void shouldKeepTheFragmentedFileWhenTheIndexCannotBeMoved() throws IOException {
        final Path out = folder.resolve("out.mp4");
        // A folder stands where the new file would be made.
        final Path inTheWay =
                folder.resolve(".out.mp4." + ProcessHandle.current().pid() + ".tmp");
        Files.createDirectories(inTheWay.resolve("full"));

        Transcode.run(TestClips.constantRate(), out);

        assertTrue(new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1).contains("moof"));
        assertEquals(FfmpegTool.frameTimes(TestClips.constantRate()), FfmpegTool.frameTimes(out));
    }

    @Test
    void shouldLeaveAPlayableFileWhenClosedWithoutFinish() {
        final Path out = folder.resolve("out.mp4");
        try (VideoReader reader = VideoReader.open(TestClips.constantRate().toString(), ReaderOptions.defaults());
                VideoWriter writer = VideoWriter.create(out, reader, WriterOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            assertFalse(Files.exists(out), "nothing is created before the first frame");
            for (int i = 0; i < 25; i++) {
                assertTrue(reader.read(frame));
                writer.write(frame);
            }
        }
        assertEquals(25, FfmpegTool.frameTimes(out).size());
    }
}
