package org.objectomaly.live.events;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventWatcherTest {
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
    private static final byte[] JPEG = {1, 2, 3};

    private final Heard heard = new Heard();
    private EventKeeper keeper;
    private EventWatcher watcher;
    private Frames frames;

    @BeforeEach
    void begin() {
        keeper = new EventKeeper(null, Retention.ALL);
        keeper.addListener(heard);
        watcher = new EventWatcher("front", keeper);
        frames = new Frames(watcher, START, JPEG);
    }

    @AfterEach
    void end() {
        keeper.close();
    }

    @Test
    void shouldMakeAnEventOfAnObjectThatStays() throws IOException {
        frames.show(3, 0.8f);
        final AnomalyEvent begun = heard.nextBegun();
        assertEquals(1, begun.id());
        assertEquals("front", begun.camera());
        assertEquals(START, begun.start());
        assertEquals(0.8f, begun.peak());
        assertEquals(0.8f, begun.mean(), 1e-6);
        assertEquals(new AnomalyEvent.Box(10, 40, 12, 12, 160, 90), begun.box());
        assertEquals(0.125, begun.evidenceAge());
        assertTrue(begun.isOpen());
        assertEquals("front-20260501-120000-1.jpg", begun.snapshot());
        assertArrayEquals(JPEG, keeper.snapshot(begun));

        frames.show(25);
        final AnomalyEvent ended = heard.nextEnded();
        assertEquals(1, ended.id());
        assertEquals(START.plusMillis(200), ended.end());
        assertEquals(Duration.ofMillis(200), ended.duration());
        assertFalse(ended.interrupted());
    }

    @Test
    void shouldNotMakeAnEventOfAFlicker() {
        frames.show(2, 0.8f);
        frames.show(40);
        frames.show(1, 0.8f);
        frames.show(40);
        assertEquals(0, heard.counts());
        assertEquals(0, frames.pictures());
        assertEquals(List.of(), keeper.find(EventQuery.newest(10)));
    }

    @Test
    void shouldBridgeAMomentWithoutTheObject() {
        frames.show(5, 0.8f);
        frames.show(8);
        frames.show(5, 0.8f);
        frames.show(30);
        assertEquals(START.plusMillis(1700), heard.nextEnded().end());
        assertEquals(1, keeper.find(EventQuery.newest(10)).size());
    }

    @Test
    void shouldKeepThePeakAndItsPicture() {
        frames.show(10, 0.6f);
        frames.show(1, 0.9f);
        frames.show(10, 0.7f);
        frames.show(30);
        final AnomalyEvent ended = heard.nextEnded();
        assertEquals(0.9f, ended.peak());
        assertEquals(0.9f, ended.mean(), 1e-6);
        assertEquals(2, frames.pictures());
    }

    @Test
    void shouldNotAskForAPictureOfEverySmallRise() {
        for (int i = 0; i < 20; i++) {
            frames.show(1, 0.6f + 0.002f * i);
        }
        assertEquals(1, frames.pictures());
    }

    @Test
    void shouldAskForOnePictureOfTwoObjects() {
        frames.show(3, 0.6f, 0.8f);
        assertEquals(1, frames.pictures());
        assertEquals(2, heard.nextBegun().id() + heard.nextBegun().id() - 1);
    }

    @Test
    void shouldTellNowAndThenThatAnObjectIsStillThere() {
        frames.show(30, 0.6f);
        final AnomalyEvent changed = heard.nextChanged();
        assertTrue(changed.isOpen());
        assertTrue(changed.duration().compareTo(Duration.ofSeconds(2)) >= 0, changed.duration()::toString);
    }

    @Test
    void shouldEndAllAsInterruptedWhenTheCameraIsLost() {
        frames.show(10, 0.6f, 0.8f);
        // A camera that falls silent is given up after ten seconds.
        frames.pass(Duration.ofSeconds(10));
        watcher.endAll(frames.time());
        for (int i = 0; i < 2; i++) {
            final AnomalyEvent ended = heard.nextEnded();
            assertTrue(ended.interrupted());
            assertEquals(START.plusMillis(900), ended.end());
        }
    }

    @Test
    void shouldNotCallInterruptedWhatWasGoneBeforeTheCameraWasLost() {
        frames.show(10, 0f, 0.8f);
        frames.show(15, 0.6f);
        frames.show(10, 0.6f);
        frames.pass(Duration.ofSeconds(10));
        watcher.endAll(frames.time());
        final AnomalyEvent gone = heard.nextEnded();
        assertEquals(0.8f, gone.peak());
        assertFalse(gone.interrupted());
        final AnomalyEvent there = heard.nextEnded();
        assertEquals(0.6f, there.peak());
        assertTrue(there.interrupted());
    }

    @Test
    void shouldNotMindWhenTheClockIsPutRight() {
        for (final int seconds : new int[] {-3600, 3600}) {
            final Instant start = frames.time();
            frames.show(10, 0.6f);
            frames.setClock(Duration.ofSeconds(seconds));
            frames.show(10, 0.6f);
            frames.show(25);
            assertEquals(start, heard.nextBegun().start());
            final AnomalyEvent ended = heard.nextEnded();
            assertEquals(start, ended.start());
            assertEquals(Duration.ofMillis(1900), ended.duration());
            assertEquals(0, heard.counts(), "nothing else is told");
        }
    }

    @Test
    void shouldTellObjectsApartWhoseNumbersBeginAnew() {
        frames.show(10, 0.6f);
        watcher.endAll(frames.time());
        frames.numberAnew();
        frames.show(10, 0.9f);
        assertEquals(0.6f, heard.nextBegun().peak());
        final AnomalyEvent second = heard.nextBegun();
        assertEquals(2, second.id());
        assertEquals(1, second.track());
        assertEquals(0.9f, second.peak());
    }

    @Test
    void shouldNotTakeANumberAfterALongPauseForTheSameObject() {
        frames.show(10, 0.6f);
        frames.pass(Duration.ofSeconds(5));
        frames.numberAnew();
        frames.show(10, 0.9f);
        assertEquals(0.6f, heard.nextEnded().peak());
        heard.nextBegun();
        assertEquals(0.9f, heard.nextBegun().peak());
        assertNull(keeper.find(2).end());
    }
}
