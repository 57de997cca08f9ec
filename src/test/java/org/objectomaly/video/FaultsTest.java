package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FFV1;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;

@Timeout(60)
class FaultsTest {
    @TempDir
    Path folder;

    private static void assertFault(final Fault.Kind kind, final String part, final Runnable action) {
        final Fault fault = assertThrows(Fault.class, action::run);
        assertEquals(kind, fault.kind(), fault.getMessage());
        assertTrue(fault.getMessage().contains(part), fault.getMessage());
        assertFalse(fault.getMessage().contains("\n"), "one sentence");
    }

    private static void open(final Object source) {
        VideoReader.open(source.toString(), ReaderOptions.defaults()).close();
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertFault(Fault.Kind.INPUT, "There is no file", () -> open(folder.resolve("none.mp4")));
    }

    @Test
    void shouldNotRepeatThePasswordOfAnAddressThatPassesForAPath() {
        for (final String slip :
                new String[] {"rtsp:/me:s3cret@camera/1", "rtsp//me:s3cret@camera/1", "rtsp:me:s3cret@camera\0/1"}) {
            final Fault fault = assertThrows(Fault.class, () -> open(slip));
            assertEquals(Fault.Kind.INPUT, fault.kind());
            assertFalse(fault.getMessage().contains("s3cret"), fault.getMessage());
            assertTrue(fault.getMessage().contains("camera"), fault.getMessage());
        }
    }

    @Test
    void shouldSayThatTheInputIsAFolder() {
        assertFault(Fault.Kind.INPUT, "is a folder", () -> open(folder));
    }

    @Test
    void shouldSayThatAFileMayNotBeRead() throws IOException {
        final Path secret = Files.copy(TestClips.oneFrame(), folder.resolve("secret.mp4"));
        Assumptions.assumeTrue(
                secret.toFile().setReadable(false) && !Files.isReadable(secret), "this user may read everything");
        assertFault(Fault.Kind.INPUT, "may not be read", () -> open(secret));
    }

    @Test
    void shouldSayThatAFileIsNotAVideo() throws IOException {
        final Path words = Files.writeString(folder.resolve("words.mp4"), "no video\n".repeat(500));
        final Path text = Files.writeString(folder.resolve("words.txt"), "no video\n".repeat(500));
        final Path empty = Files.createFile(folder.resolve("empty.mp4"));
        assertFault(Fault.Kind.INPUT, "is not a video", () -> open(words));
        assertFault(Fault.Kind.INPUT, "is not a video", () -> open(text));
        assertFault(Fault.Kind.INPUT, "is not a video", () -> open(empty));
    }

    @Test
    void shouldSayThatThereIsNoVideoStream() {
        final Path sound = TestClips.clip("sound.mp4", "-f lavfi -i sine=d=1 -c:a aac");
        assertFault(Fault.Kind.INPUT, "has no video stream", () -> open(sound));
    }

    @Test
    void shouldSayThatAFileHasNoFrames() throws IOException {
        final Path header = TestClips.clip(
                "header.mp4",
                "-i " + TestClips.constantRate() + " -map 0:v -c copy -movflags frag_keyframe+empty_moov");
        final byte[] bytes = Files.readAllBytes(header);
        final int fragment = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("moof") - 4;
        final Path bare = Files.write(folder.resolve("bare.mp4"), java.util.Arrays.copyOf(bytes, fragment));
        assertFault(Fault.Kind.INPUT, "not one frame", () -> open(bare));
    }

