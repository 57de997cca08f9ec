package org.objectomaly.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.SafetensorsWriter;
import org.objectomaly.checkpoint.TensorData;

class PullTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(5), 3);
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String ETAG = "\"one\"";
    private static final byte[] CONTENT = bytes(300_000, 1);

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final AtomicLong came = new AtomicLong();
    private final StringBuilder said = new StringBuilder();
    private BooleanSupplier stop = () -> false;
    private TestServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void shouldBringAFileAndCheckIt() throws IOException {
        server.on("/file", TestServer.file(CONTENT, ETAG));
        final Verification found = pull(model());
        assertEquals(Verification.Against.CATALOGUE, found.against());
        assertArrayEquals(CONTENT, Files.readAllBytes(found.file()));
        assertEquals(List.of(".pulls", "some.pth"), left());
        assertEquals(CONTENT.length, came.get());
    }

    @Test
    void shouldGoOnByItselfWhereTheServerBrokeOff() throws IOException {
        server.on("/file", TestServer.breaking(CONTENT, ETAG, 2, 100_000));
        assertArrayEquals(CONTENT, Files.readAllBytes(pull(model()).file()));
        assertEquals(List.of("/file", "/file bytes=100000-", "/file bytes=200000-"), server.requests());
        assertTrue(said.toString().contains("trying again"), said.toString());
    }

    @Test
    void shouldLeaveAPartForTheNextPullWhenTheServerKeepsBreakingOff() throws IOException {
        server.on("/file", TestServer.breaking(CONTENT, ETAG, 1, 100_000));
        server.on("/gone", TestServer.breaking(CONTENT, ETAG, 99, 0));
        final Fault fault = fault(model(server.address("/gone")));
        assertTrue(fault.getMessage().contains("by hand"), fault.getMessage());

        Files.write(folder.resolve("some.pth.part"), Arrays.copyOf(CONTENT, 100_000));
        final Fault again = fault(model(server.address("/gone")));
        assertTrue(again.getMessage().contains("100.0 kB have come"), again.getMessage());
        assertEquals(100_000, Files.size(folder.resolve("some.pth.part")));
        assertFalse(Files.exists(folder.resolve("some.pth")));

        pull(model());
        assertEquals(
                "/file bytes=100000-", server.requests().get(server.requests().size() - 2));
        assertEquals(List.of(".pulls", "some.pth"), left());
    }

    @Test
    void shouldBeginAnewWhereTheServerHasAnotherVersion() throws IOException {
        server.on("/file", TestServer.file(CONTENT, "\"two\""));
        Files.write(folder.resolve("some.pth.part"), bytes(100_000, 2));
        Files.writeString(folder.resolve("some.pth.part.version"), ETAG);
        pull(model());
        assertEquals(1, server.requests().size());
    }

    @Test
    void shouldBeginAnewOnceWhenTheBeginningThatWasThereIsWrong() throws IOException {
        server.on("/file", TestServer.file(CONTENT, ETAG));
        Files.write(folder.resolve("some.pth.part"), bytes(100_000, 2));
        assertArrayEquals(CONTENT, Files.readAllBytes(pull(model()).file()));
        assertEquals(List.of("/file bytes=100000-", "/file"), server.requests());
    }

    @Test
    void shouldTakeAPartThatIsWholeAlready() throws IOException {
        server.on("/file", TestServer.file(CONTENT, ETAG));
        Files.write(folder.resolve("some.pth.part"), CONTENT);
        pull(model());
        assertEquals(List.of(".pulls", "some.pth"), left());
    }

    @Test
    void shouldBeginAnewWhenThePartIsLongerThanTheFile() throws IOException {
        server.on("/file", TestServer.file(CONTENT, ETAG));
        Files.write(folder.resolve("some.pth.part"), bytes(CONTENT.length + 5, 2));
        assertArrayEquals(CONTENT, Files.readAllBytes(pull(model()).file()));
    }

    @Test
    void shouldBeginAnewWithAServerThatKnowsNoRanges() throws IOException {
        server.on("/file", TestServer.whole("application/octet-stream", CONTENT));
        Files.write(folder.resolve("some.pth.part"), Arrays.copyOf(CONTENT, 100_000));
        assertArrayEquals(CONTENT, Files.readAllBytes(pull(model()).file()));
    }

    @Test
    void shouldGiveUpOnAServerThatKnowsNoRangesAndAlwaysBreaksOff() {
        server.on("/file", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
        });
        assertTrue(fault(model()).getMessage().contains("could not be fetched"));
        // The first attempt brings something, and three in a row nothing more than it.
        assertEquals(3, server.requests().size());
    }

    @Test
    void shouldKeepNothingOfWrongBytes() throws IOException {
        server.on("/file", TestServer.file(bytes(CONTENT.length, 3), ETAG));
        final Fault fault = fault(model());
        assertTrue(fault.getMessage().contains("sha256"), fault.getMessage());
        assertEquals(List.of(".pulls"), left());
    }

    @Test
    void shouldRefuseAFileOfAnotherSizeBeforeItComes() throws IOException {
        server.on("/file", TestServer.file(bytes(CONTENT.length + 1, 3), ETAG));
        final Fault fault = fault(model());
        assertTrue(fault.getMessage().contains("gives 300001 bytes in place of 300000"), fault.getMessage());
        assertEquals(0, came.get());
        assertEquals(List.of(".pulls"), left());
    }

    @Test
    void shouldSayThatAPageCameInPlaceOfTheFileAndKeepThePart() throws IOException {
        server.on("/file", TestServer.page("<!DOCTYPE html><title>Please log in</title>"));
        Files.write(folder.resolve("some.pth.part"), Arrays.copyOf(CONTENT, 10));
        final Fault fault = fault(model());
        assertTrue(fault.getMessage().contains("web page (\"Please log in\")"), fault.getMessage());
        assertEquals(10, Files.size(folder.resolve("some.pth.part")));
    }

    @Test
    void shouldKnowAPageByItsBeginningWhenItCallsItselfAFile() {
        final String page = "\n <html><title>Quota exceeded</title>";
        server.on("/file", TestServer.whole("application/octet-stream", page.getBytes()));
        assertTrue(fault(model()).getMessage().contains("Quota exceeded"));
    }

    @Test
    void shouldAnswerDrivesQuestion() throws IOException {
        server.on("/download", exchange -> {
            final String query = exchange.getRequestURI().getRawQuery();
            if ("id=1&export=download&confirm=t&uuid=a%2Fb".equals(query)) {
                TestServer.file(CONTENT, ETAG).handle(exchange);
                return;
            }
            TestServer.page("<html><head><title>Virus scan warning</title></head><body>"
                            + "<form id=\"download-form\" action=\"/download\" method=\"get\">"
                            + "<input type=\"submit\" value=\"Download anyway\"/>"
                            + "<input type=\"hidden\" name=\"id\" value=\"1\">"
                            + "<input type=\"hidden\" name=\"export\" value=\"download\">"
                            + "<input type=\"hidden\" name=\"confirm\" value=\"t\">"
                            + "<input type=\"hidden\" name=\"uuid\" value=\"a/b\"></form></body></html>")
                    .handle(exchange);
        });
        Files.write(folder.resolve("some.pth.part"), Arrays.copyOf(CONTENT, 100_000));
        pull(model(server.address("/download?id=1&export=download")));
        assertEquals(
                "/download?id=1&export=download&confirm=t&uuid=a%2Fb bytes=100000-",
                server.requests().get(1));
    }

    @Test
    void shouldAnswerDrivesOlderQuestion() throws IOException {
        server.on("/uc", exchange -> {
            final boolean isConfirmed = exchange.getRequestURI().getQuery().contains("confirm=Ab1");
            (isConfirmed
                            ? TestServer.file(CONTENT, ETAG)
                            : TestServer.page(
                                    "<html><a class=x href=\"/uc?export=download&amp;confirm=Ab1&amp;id=1\">"))
                    .handle(exchange);
        });
        pull(model(server.address("/uc?export=download&id=1")));
    }

    @Test
    void shouldNotAskDriveForEver() {
        server.on("/uc", TestServer.page("<html><a href=\"/uc?export=download&amp;confirm=Ab1\">"));
        final Fault fault = fault(model(server.address("/uc")));
        assertTrue(fault.getMessage().contains("again and again"), fault.getMessage());
        assertEquals(2, server.requests().size());
    }

    @Test
    void shouldNotFollowAPageToAnotherHost() {
        server.on("/uc", TestServer.page("<html><a href=\"http://127.0.0.2/uc?export=download&amp;confirm=Ab1\">"));
        assertTrue(fault(model(server.address("/uc"))).getMessage().contains("web page"));
    }

    @Test
    void shouldFollowRedirectsAndResumeBehindThem() throws IOException {
        server.on("/moved", TestServer.redirect("/file"));
        server.on("/file", TestServer.breaking(CONTENT, ETAG, 1, 100_000));
        pull(model(server.address("/moved")));
        assertEquals(List.of("/moved", "/file", "/moved bytes=100000-", "/file bytes=100000-"), server.requests());
    }

    @Test
    void shouldNotRunInCircles() {
        server.on("/round", TestServer.redirect("/round"));
        final Fault fault = fault(model(server.address("/round")));
        assertTrue(fault.getMessage().contains("circle"), fault.getMessage());
    }

    @Test
    void shouldSayAtOnceThatTheAddressHasNothing() {
        server.on("/file", TestServer.status(404));
        assertTrue(fault(model()).getMessage().contains("HTTP 404"));
        assertEquals(1, server.requests().size());
    }

    @Test
    void shouldTryAgainWhenTheServerFails() {
        server.on("/file", TestServer.status(503));
        assertTrue(fault(model()).getMessage().contains("HTTP 503"));
        assertEquals(SHORT.attempts(), server.requests().size());
    }

    @Test
    void shouldNotWaitForEverForTheNextByte() throws IOException {
        server.on("/file", server.stalling(CONTENT, 1000));
        final Fault fault = fault(model());
        assertTrue(fault.getMessage().contains("no byte came for 0.5 s"), fault.getMessage());
        assertEquals(1000, Files.size(folder.resolve("some.pth.part")));
    }

    @Test
    void shouldNotWaitForEverForAnAnswer() {
        server.on("/file", server.silent());
        final Fault fault = fault(model());
        assertTrue(fault.getMessage().contains("timed out"), fault.getMessage());
    }

    @Test
    void shouldStopAtOnceAndKeepWhatHasCome() throws IOException {
        server.on("/file", server.stalling(CONTENT, 1000));
        stop = () -> came.get() > 0;
        assertThrows(CancellationException.class, () -> pull(model()));
        assertEquals(1000, Files.size(folder.resolve("some.pth.part")));
    }

    @Test
    void shouldTakeTheMemberOutOfAZip() throws IOException {
        server.on("/file", TestServer.breaking(zip("run/config.yaml", "run/model_final.pth"), ETAG, 1, 5000));
        final ModelFile model = model(server.address("/file"), "model_final.pth", CONTENT.length, sha256(CONTENT));
        assertArrayEquals(CONTENT, Files.readAllBytes(pull(model).file()));
        assertEquals(List.of(".pulls", "some.pth"), left());
    }

    @Test
    void shouldSayThatAZipHasNoSuchMember() throws IOException {
        server.on("/file", TestServer.file(zip("run/other.pth"), ETAG));
        final Fault fault = fault(model(server.address("/file"), "model_final.pth", 0, ""));
        assertTrue(fault.getMessage().contains("has no file model_final.pth"), fault.getMessage());
        assertEquals(List.of(".pulls"), left());
    }

    @Test
    void shouldSayThatAZipIsDamaged() throws IOException {
        final byte[] zip = zip("model_final.pth");
        zip[zip.length / 2] ^= 1;
        server.on("/file", TestServer.file(zip, ETAG));
        final Fault fault = fault(model(server.address("/file"), "model_final.pth", 0, ""));
        assertTrue(fault.getMessage().contains("no sound zip"), fault.getMessage());
        assertEquals(List.of(".pulls"), left());
    }

    @Test
    void shouldRecordTheHashWhereNoneIsPublishedAndHoldLaterFilesAgainstIt() throws IOException {
        final Path made = folder.resolve("made");
        SafetensorsWriter.write(made, Map.of("a", TensorData.ofFloats(new float[] {1, 2}, 2)), Map.of());
        final byte[] checkpoint = Files.readAllBytes(made);
        Files.delete(made);
        server.on("/file", TestServer.file(checkpoint, ETAG));
        final ModelFile model = model(server.address("/file"), "", 0, "");
        assertEquals(Verification.Against.NOTHING, pull(model).against());
        assertTrue(said.toString().contains("recorded in " + folder.resolve("some.pth.sha256")), said.toString());
        assertEquals(sha256(checkpoint) + "  some.pth\n", Files.readString(folder.resolve("some.pth.sha256")));
        assertEquals(Verification.Against.FIRST_DOWNLOAD, pull(model).against());

        Files.delete(folder.resolve("some.pth"));
        server.on("/changed", TestServer.file(bytes(500, 4), ETAG));
        final Fault fault = fault(model(server.address("/changed"), "", 0, ""));
        assertTrue(fault.getMessage().contains("of the first download"), fault.getMessage());
    }

    @Test
    void shouldBeginAnewWhereNeitherAHashNorAVersionWouldTellAMixture() throws IOException {
        server.on("/file", TestServer.file(CONTENT, ETAG));
        Files.write(folder.resolve("some.pth.part"), bytes(100, 2));
        fault(model(server.address("/file"), "", 0, ""));
        assertEquals(List.of("/file"), server.requests());
    }

    @Test
    void shouldKeepWhatHasComeWhenTheServerHasAnotherFileNow() throws IOException {
        server.on("/file", TestServer.whole("application/octet-stream", bytes(10, 2)));
        Files.write(folder.resolve("some.pth.part"), Arrays.copyOf(CONTENT, 100_000));
        assertTrue(fault(model()).getMessage().contains("gives 10 bytes in place of 300000"));
        assertEquals(100_000, Files.size(folder.resolve("some.pth.part")));
    }

    @Test
    void shouldTakeOnlyACheckpointWhereNoHashIsPublished() throws IOException {
        server.on("/file", TestServer.file(CONTENT, ETAG));
        final Fault fault = fault(model(server.address("/file"), "", 0, ""));
        assertTrue(fault.getMessage().contains("not a checkpoint"), fault.getMessage());
        assertEquals(List.of(".pulls"), left());
    }

    @Test
    void shouldTakeAFileThatWasPutThereByHandAndNotReplaceAWrongOne() throws IOException {
        Files.write(folder.resolve("some.pth"), CONTENT);
        assertEquals(Verification.Against.CATALOGUE, pull(model()).against());
        Files.write(folder.resolve("some.pth"), bytes(CONTENT.length, 5));
        assertTrue(fault(model()).getMessage().contains("move it away"));
        assertEquals(List.of(), server.requests());
    }

    @Test
    void shouldNotCollideWithAnotherPullOfTheSameFile() throws IOException {
        server.on("/file", TestServer.file(CONTENT, ETAG));
        try (PullLock held = PullLock.of(folder.resolve("some.pth"))) {
            final Fault fault = fault(model());
            assertEquals(Fault.Kind.OUTPUT, fault.kind());
            assertTrue(fault.getMessage().contains("another process"), fault.getMessage());
            assertTrue(held != null && server.requests().isEmpty());
        }
        pull(model());
    }

    @Test
    void shouldGoThroughTheProxyWithUserAndPassword() throws IOException {
        final TestServer proxy = server;
        proxy.on("/file", exchange -> {
            final String user = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            if (user == null) {
                exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"x\"");
                exchange.sendResponseHeaders(407, -1);
                return;
            }
            // me:p@ss+
            assertEquals("Basic bWU6cEBzcys=", user);
            TestServer.file(CONTENT, ETAG).handle(exchange);
        });
        environment.put("HTTP_PROXY", "http://me:p%40ss+@127.0.0.1:" + proxy.port());
        pull(model("http://models.invalid/file"));
        assertEquals(2, proxy.requests().size());
        assertEquals("http://models.invalid/file", proxy.requests().get(0));
    }

    private Verification pull(final ModelFile model) {
        return assertTimeoutPreemptively(
                DEADLINE,
                () -> new Pull(folder, environment::get, SHORT, new Listener(), () -> stop.getAsBoolean()).pull(model));
    }

    private Fault fault(final ModelFile model) {
        final Fault fault = assertThrows(Fault.class, () -> pull(model));
        assertTrue(List.of(Fault.Kind.MODEL, Fault.Kind.OUTPUT).contains(fault.kind()));
        return fault;
    }

    private ModelFile model() {
        return model(server.address("/file"));
    }

    private static ModelFile model(final String address) {
        return model(address, "", CONTENT.length, sha256(CONTENT));
    }

    private static ModelFile model(final String address, final String member, final long bytes, final String sha256) {
        return new ModelFile("some", Use.CAS, "some.pth", address, member, bytes, sha256, "MIT", "some network");
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(final int count, final long seed) {
        final byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(final byte[] bytes) {
        try {
            final Path file = Files.createTempFile("hashed", "");
            Files.write(file, bytes);
            final String hash = Sha256.of(file);
            Files.delete(file);
            return hash;
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Every entry has the content. */
    private static byte[] zip(final String... names) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (final String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(CONTENT);
            }
        }
        return bytes.toByteArray();
    }

    private final class Listener implements PullListener {
        @Override
        public void say(final String sentence) {
            said.append(sentence).append('\n');
        }

        @Override
        public void begins(final String name, final long total) {}

        @Override
        public void has(final long bytes) {
            came.set(bytes);
        }

        @Override
        public void ends() {}
    }
}
