package org.objectomaly.live.events;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;

final class EventKeeperTest {
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
    private static final byte[] JPEG = new byte[10_000];

    @TempDir
    Path folder;

    private EventKeeper open() {
        return new EventKeeper(folder, Retention.ALL);
    }

    /** An event of one second on this camera. */
    private static void event(final EventKeeper keeper, final String camera, final Instant start) {
        final Frames frames = new Frames(new EventWatcher(camera, keeper), start, JPEG);
        frames.show(10, 0.8f);
        frames.show(25);
    }

    private static List<Long> ids(final EventKeeper keeper, final EventQuery query) {
        return keeper.find(query).stream().map(AnomalyEvent::id).toList();
    }

    private static void written(final EventKeeper keeper) {
        until(() -> keeper.unwritten() == 0, "everything is written");
    }

    private static void until(final BooleanSupplier condition, final String what) {
        final long end = System.nanoTime() + 15_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "in time: " + what);
            try {
                Thread.sleep(20);
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void shouldKeepEventsOverARestart() throws IOException {
        final AnomalyEvent before;
        try (EventKeeper keeper = open()) {
            event(keeper, "front", START);
            keeper.clip(1, "front-1.mp4");
            before = keeper.find(1);
        }
        try (EventKeeper keeper = open()) {
            final AnomalyEvent after = keeper.find(1);
            assertEquals(before, after);
            assertEquals("front-1.mp4", after.clip());
            assertFalse(after.interrupted());
            assertArrayEquals(JPEG, keeper.snapshot(after));
            assertArrayEquals(
                    JPEG, Files.readAllBytes(folder.resolve("snapshots").resolve(after.snapshot())));
            event(keeper, "front", START.plusSeconds(60));
            assertEquals(List.of(2L, 1L), ids(keeper, EventQuery.newest(10)));
        }
    }

    @Test
    void shouldEndAsInterruptedWhatARestartFindsOpen() {
        try (EventKeeper keeper = open()) {
            new Frames(new EventWatcher("front", keeper), START, JPEG).show(30, 0.8f);
        }
        try (EventKeeper keeper = open()) {
            final AnomalyEvent found = keeper.find(1);
            assertTrue(found.interrupted());
            assertEquals(found.seen(), found.end());
            assertTrue(found.duration().compareTo(Duration.ofSeconds(2)) >= 0);
        }
    }

    @Test
    void shouldLoseNoFinishedEventWhenTheProgramIsKilled() throws Exception {
        final Path said = folder.resolve("said");
        final Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(said.toFile())
                .start();
        until(() -> lines(said) >= 20, "the program keeps events");
        assertTrue(program.destroyForcibly().waitFor(10, TimeUnit.SECONDS));
        final long written = lines(said);
        try (EventKeeper keeper = open()) {
            for (long id = 1; id <= written; id++) {
                final AnomalyEvent event = keeper.find(id);
                assertFalse(event.interrupted(), event::toString);
                assertArrayEquals(JPEG, keeper.snapshot(event));
            }
        }
    }

    private static long lines(final Path file) {
        try {
            return Files.readString(file).lines().count();
        } catch (final IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Keeps events, says how many are written, and goes on until it is killed. */
    static final class Killed {
        private Killed() {}

        public static void main(final String... arguments) {
            final EventKeeper keeper = new EventKeeper(Path.of(arguments[0]), Retention.ALL);
            for (int i = 1; i < 100_000; i++) {
                event(keeper, "front", START.plusSeconds(60 * i));
                until(() -> keeper.unwritten() == 0 && keeper.waitingPictures() == 0, "written");
                System.out.println(i);
            }
            keeper.close();
        }
    }

    @Test
    void shouldFindByCameraTimeAndNumber() {
        try (EventKeeper keeper = open()) {
            for (int i = 0; i < 6; i++) {
                event(keeper, i % 2 == 0 ? "front" : "rear", START.plusSeconds(60 * i));
            }
            for (int round = 0; round < 2; round++) {
                assertEquals(List.of(6L, 5L, 4L, 3L, 2L, 1L), ids(keeper, EventQuery.newest(10)));
                assertEquals(List.of(6L, 5L), ids(keeper, EventQuery.newest(2)));
                assertEquals(List.of(6L, 4L, 2L), ids(keeper, new EventQuery("rear", null, null, Long.MAX_VALUE, 10)));
                assertEquals(List.of(3L, 2L), ids(keeper, new EventQuery(null, null, null, 4, 2)));
                assertEquals(
                        List.of(4L, 3L),
                        ids(
                                keeper,
                                new EventQuery(
                                        null, START.plusSeconds(120), START.plusSeconds(200), Long.MAX_VALUE, 10)));
                // Once from memory and the database, once from the database alone.
                written(keeper);
            }
        }
    }

    @Test
    void shouldTellOfAClipThatComesLater() {
        try (EventKeeper keeper = open()) {
            event(keeper, "front", START);
            written(keeper);
            final Heard heard = new Heard();
            keeper.addListener(heard);
            keeper.clip(1, "front-1.mp4");
            assertEquals("front-1.mp4", heard.nextChanged().clip());
            assertNull(keeper.clip(keeper.find(1)), "no such file");
        }
    }

    @Test
    void shouldTellOfAClipWhilePicturesCannotBeWritten() throws IOException {
        try (EventKeeper keeper = open()) {
            event(keeper, "front", START);
            written(keeper);
            final Path obstacle = folder.resolve("snapshots/front-20260501-120100-2.jpg");
            Files.createDirectories(obstacle.resolve("in the way"));
            event(keeper, "front", START.plusSeconds(60));
            until(() -> keeper.trouble() != null, "the picture cannot be written");
            final Heard heard = new Heard();
            keeper.addListener(heard);
            keeper.clip(1, "front-1.mp4");
            assertEquals("front-1.mp4", heard.nextChanged().clip());
            Files.delete(obstacle.resolve("in the way"));
            Files.delete(obstacle);
            until(() -> keeper.trouble() == null, "no trouble any more");
            assertArrayEquals(JPEG, Files.readAllBytes(obstacle));
        }
    }

    @Test
    void shouldTellOfAClipForAsLongAsTheEventLasts() {
        try (EventKeeper keeper = open()) {
            final Heard heard = new Heard();
            keeper.addListener(heard);
            final Frames frames = new Frames(new EventWatcher("front", keeper), START, JPEG);
            frames.show(10, 0.8f);
            assertNull(heard.nextBegun().clip());
            // The row is written and the keeper rests, as it does after a minute.
            written(keeper);
            keeper.clip(1, "front-1.mp4");
            final AnomalyEvent changed = heard.nextChanged();
            assertEquals("front-1.mp4", changed.clip());
            assertTrue(changed.isOpen());
            written(keeper);
            frames.show(20, 0.8f);
            assertEquals("front-1.mp4", heard.nextChanged().clip());
            frames.show(25);
            assertEquals("front-1.mp4", heard.nextEnded().clip());
            assertEquals("front-1.mp4", keeper.find(1).clip());
        }
    }

    @Test
    void shouldOutliveAListenerThatFails() {
        try (EventKeeper keeper = open()) {
            keeper.addListener(new EventListener() {
                @Override
                public void begun(final AnomalyEvent event) {
                    throw new OutOfMemoryError("none left, it says");
                }

                @Override
                public void changed(final AnomalyEvent event) {
                    throw new AssertionError("no changes, please");
                }

                @Override
                public void ended(final AnomalyEvent event) {
                    throw new IllegalStateException("no ends, please");
                }
            });
            final Heard heard = new Heard();
            keeper.addListener(heard);
            event(keeper, "front", START);
            keeper.clip(1, "front-1.mp4");
            assertEquals(1, heard.nextBegun().id());
            assertEquals(1, heard.nextEnded().id());
            assertEquals("front-1.mp4", heard.nextChanged().clip());
            event(keeper, "front", START.plusSeconds(60));
            assertEquals(2, heard.nextEnded().id());
            written(keeper);
        }
    }

    @Test
    void shouldGoOnAfterAnErrorThatIsNobodysFault() {
        try (EventKeeper keeper = open()) {
            keeper.begun(unwritable(keeper.nextId()), null);
            until(() -> keeper.trouble() != null, "it cannot be written");
            assertTrue(keeper.trouble().contains("NullPointerException"), keeper.trouble());
            final AnomalyEvent.Box box = new AnomalyEvent.Box(1, 2, 3, 4, 5, 6);
            keeper.ended(new AnomalyEvent(1, "front", START, START, START, 1, 1, 1, box, 0, null, null, false));
            event(keeper, "front", START.plusSeconds(60));
            until(() -> keeper.unwritten() == 0 && keeper.trouble() == null, "all is written");
            assertEquals(2, keeper.find(EventQuery.newest(10)).size());
        }
    }

    /** An event without a place, which no caller makes: binding it fails with an exception that nobody expects. */
    private static AnomalyEvent unwritable(final long id) {
        return new AnomalyEvent(id, "front", START, START, null, 1, 1, 1, null, 0, null, null, false);
    }

    @Test
    void shouldRemoveOldEventsWithTheirFiles() throws IOException {
        try (EventKeeper keeper = new EventKeeper(folder, new Retention(Duration.ofDays(7), 0))) {
            event(keeper, "front", Instant.now().minus(Duration.ofDays(8)));
            event(keeper, "front", Instant.now().minus(Duration.ofDays(6)));
            written(keeper);
            final Path old = Files.write(keeper.clipFolder().resolve("old.mp4"), JPEG);
            keeper.clip(1, "old.mp4");
            until(
                    () -> keeper.find(1) == null
                            || "old.mp4".equals(keeper.find(1).clip()),
                    "the clip is noted");
            keeper.tidyNow();
            until(() -> keeper.find(1) == null, "the old event is gone");
            until(() -> !Files.exists(old), "and its clip, also if that comes later");
            assertNotNull(keeper.find(2));
            assertEquals(1, Files.list(folder.resolve("snapshots")).count());
        }
    }

    @Test
    void shouldSayWhenOldEventsCannotBeRemovedUntilTheyCan() throws IOException {
        try (EventKeeper keeper = open()) {
            event(keeper, "front", Instant.now().minus(Duration.ofDays(8)));
        }
        final Path picture = Files.list(folder.resolve("snapshots")).findFirst().orElseThrow();
        Files.delete(picture);
        Files.createDirectories(picture.resolve("in the way"));
        try (EventKeeper keeper = new EventKeeper(folder, new Retention(Duration.ofDays(7), 0))) {
            until(() -> keeper.trouble() != null, "the old picture cannot be removed");
            final String sentence = keeper.trouble();
            assertTrue(sentence.contains("Old events cannot be removed from " + folder), sentence);
            event(keeper, "front", Instant.now());
            written(keeper);
            assertEquals(sentence, keeper.trouble(), "that others are written does not help");
            Files.delete(picture.resolve("in the way"));
            keeper.tidyNow();
            until(() -> keeper.trouble() == null, "no trouble any more");
        }
    }

    @Test
    void shouldRemoveAtTheStartWhatADeathLeft() throws IOException {
        final Path snapshots = folder.resolve("snapshots");
        final Path clips = folder.resolve("clips");
        try (EventKeeper keeper = open()) {
            event(keeper, "front", START);
            event(keeper, "front", START.plusSeconds(60));
            Files.write(clips.resolve("1-front.mp4"), JPEG);
            keeper.clip(1, "1-front.mp4");
        }
        final List<Path> left = List.of(
                clips.resolve("2-front.mp4.part"),
                clips.resolve(".2-front.mp4.part.4711.tmp"),
                clips.resolve("2-front.mp4"),
                snapshots.resolve("front-20260501-120000-2.jpg"),
                snapshots.resolve("front-20260501-120000-1.jpg.part"));
        final List<Path> others = List.of(
                clips.resolve("1-front.mp4"),
                snapshots.resolve("front-20260501-120000-1.jpg"),
                snapshots.resolve("front-20260501-120100-2.jpg"),
                clips.resolve("holiday.mp4"),
                snapshots.resolve("readme.jpg"),
                // Of a database that is not here any more.
                clips.resolve("77-front.mp4"),
                snapshots.resolve("front-20260401-120000-78.jpg"));
        final Path fresh = clips.resolve("2-rear.mp4");
        for (final List<Path> files : List.of(left, others)) {
            for (final Path file : files) {
                Files.write(file, JPEG);
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
            }
        }
        Files.write(fresh, JPEG);
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().plusSeconds(60)));
        open().close();
        left.forEach(file -> assertFalse(Files.exists(file), file::toString));
        others.forEach(file -> assertTrue(Files.exists(file), file::toString));
        assertTrue(Files.exists(fresh), "only what is older than the start");
    }

    @Test
    void shouldKeepAClipAsLongAsOneOfItsEvents() throws IOException {
        final Path clip;
        try (EventKeeper keeper = open()) {
            event(keeper, "front", Instant.now().minus(Duration.ofDays(8)));
            event(keeper, "front", Instant.now().minus(Duration.ofDays(6)));
            clip = Files.write(keeper.clipFolder().resolve("both.mp4"), JPEG);
            keeper.clip(1, "both.mp4");
            keeper.clip(2, "both.mp4");
        }
        try (EventKeeper keeper = new EventKeeper(folder, new Retention(Duration.ofDays(7), 0))) {
            until(() -> keeper.find(1) == null, "the old event is gone");
            assertTrue(Files.exists(clip));
            assertEquals(clip, keeper.clip(keeper.find(2)));
        }
        try (EventKeeper keeper = new EventKeeper(folder, new Retention(Duration.ofDays(5), 0))) {
            until(() -> keeper.find(2) == null, "the other as well");
            until(() -> !Files.exists(clip), "and their clip with it");
        }
    }

    @Test
    void shouldMakeRoomByRemovingTheOldest() {
        final long bound = 400_000;
        try (EventKeeper keeper = new EventKeeper(folder, new Retention(null, bound))) {
            for (int i = 0; i < 60; i++) {
                event(keeper, "front", START.plusSeconds(60 * i));
            }
            written(keeper);
            keeper.tidyNow();
            until(() -> keeper.find(1) == null, "the oldest is gone");
            until(() -> size() < bound, "the folder is small enough");
            assertNotNull(keeper.find(60), "the newest stays");
        }
    }

    private long size() {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (final IOException | java.io.UncheckedIOException e) {
            return Long.MAX_VALUE;
        }
    }

    @Test
    void shouldSurviveAFullDisk() throws SQLException {
        try (EventKeeper keeper = open()) {
            event(keeper, "front", START);
            written(keeper);
            // SQLite itself refuses to grow the file, with the error of a full disk.
            pages(keeper, (int) pages(keeper, 0));
            int count = 1;
            while (keeper.trouble() == null) {
                event(keeper, "front", START.plusSeconds(60 * count++));
                assertTrue(count < 1000, "the disk must be full at some time");
                if (count % 20 == 0) {
                    final int now = count;
                    until(() -> keeper.unwritten() == 0 || keeper.trouble() != null, "written or refused: " + now);
                }
            }
            assertTrue(keeper.trouble().contains(folder.toString()), keeper.trouble());
            assertTrue(keeper.trouble().contains("full"), keeper.trouble());
            assertTrue(keeper.trouble().contains("make room"), keeper.trouble());
            final List<Long> all = ids(keeper, EventQuery.newest(2000));
            assertEquals(count, all.size(), "what waits is found as well");
            assertTrue(keeper.unwritten() > 0);
            pages(keeper, 1_000_000);
            written(keeper);
            until(() -> keeper.trouble() == null, "no trouble any more");
            assertEquals(all, ids(keeper, EventQuery.newest(2000)));
            assertEquals(0, keeper.lost());
        }
    }

    private static long pages(final EventKeeper keeper, final int most) throws SQLException {
        try (Statement statement = keeper.store().writer().createStatement();
                ResultSet row =
                        statement.executeQuery(most == 0 ? "PRAGMA page_count" : "PRAGMA max_page_count = " + most)) {
            return row.getLong(1);
        }
    }

    /** On a file system of one megabyte, where this user may make one. */
    @Test
    void shouldSurviveAFullFileSystem() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString()),
                "a small file system cannot be made by this user");
        try {
            final Path ballast = Files.write(folder.resolve("ballast"), new byte[500_000]);
            try (EventKeeper keeper = open()) {
                int count = 0;
                while (keeper.trouble() == null) {
                    event(keeper, "front", START.plusSeconds(60 * count++));
                    until(() -> keeper.unwritten() == 0 || keeper.trouble() != null, "written or refused");
                    assertTrue(count < 200, "the disk must be full at some time");
                }
                assertEquals(count, ids(keeper, EventQuery.newest(1000)).size());
                assertArrayEquals(JPEG, keeper.snapshot(keeper.find(count)), "a picture that waits is shown");
                Files.delete(ballast);
                until(() -> keeper.trouble() == null, "no trouble any more");
                written(keeper);
                for (final AnomalyEvent event : keeper.find(EventQuery.newest(1000))) {
                    assertArrayEquals(
                            JPEG, Files.readAllBytes(folder.resolve("snapshots").resolve(event.snapshot())));
                }
                assertEquals(count, keeper.find(EventQuery.newest(1000)).size());
            }
        } finally {
            assertTrue(run("umount", folder.toString()));
        }
    }

    private static boolean run(final String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    @Test
    void shouldCountWhatIsTooMuchForMemory() throws SQLException {
        try (EventKeeper keeper = open()) {
            pages(keeper, (int) pages(keeper, 0));
            final int more = 700;
            for (int i = 0; i < EventKeeper.MOST_WAITING + more; i++) {
                final AnomalyEvent.Box box = new AnomalyEvent.Box(1, 2, 3, 4, 5, 6);
                keeper.ended(new AnomalyEvent(
                        keeper.nextId(), "front", START, START, START, 1, 1, 1, box, Double.NaN, null, null, false));
                if (i % 500 == 0 && keeper.trouble() == null && i > 0) {
                    until(() -> keeper.trouble() != null || keeper.unwritten() == 0, "written or refused");
                }
            }
            assertTrue(keeper.lost() > 0 && keeper.lost() <= more, () -> keeper.lost() + " lost");
            assertEquals(EventKeeper.MOST_WAITING, keeper.unwritten());
            pages(keeper, 1_000_000);
        }
    }

    @Test
    void shouldRefuseADatabaseOfANewerVersion() throws SQLException {
        open().close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("events.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = " + (EventStore.VERSION + 1));
        }
        final Fault fault = assertThrows(Fault.class, this::open);
        assertEquals(Fault.Kind.OUTPUT, fault.kind());
        assertTrue(fault.getMessage().contains("newer version"), fault.getMessage());
    }

    @Test
    void shouldRefuseAFileThatIsNoDatabase() throws IOException {
        Files.writeString(
                folder.resolve("events.db"), "This is no database, and was never meant to be one.".repeat(50));
        final Fault fault = assertThrows(Fault.class, this::open);
        assertTrue(fault.getMessage().contains("not a database"), fault.getMessage());
    }

    @Test
    void shouldRefuseAFolderThatAnotherWatchUses() {
        try (EventKeeper keeper = open()) {
            final Fault fault = assertThrows(Fault.class, this::open);
            assertTrue(fault.getMessage().contains("another watch"), fault.getMessage());
            assertEquals(folder, keeper.folder());
        }
        open().close();
    }

    @Test
    void shouldUseWriteAheadLoggingAndTheDocumentedVersion() throws SQLException {
        try (EventKeeper keeper = open()) {
            try (Statement statement = keeper.store().writer().createStatement()) {
                try (ResultSet row = statement.executeQuery("PRAGMA journal_mode")) {
                    assertEquals("wal", row.getString(1));
                }
                try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
                    assertEquals(1, row.getInt(1));
                }
            }
        }
    }

    @Test
    void shouldRemoveATemporaryFolder() {
        final EventKeeper keeper = new EventKeeper(null, Retention.ALL);
        event(keeper, "front", START);
        final Path temporary = keeper.folder();
        assertTrue(Files.isDirectory(temporary));
        keeper.close();
        assertFalse(Files.exists(temporary));
    }
}