    @Test
    void shouldSayThatACodecIsNotSupported() throws IOException {
        final Path strange = Files.write(
                folder.resolve("strange.avi"),
                new String(Files.readAllBytes(TestClips.motionJpeg()), java.nio.charset.StandardCharsets.ISO_8859_1)
                        .replace("MJPG", "ZZZZ")
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertFault(Fault.Kind.INPUT, "cannot be decoded", () -> open(strange));
    }

    @Test
    void shouldDecodeWhatIsThereOfATruncatedFile() {
        final long frames = Transcode.run(TestClips.truncated(), folder.resolve("out.mp4"));
        assertTrue(frames > 20 && frames < 60, frames + " frames");
        assertEquals(frames, FfmpegTool.frameTimes(folder.resolve("out.mp4")).size());
    }

    @Test
    void shouldCountDamagedPacketsAndGoOn() throws IOException {
        final byte[] bytes = Files.readAllBytes(TestClips.transportStream());
        final java.util.Random random = new java.util.Random(1);
        for (int i = bytes.length / 4; i < bytes.length * 3 / 4; i++) {
            if (random.nextInt(200) == 0) {
                bytes[i] = (byte) random.nextInt();
            }
        }
        final Path damaged = Files.write(folder.resolve("damaged.ts"), bytes);
        try (VideoReader reader = VideoReader.open(damaged.toString(), ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame()) {
            long frames = 0;
            while (reader.read(frame)) {
                frames++;
            }
            assertTrue(frames > 20, frames + " frames");
            assertTrue(reader.damagedPackets() > 0);
        }
    }

    @Test
    void shouldGiveUpOnAPipeWithoutAWriterInTime() throws Exception {
        final Path pipe = pipe();
        final ReaderOptions soon = ReaderOptions.defaults().withDeadline(Duration.ofMillis(300));
        final long start = System.nanoTime();
        assertFault(Fault.Kind.INPUT, "gave no data for 0.300 s", () -> VideoReader.open(pipe.toString(), soon));
        assertTrue(System.nanoTime() - start < 5_000_000_000L);
    }

    @Test
    void shouldGiveUpOnAPipeWhoseWriterHasStopped() throws Exception {
        final Path pipe = pipe();
        // Open at both ends, so that it neither blocks nor ends.
        try (RandomAccessFile silent = new RandomAccessFile(pipe.toFile(), "rw")) {
            silent.write(new byte[100]);
            final ReaderOptions soon = ReaderOptions.defaults().withDeadline(Duration.ofMillis(300));
            assertFault(Fault.Kind.INPUT, "gave no data", () -> VideoReader.open(pipe.toString(), soon));
        }
    }

    @Test
    void shouldReadAVideoFromAPipe() throws Exception {
        final Path pipe = pipe();
        final Thread writer = new Thread(
                () -> {
                    try (OutputStream to = Files.newOutputStream(pipe)) {
                        Files.copy(TestClips.transportStream(), to);
                    } catch (final IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                "pipe-writer");
        TestClips.transportStream();
        writer.start();
        assertEquals(60, Transcode.run(pipe, folder.resolve("out.mp4")));
        writer.join(10_000);
        assertEquals(
                FfmpegTool.frameTimes(TestClips.transportStream()), FfmpegTool.frameTimes(folder.resolve("out.mp4")));
    }

    private Path pipe() throws IOException, InterruptedException {
        final Path pipe = folder.resolve("pipe.ts");
        final Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertTrue(made.waitFor(10, TimeUnit.SECONDS));
        return pipe;
    }

    @Test
    void shouldEndTheWaitForAPipeWhenAsked() throws IOException, InterruptedException {
        final long start = System.nanoTime();
        final ReaderOptions stopped = ReaderOptions.defaults()
                .withDeadline(Duration.ofSeconds(50))
                .withStop(() -> System.nanoTime() - start > 500_000_000L);
        final Path pipe = pipe();
        assertFault(Fault.Kind.INPUT, "interrupted", () -> VideoReader.open(pipe.toString(), stopped));
        assertTrue(System.nanoTime() - start < 20_000_000_000L);
    }

    @Test
    void shouldGiveUpOnASilentServerInTime() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            final String address = "tcp://127.0.0.1:" + server.getLocalPort();
            final ReaderOptions soon = ReaderOptions.defaults().withDeadline(Duration.ofMillis(300));
            assertFault(Fault.Kind.INPUT, "gave no data", () -> VideoReader.open(address, soon));
        }
    }

    @Test
    void shouldSayThatAServerIsNotThere() throws IOException {
        final int free;
        try (ServerSocket server = new ServerSocket(0)) {
            free = server.getLocalPort();
        }
        assertFault(Fault.Kind.INPUT, "could not be opened: Connection refused", () -> open("tcp://127.0.0.1:" + free));
    }

    @Test
    void shouldRefuseOutputsThatCannotBe() throws IOException {
        final Path clip = TestClips.oneFrame();
        final Path existing = Files.writeString(folder.resolve("existing.mp4"), "precious");
        final Path copy = Files.copy(clip, folder.resolve("copy.mp4"));
        final Path link = Files.createSymbolicLink(folder.resolve("link.mp4"), copy);
        assertFault(
                Fault.Kind.OUTPUT,
                "There is no folder",
                () -> Transcode.run(clip, folder.resolve("none").resolve("out.mp4")));
        assertFault(Fault.Kind.OUTPUT, "is a folder", () -> Transcode.run(clip, folder));
        assertFault(Fault.Kind.USAGE, "--overwrite", () -> Transcode.run(clip, existing));
        assertFault(Fault.Kind.USAGE, "both the input and the output", () -> Transcode.run(copy, link));
        assertFault(Fault.Kind.USAGE, ".mp4", () -> Transcode.run(clip, folder.resolve("out.xyz")));
        assertEquals("precious", Files.readString(existing));
        assertEquals(1, Transcode.run(clip, existing, WriterOptions.defaults().withOverwrite(true)));
        assertEquals(1, FfmpegTool.frameTimes(existing).size());
    }

    @Test
    void shouldSayThatAFileCannotBeCreated() {
        final Path out = folder.resolve("m".repeat(252) + ".mp4");
        assertFault(Fault.Kind.OUTPUT, "too long", () -> Transcode.run(TestClips.oneFrame(), out));
    }

    @Test
    void shouldCloseAFileWhoseEndDoesNotFit() {
        final Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "there is no /dev/full here");
        try (MuxedFile file = new MuxedFile(full, "matroska")) {
            final AVStream stream = avformat_new_stream(file.container(), null);
            stream.codecpar()
                    .codec_type(AVMEDIA_TYPE_VIDEO)
                    .codec_id(AV_CODEC_ID_FFV1)
                    .width(8)
                    .height(8);
            assertFault(Fault.Kind.OUTPUT, "disk is full", () -> {
                file.begin();
                file.finish();
            });
            file.finish();
        }
    }

    @Test
    void shouldWriteThroughALink() throws IOException {
        final Path real = Files.createDirectory(folder.resolve("disk")).resolve("real.mp4");
        Files.writeString(real, "old");
        final Path link = Files.createSymbolicLink(folder.resolve("link.mp4"), real);
        assertEquals(
                1,
                Transcode.run(
                        TestClips.oneFrame(), link, WriterOptions.defaults().withOverwrite(true)));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(1, FfmpegTool.frameTimes(real).size());
    }

    @Test
    void shouldRefuseAFolderThatMayNotBeWritten() throws IOException {
        final Path closed = Files.createDirectory(folder.resolve("closed"));
        Assumptions.assumeTrue(
                closed.toFile().setWritable(false) && !Files.isWritable(closed), "this user may write everywhere");
        assertFault(
                Fault.Kind.OUTPUT,
                "may not be written",
                () -> Transcode.run(TestClips.oneFrame(), closed.resolve("out.mp4")));
    }

    @Test
    void shouldCreateNothingForABadInput() throws IOException {
        final Path out = folder.resolve("out.mp4");
        assertThrows(Fault.class, () -> Transcode.run(folder.resolve("none.mp4"), out));
        assertFalse(Files.exists(out));
    }

    @Test
    void shouldRefuseOptionsOutOfRange() {
        assertFault(Fault.Kind.USAGE, "1 to 100", () -> WriterOptions.defaults().withQuality(0));
        assertFault(Fault.Kind.USAGE, "1 to 64", () -> WriterOptions.defaults().withThreads(0));
        assertFault(Fault.Kind.USAGE, "1 to 64", () -> ReaderOptions.defaults().withThreads(0));
        assertFault(Fault.Kind.USAGE, "longer than 0", () -> ReaderOptions.defaults()
                .withDeadline(Duration.ZERO));
    }
}
