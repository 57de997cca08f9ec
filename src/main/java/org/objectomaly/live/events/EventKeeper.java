package org.objectomaly.live.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.objectomaly.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events: takes them from the cameras without making these wait, writes them and their pictures on a thread of
 * its own, and tells listeners. While the disk is full events wait in memory, as many as there is room for, and are
 * written when it has room again. Nothing that was written is lost by a restart.
 */
public final class EventKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventKeeper.class);

    /** Events that wait to be written; each needs less than a kilobyte. */
    static final int MOST_WAITING = 4096;

    private static final long MOST_PICTURE_BYTES = 64L << 20;
    private static final int MOST_NOTICES = 8192;
    private static final long RETRY_MILLIS = 3000;
    private static final long TIDY_MILLIS = 60_000;
    private static final long CLOSE_MILLIS = 10_000;
    private static final int REMOVED_AT_ONCE = 200;
    /** So much of the allowed room is left when some is made, so that not every event makes some. */
    private static final double ROOM_LEFT = 0.95;

    private enum What {
        BEGUN,
        CHANGED,
        ENDED
    }

    private record Notice(What what, AnomalyEvent event) {}

    private final EventFolder folder;
    private final EventStore store;
    private final Retention retention;
    private final CopyOnWriteArrayList<EventListener> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "objectomaly-events");

    /** Guards all that follows. */
    private final Object lock = new Object();
    /** Not written yet, or not in this form. */
    private final TreeMap<Long, AnomalyEvent> waiting = new TreeMap<>();

    private final TreeMap<Long, byte[]> pictures = new TreeMap<>();
    private long pictureBytes;
    /** Of events that are over and written. */
    private final Map<Long, String> clips = new HashMap<>();
    /** Events that are not over, as they were last told; watchers do not know of their clips. */
    private final Map<Long, AnomalyEvent> open = new HashMap<>();

    private final Deque<Notice> notices = new ArrayDeque<>();
    private long lastId;
    private long lost;
    private boolean closing;
    /** Why nothing is written; null while all is well. */
    private String trouble;
    /** Why nothing is removed. */
    private String untidy;

    private long nextTidy = System.nanoTime();
    /** When to try again to write; 0 while that succeeds. For the thread alone. */
    private long retry;

    /**
     * Opens the folder and begins to keep.
     *
     * @param folder where the database, snapshots and clips go; null for a temporary folder that goes at close
     * @param retention what goes when there is too much
     * @throws Fault of kind OUTPUT if the folder cannot be used
     */
    public EventKeeper(final Path folder, final Retention retention) {
        this.folder = new EventFolder(folder);
        this.retention = retention;
        try {
            store = new EventStore(this.folder.database());
        } catch (final Fault e) {
            closeFolder();
            throw e;
        }
        lastId = store.highestId();
        removeOrphans();
        if (store.interrupted() > 0) {
            LOG.info(
                    "{} events that were not over when the program last ended are kept as interrupted",
                    store.interrupted());
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void removeOrphans() {
        try {
            folder.removeOrphans(store.files(), lastId);
        } catch (final SQLException | IOException e) {
            // They take room, and that is all.
            LOG.warn(
                    "What no event has cannot be removed from {} ({}); check the rights of the folder and the disk.",
                    folder.root(),
                    EventFolder.reason(e));
        }
    }

    /**
     * The folder.
     *
     * @return where the database and the folders {@code snapshots} and {@code clips} are
     */
    public Path folder() {
        return folder.root();
    }

    /**
     * Where clips go.
     *
     * @return an existing folder
     */
    public Path clipFolder() {
        return folder.clips();
    }

    /**
     * Tells this one too, from now on; one that was added before is told once all the same.
     *
     * @param listener told on the keeper's thread
     */
    public void addListener(final EventListener listener) {
        listeners.addIfAbsent(listener);
    }

    /**
     * Tells this one no more.
     *
     * @param listener one that was added
     */
    public void removeListener(final EventListener listener) {
        listeners.remove(listener);
    }

    /** The number of the next event. */
    long nextId() {
        synchronized (lock) {
            return ++lastId;
        }
    }

    void begun(final AnomalyEvent event, final byte[] jpeg) {
        put(What.BEGUN, event, jpeg);
    }

    void changed(final AnomalyEvent event, final byte[] jpeg) {
        put(What.CHANGED, event, jpeg);
    }

    void ended(final AnomalyEvent event) {
        put(What.ENDED, event, null);
    }

    private void put(final What what, final AnomalyEvent event, final byte[] jpeg) {
        synchronized (lock) {
            final AnomalyEvent before = open.remove(event.id());
            final AnomalyEvent now = before != null && event.clip() == null && before.clip() != null
                    ? event.withClip(before.clip())
                    : event;
            if (now.isOpen()) {
                open.put(now.id(), now);
            }
            keep(now);
            if (jpeg != null) {
                keepPicture(event.id(), jpeg);
            }
            tell(what, now);
        }
    }

    private void keep(final AnomalyEvent event) {
        waiting.put(event.id(), event);
        if (waiting.size() > MOST_WAITING) {
            forget(waiting.firstKey());
            lost++;
        }
    }

    private void tell(final What what, final AnomalyEvent event) {
        if (notices.size() >= MOST_NOTICES) {
            // Somebody listens on a disk or a wire that hangs; what is stored is not touched by that.
            notices.removeFirst();
        }
        notices.add(new Notice(what, event));
        lock.notifyAll();
    }

    private void keepPicture(final long id, final byte[] jpeg) {
        dropPicture(id);
        pictures.put(id, jpeg);
        pictureBytes += jpeg.length;
        while (pictureBytes > MOST_PICTURE_BYTES && pictures.size() > 1) {
            dropPicture(pictures.firstKey());
        }
    }

    private void dropPicture(final long id) {
        final byte[] dropped = pictures.remove(id);
        if (dropped != null) {
            pictureBytes -= dropped.length;
        }
    }

    private void forget(final long id) {
        waiting.remove(id);
        dropPicture(id);
    }

    /**
     * Notes that an event's clip is written. May be called while the event lasts or long after it has ended, from any
     * thread; several events may share a clip, which then stays as long as one of them.
     *
     * @param eventId the event's number
     * @param file name of a file in {@link #clipFolder()}
     */
    public void clip(final long eventId, final String file) {
        synchronized (lock) {
            final AnomalyEvent event = open.containsKey(eventId) ? open.get(eventId) : waiting.get(eventId);
            if (event == null) {
                // Whether there still is such an event, the database says.
                clips.put(eventId, file);
                lock.notifyAll();
            } else {
                final AnomalyEvent now = event.withClip(file);
                open.replace(eventId, now);
                keep(now);
                tell(What.CHANGED, now);
            }
        }
    }

    /**
     * Looks up events, whether written already or not.
     *
     * @param query which
     * @return events from the newest to the oldest
     * @throws Fault of kind OUTPUT if the database cannot be read
     */
    public List<AnomalyEvent> find(final EventQuery query) {
        final TreeMap<Long, AnomalyEvent> found = new TreeMap<>(Comparator.reverseOrder());
        // First what waits: what is written in the meantime is then seen twice instead of not at all.
        final Waiting fresh = fresh();
        try {
            store.find(query).forEach(event -> found.put(event.id(), fresh.withClip(event)));
        } catch (final SQLException e) {
            throw unreadable(e);
        }
        fresh.events().values().forEach(event -> {
            found.remove(event.id());
            if (query.matches(event)) {
                found.put(event.id(), event);
            }
        });
        return found.values().stream().limit(query.limit()).toList();
    }

    /**
     * Looks up one event.
     *
     * @param id its number
     * @return the event, or null if there is none
     * @throws Fault of kind OUTPUT if the database cannot be read
     */
    public AnomalyEvent find(final long id) {
        final Waiting fresh = fresh();
        final AnomalyEvent event = fresh.events().get(id);
        try {
            return event != null ? event : fresh.withClip(store.find(id));
        } catch (final SQLException e) {
            throw unreadable(e);
        }
    }

    /** What the database does not have yet. */
    private record Waiting(Map<Long, AnomalyEvent> events, Map<Long, String> clips) {
        AnomalyEvent withClip(final AnomalyEvent event) {
            return event == null || !clips.containsKey(event.id()) ? event : event.withClip(clips.get(event.id()));
        }
    }

    private Waiting fresh() {
        synchronized (lock) {
            return new Waiting(new TreeMap<>(waiting), new HashMap<>(clips));
        }
    }

    private Fault unreadable(final SQLException e) {
        return Fault.of(
                        Fault.Kind.OUTPUT,
                        "The events in %s cannot be read (%s); check the file and the disk.",
                        folder.database(),
                        e.getMessage())
                .because(e);
    }

    /**
     * The picture of an event.
     *
     * @param event an event with a snapshot
     * @return JPEG bytes, or null if the file is gone
     * @throws IOException if the file cannot be read
     */
    public byte[] snapshot(final AnomalyEvent event) throws IOException {
        synchronized (lock) {
            final byte[] fresh = pictures.get(event.id());
            if (fresh != null) {
                return fresh;
            }
        }
        final Path file = event.snapshot() == null ? null : folder.snapshots().resolve(event.snapshot());
        try {
            return file == null ? null : Files.readAllBytes(file);
        } catch (final NoSuchFileException e) {
            return null;
        }
    }

    /**
     * The clip of an event.
     *
     * @param event any event
     * @return the file, or null if there is none
     */
    public Path clip(final AnomalyEvent event) {
        final Path file = event.clip() == null ? null : folder.clips().resolve(event.clip());
        return file == null || !Files.exists(file) ? null : file;
    }

    /**
     * How many events wait to be written.
     *
     * @return 0 most of the time; more while the disk is full
     */
    public int unwritten() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    /**
     * How many events could not be kept because too many waited for a full disk.
     *
     * @return 0, unless the disk was full for long
     */
    public long lost() {
        synchronized (lock) {
            return lost;
        }
    }

    /**
     * Why events are not written, or old ones not removed, at the moment.
     *
     * @return one sentence, or null while all is well
     */
    public String trouble() {
        synchronized (lock) {
            return trouble != null ? trouble : untidy;
        }
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn) {
            try {
                goesOn = round();
            } catch (final Throwable e) {
                // Also what is no exception: without this thread events would be lost, and nobody would know.
                goesOn = failed(e);
            }
        }
    }

    private boolean failed(final Throwable e) {
        retry = System.nanoTime() + RETRY_MILLIS * 1_000_000;
        final boolean first;
        final boolean goesOn;
        synchronized (lock) {
            first = trouble == null;
            goesOn = !closing;
            trouble = "The keeping of events failed (" + e + "); it is tried again, the program's log says more.";
        }
        if (first) {
            LOG.error("The keeping of events failed; it is tried again", e);
        }
        return goesOn;
    }

    /** Does what there is to do; false if that was the last time. */
    private boolean round() {
        final boolean last;
        synchronized (lock) {
            if (!await()) {
                return false;
            }
            last = closing;
        }
        final long now = System.nanoTime();
        try {
            if (retry == 0 || now - retry >= 0 || last) {
                retry = write() ? 0 : System.nanoTime() + RETRY_MILLIS * 1_000_000;
            }
        } finally {
            deliver();
        }
        if (retry == 0 && now - nextTidy >= 0) {
            nextTidy = System.nanoTime() + TIDY_MILLIS * 1_000_000;
            tidy();
        }
        return !last;
    }

    /** Waits until there is something to do; false if the thread is to end at once. */
    private boolean await() {
        try {
            while (!closing && notices.isEmpty() && (retry != 0 || waiting.isEmpty() && clips.isEmpty())) {
                final long until = retry == 0 ? nextTidy : retry;
                final long millis = (until - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return true;
                }
                lock.wait(millis);
            }
            return true;
        } catch (final InterruptedException e) {
            return false;
        }
    }

    /** Writes what waits; false if that failed and is to be tried again. */
    private boolean write() {
        final Map<Long, AnomalyEvent> events;
        final Map<Long, byte[]> jpegs;
        final Map<Long, String> names;
        synchronized (lock) {
            events = new TreeMap<>(waiting);
            jpegs = new TreeMap<>(pictures);
            names = new HashMap<>(clips);
        }
        if (events.isEmpty() && jpegs.isEmpty() && names.isEmpty()) {
            outOfTrouble();
            return true;
        }
        try {
            // The rows first: they are small, and an event without its picture is worth more than the reverse.
            store.write(events.values(), names);
            forgetWritten(events);
            tellClips(names);
            for (final Map.Entry<Long, byte[]> entry : jpegs.entrySet()) {
                final AnomalyEvent event =
                        events.containsKey(entry.getKey()) ? events.get(entry.getKey()) : store.find(entry.getKey());
                if (event != null && event.snapshot() != null) {
                    folder.writeSnapshot(event.snapshot(), entry.getValue());
                }
                synchronized (lock) {
                    if (pictures.get(entry.getKey()) == entry.getValue()) {
                        dropPicture(entry.getKey());
                    }
                }
            }
        } catch (final SQLException | IOException e) {
            inTrouble(e);
            return false;
        }
        outOfTrouble();
        return true;
    }

    private void forgetWritten(final Map<Long, AnomalyEvent> events) {
        synchronized (lock) {
            events.forEach((id, event) -> waiting.remove(id, event));
        }
    }

    private void tellClips(final Map<Long, String> names) throws SQLException, IOException {
        for (final Map.Entry<Long, String> entry : names.entrySet()) {
            final AnomalyEvent event = store.find(entry.getKey());
            synchronized (lock) {
                clips.remove(entry.getKey(), entry.getValue());
            }
            if (event == null) {
                // The event went, to make room, before its clip was written: nobody would ever find that.
                if (!isShared(entry.getValue())) {
                    EventFolder.remove(folder.clips(), entry.getValue());
                }
            } else {
                synchronized (lock) {
                    tell(What.CHANGED, event);
                }
            }
        }
    }

    private void inTrouble(final Exception e) {
        final boolean first;
        final String sentence = String.format(
                "Events cannot be written to %s (%s); they wait in memory and are written as soon as that is possible:"
                        + " make room on the disk or check its rights.",
                folder.root(), EventFolder.reason(e));
        synchronized (lock) {
            first = trouble == null;
            trouble = sentence;
        }
        if (first) {
            LOG.warn(sentence);
        }
    }

    private void outOfTrouble() {
        final boolean over;
        final long gone;
        synchronized (lock) {
            over = trouble != null;
            trouble = null;
            gone = lost;
        }
        if (over) {
            LOG.info(
                    "Events are written to {} again{}",
                    folder.root(),
                    gone == 0 ? "; none was lost" : "; " + gone + " were lost so far");
        }
    }

    private void deliver() {
        while (true) {
            final Notice notice;
            synchronized (lock) {
                notice = notices.poll();
            }
            if (notice == null) {
                return;
            }
            for (final EventListener listener : listeners) {
                try {
                    switch (notice.what()) {
                        case BEGUN -> listener.begun(notice.event());
                        case CHANGED -> listener.changed(notice.event());
                        case ENDED -> listener.ended(notice.event());
                    }
                } catch (final RuntimeException | Error e) {
                    LOG.warn("A listener of events failed; the others are told nevertheless", e);
                }
            }
        }
    }

    private void tidy() {
        try {
            if (retention.age() != null) {
                removeOld(Instant.now().minus(retention.age()));
            }
            if (retention.bytes() > 0 && folder.size() > retention.bytes()) {
                makeRoom();
            }
        } catch (final SQLException | IOException e) {
            untidy(e);
            return;
        }
        synchronized (lock) {
            untidy = null;
        }
    }

    private void untidy(final Exception e) {
        final boolean first;
        final String sentence = String.format(
                "Old events cannot be removed from %s (%s); that is tried again every minute: check the rights of the"
                        + " folder and the disk.",
                folder.root(), EventFolder.reason(e));
        synchronized (lock) {
            first = untidy == null;
            untidy = sentence;
        }
        if (first) {
            LOG.warn(sentence);
        }
    }

    private void removeOld(final Instant bound) throws SQLException, IOException {
        List<AnomalyEvent> old = store.oldest(bound, REMOVED_AT_ONCE);
        final boolean any = !old.isEmpty();
        while (!old.isEmpty()) {
            for (final AnomalyEvent event : old) {
                remove(event);
            }
            old = store.oldest(bound, REMOVED_AT_ONCE);
        }
        if (any) {
            store.compact();
        }
    }

    private void makeRoom() throws SQLException, IOException {
        store.compact();
        if (folder.size() <= retention.bytes()) {
            return;
        }
        final long goal = Math.round(ROOM_LEFT * retention.bytes());
        long excess = folder.size() - goal;
        while (excess > 0) {
            final List<AnomalyEvent> oldest = store.oldest(Instant.MAX, REMOVED_AT_ONCE);
            if (oldest.isEmpty()) {
                return;
            }
            for (final Iterator<AnomalyEvent> each = oldest.iterator(); each.hasNext() && excess > 0; ) {
                excess -= remove(each.next());
            }
            if (excess > 0) {
                // Rows without files free room as well; how much, the folder says.
                store.compact();
                excess = folder.size() - goal;
            }
        }
        store.compact();
    }

    /** Removes an event and those of its files that no other event has; returns how many bytes these had. */
    private long remove(final AnomalyEvent event) throws SQLException, IOException {
        store.remove(event);
        final long bytes = EventFolder.remove(folder.snapshots(), event.snapshot());
        return bytes + (isShared(event.clip()) ? 0 : EventFolder.remove(folder.clips(), event.clip()));
    }

    private boolean isShared(final String clip) throws SQLException {
        if (clip == null) {
            return false;
        }
        synchronized (lock) {
            if (clips.containsValue(clip) || waiting.values().stream().anyMatch(event -> clip.equals(event.clip()))) {
                return true;
            }
        }
        return store.hasClip(clip);
    }

    /** How many pictures are not written yet. */
    int waitingPictures() {
        synchronized (lock) {
            return pictures.size();
        }
    }

    /** Looks now whether there is too much. */
    void tidyNow() {
        synchronized (lock) {
            nextTidy = System.nanoTime();
            lock.notifyAll();
        }
    }

    /** The database, for those who look behind the curtain. */
    EventStore store() {
        return store;
    }

    /**
     * Writes what waits, tells listeners, and closes the folder, within ten seconds; a temporary folder is removed.
     * Watchers end before it, listeners after it.
     */
    @Override
    public void close() {
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
            lock.notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        final int unwritten = unwritten();
        if (unwritten > 0) {
            LOG.warn("{} events could not be written to {} before the end and are lost", unwritten, folder.root());
        }
        store.close();
        closeFolder();
    }

    private void closeFolder() {
        try {
            folder.close();
        } catch (final IOException e) {
            LOG.warn("The folder {} could not be removed ({})", folder.root(), EventFolder.reason(e));
        }
    }
}
