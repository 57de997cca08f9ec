package org.objectomaly.live.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.live.CameraState;
import org.objectomaly.live.FakeCamera;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventWatcher;
import org.objectomaly.live.events.Frames;
import org.objectomaly.live.events.Retention;
import org.objectomaly.live.metrics.WatchMetrics;
import org.objectomaly.video.FfmpegTool;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page in a real browser; left out where Chromium and its driver are not installed. */
final class WatchPageTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    @TempDir
    static Path shared;

    private static FakeCamera.Media media;
    private static ChromeDriver browser;

    @TempDir
    Path folder;

    private EventKeeper keeper;
    private WatchServer server;
    private List<FakeCamera> cameras = List.of();

    @BeforeAll
    static void open() {
        assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                () -> CHROMIUM + " and " + DRIVER + " are not there");
        media = FakeCamera.media(shared);
        final ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + shared.resolve("browser"));
        final LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.quit();
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            browser.get("about:blank");
            server.close();
            keeper.close();
            cameras.forEach(FakeCamera::close);
        }
    }

    private void start(final WebSettings settings, final String... names) {
        cameras = java.util.Arrays.stream(names)
                .map(name -> new FakeCamera(name, media))
                .toList();
        keeper = new EventKeeper(folder.resolve("events"), Retention.ALL);
        server = new WatchServer(List.copyOf(cameras), keeper, new WatchMetrics(), settings);
        browser.manage().window().setSize(new Dimension(1440, 900));
        browser.manage().logs().get(LogType.BROWSER);
    }

    @Test
    void shouldShowAMovingPictureWithFigures() {
        start(WebSettings.LOOPBACK, "front");
        browser.get(server.address());
        assertMoves("front");
        assertEquals("9.9", text("[data-figure=out]"));
        assertEquals("13", text("[data-figure=drops]"));
        until(() -> text("[data-figure=delay]").matches("\\d+ / \\d+ ms"), "the delay is shown");
        assertEquals("live", text("#overall-text"));
        until(
                () -> number("const v = document.querySelector('.tile video'); return v.buffered.length"
                                + " ? v.buffered.end(v.buffered.length - 1) - v.currentTime : 9")
                        < 0.3,
                "the newest picture is shown, not one of long ago");
        script("document.querySelector('.tile video').playbackRate = 0");
        picture("one-camera");
        until(
                () -> number("return document.querySelector('.tile video').playbackRate") > 0,
                "what falls behind is caught up");
        assertQuiet();
    }

    @Test
    void shouldShowPicturesWhereVideoCannotBePlayed() {
        start(WebSettings.LOOPBACK, "front");
        // As in a browser without Media Source Extensions.
        browser.executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument", java.util.Map.of("source", "delete window.MediaSource"));
        try {
            browser.get(server.address());
            until(() -> (long) script("return document.querySelector('.pictures').naturalWidth") == 640, "a picture");
            assertTrue(browser.findElement(By.cssSelector(".pictures")).isDisplayed());
        } finally {
            browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", java.util.Map.of("source", "void 0"));
        }
        assertQuiet();
    }

    @Test
    void shouldShowAnAnomalyAsItHappensAndPlayItsClip() throws Exception {
        start(WebSettings.LOOPBACK, "front");
        browser.get(server.address());
        until(() -> browser.findElement(By.id("empty")).isDisplayed(), "says that nothing has happened");
        final Frames frames = new Frames(
                new EventWatcher("front", keeper),
                Instant.now().minusSeconds(8),
                cameras.get(0).picture());
        frames.show(10, 0.93f);
        until(() -> browser.findElements(By.cssSelector(".card")).size() == 1, "the anomaly is in the list");
        assertEquals("0.93", text(".card .score"));
        until(() -> browser.findElements(By.cssSelector("#line .mark")).size() == 1, "and on the time line");
        until(
                () -> (long) script("return document.querySelector('.card img').naturalWidth") == 640,
                "with its picture");
        final double times =
                number("return document.querySelector('.card img').style.transform.match(/[0-9.]+/)[0]" + " * 1");
        assertEquals(3, times, 0.1, "close up");
        FfmpegTool.ffmpeg(List.of(
                "-t",
                "2",
                "-i",
                "samples/drive.mp4",
                "-an",
                "-vf",
                "scale=640:-2",
                "-c:v",
                "libopenh264",
                "-movflags",
                "faststart",
                keeper.clipFolder().resolve("front-1.mp4").toString()));
        frames.show(30);
        keeper.clip(1, "front-1.mp4");
        until(() -> browser.findElements(By.cssSelector(".has-clip")).size() == 1, "a clip is there");
        browser.findElement(By.cssSelector(".card")).click();
        until(() -> number("return document.querySelector('#dialog video').currentTime") > 0.3, "it plays");
        assertTrue(text("#dialog-facts").contains("0.13 s"), text("#dialog-facts"));
        picture("dialog");
        browser.findElement(By.id("dialog-close")).click();
        until(() -> !browser.findElement(By.id("dialog")).isDisplayed(), "the dialog closes");
        assertQuiet();
    }

    @Test
    void shouldNotGrowForEverWhenItIsLeftOpen() {
        start(WebSettings.LOOPBACK, "front");
        browser.get(server.address());
        until(() -> browser.findElement(By.id("empty")).isDisplayed(), "says that nothing has happened");
        final EventWatcher watcher = new EventWatcher("front", keeper);
        final Frames frames = new Frames(watcher, Instant.now().minusSeconds(10_000), new byte[1]);
        // In portions: who is told too much at once starts afresh.
        for (int all = 40; all <= 320; all += 40) {
            for (int i = 0; i < 40; i++) {
                frames.show(3, 0.8f);
                frames.pass(java.time.Duration.ofSeconds(3));
            }
            frames.show(1);
            final int count = all;
            until(() -> cards() == Math.min(count, 300) || cards() == count, count + " are in the list");
        }
        until(() -> cards() == 300, "the oldest leave the list");
        browser.findElement(By.id("more")).click();
        until(() -> cards() == 320, "and come back when they are asked for");
        assertEquals(
                java.util.stream.LongStream.iterate(320, id -> id - 1)
                        .limit(320)
                        .boxed()
                        .toList(),
                script(
                        "return [...document.querySelectorAll('#events [data-id]')].map((card) => Number(card.dataset.id))"),
                "each once, from the newest to the oldest");
        assertTrue(!browser.findElement(By.id("more")).isDisplayed(), "there are no more");
    }

    private static long cards() {
        return (long) script("return document.querySelectorAll('.card').length");
    }

    @Test
    void shouldChangeViewAndThreshold() {
        start(WebSettings.LOOPBACK, "front");
        browser.get(server.address());
        until(() -> browser.findElements(By.cssSelector(".view input")).size() == 3, "switches");
        script("document.querySelector('.view input[value=split]').click()");
        until(() -> cameras.get(0).look().view().name().equals("SPLIT"), "the view changes");
        browser.findElement(By.cssSelector(".threshold input")).sendKeys(org.openqa.selenium.Keys.ARROW_RIGHT);
        until(() -> Math.abs(cameras.get(0).look().threshold() - 0.41) < 1e-6, "the threshold changes");
        assertEquals("0.41", text(".threshold output"));
        assertQuiet();
    }

    @Test
    void shouldSayWhyACameraIsNotLiveAndWhenTheServerIsGone() {
        start(WebSettings.LOOPBACK, "front", "rear", "left");
        for (int i = 0; i < 12; i++) {
            final Frames frames = new Frames(
                    new EventWatcher(i % 3 == 0 ? "rear" : "front", keeper),
                    Instant.now().minusSeconds(3500 - 290 * i),
                    cameras.get(0).picture());
            frames.show(4 + 9 * i, 0.45f + 0.05f * i);
            frames.show(30);
        }
        browser.get(server.address());
        cameras.get(1).state(CameraState.RECONNECTING, "The camera does not answer (Connection refused).");
        until(() -> text(".tile:nth-child(2) .veil").contains("Connection refused"), "says why");
        assertEquals("2 of 3 cameras live", text("#overall-text"));
        assertMoves("front");
        assertMoves("left");
        until(() -> browser.findElements(By.cssSelector("#line .mark")).size() == 12, "time line");
        picture("three-cameras");
        assertQuiet();
        final int port = server.port();
        server.close();
        until(() -> text("#notice").contains("connection to objectomaly is lost"), "says that the server is gone");
        assertEquals("not connected", text(".tile:nth-child(1) .state"));
        picture("offline");
        // Back again at the same place: the page recovers by itself.
        server = new WatchServer(
                List.copyOf(cameras), keeper, new WatchMetrics(), new WebSettings("127.0.0.1", port, null));
        until(() -> text("#notice").isEmpty(), "the connection is back");
        until(() -> text(".tile:nth-child(1) .state").equals("live"), "figures are back");
        assertMoves("front");
        assertTrue(browser.findElement(By.cssSelector(".tile video")).isDisplayed(), "video, not pictures");
    }

    @Test
    void shouldFitAPhone() {
        start(WebSettings.LOOPBACK, "front", "rear");
        final Frames frames = new Frames(
                new EventWatcher("front", keeper),
                Instant.now().minusSeconds(60),
                cameras.get(0).picture());
        frames.show(12, 0.71f, 0f, 0.95f);
        frames.show(30);
        phone(360, 740);
        try {
            browser.get(server.address());
            assertMoves("front");
            until(() -> browser.findElements(By.cssSelector(".card")).size() == 2, "the anomalies are there");
            assertFits();
            picture("phone");
            script("document.querySelector('.events').scrollIntoView()");
            picture("phone-events");
            browser.findElement(By.cssSelector(".card")).click();
            until(() -> browser.findElement(By.id("dialog")).isDisplayed(), "the dialog opens");
            assertFits();
            picture("phone-dialog");
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", java.util.Map.of());
        }
        assertQuiet();
    }

    private static void phone(final int width, final int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                java.util.Map.of("width", width, "height", height, "deviceScaleFactor", 2, "mobile", true));
    }

    private static void assertFits() {
        assertEquals(360L, script("return document.documentElement.scrollWidth"), "no sideways scrolling");
    }

    @Test
    void shouldAskForTheToken() {
        start(new WebSettings("127.0.0.1", 0, "open sesame, please"), "front");
        browser.get("http://127.0.0.1:" + server.port() + "/");
        assertTrue(text("main").contains("token"), text("main"));
        picture("token");
        browser.findElement(By.id("token")).sendKeys("wrong but long");
        browser.findElement(By.cssSelector("button")).click();
        until(() -> browser.findElements(By.id("token")).size() == 1, "asked again");
        assertTrue(browser.findElements(By.cssSelector(".tile")).isEmpty());
        browser.get(server.address());
        assertMoves("front");
        assertEquals("http://127.0.0.1:" + server.port() + "/", browser.getCurrentUrl());
    }

    private static void assertMoves(final String camera) {
        final String video = "document.querySelector('[aria-label=\"Live picture of " + camera + "\"]')";
        until(
                () -> script("return " + video) != null
                        && number("return " + video + ".currentTime") > 0
                        && (long) script("return " + video + ".videoWidth") == 640,
                "video of " + camera);
        final double before = number("return " + video + ".getVideoPlaybackQuality().totalVideoFrames");
        until(
                () -> number("return " + video + ".getVideoPlaybackQuality().totalVideoFrames") != before,
                "the picture of " + camera + " moves");
    }

    /** Nothing in the console: no violation of the policy, no error of a script. */
    private static void assertQuiet() {
        assertEquals(
                List.of(),
                browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                        .map(Object::toString)
                        .toList());
    }

    private static Object script(final String text) {
        return browser.executeScript(text);
    }

    private static double number(final String text) {
        return ((Number) script(text)).doubleValue();
    }

    private static String text(final String selector) {
        final List<WebElement> found = browser.findElements(By.cssSelector(selector));
        return found.isEmpty() ? "" : found.get(0).getText();
    }

    private static void picture(final String name) {
        try {
            final Path file = Path.of("target", "page", name + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
        } catch (final java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void until(final BooleanSupplier condition, final String what) {
        final long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "in time: " + what);
            try {
                Thread.sleep(100);
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
