package org.objectomaly.live.events;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectomaly.Fault;

/**
 * Events in an SQLite file, as docs/live-web.md describes its schema. One thread writes; any number read, each on a
 * connection of its own, so that neither waits for the other.
 */
final class EventStore implements AutoCloseable {
    /** Version of the schema, in {@code user_version}. */
    static final int VERSION = 1;

    private static final int BUSY_MILLIS = 5000;
    private static final String COLUMNS = "id, camera, started, seen, ended, track, peak, mean, x, y, width, height,"
            + " picture_width, picture_height, evidence_age, snapshot, clip, interrupted";
    private static final String SCHEMA =
            """
            CREATE TABLE event (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              camera TEXT NOT NULL,
              started INTEGER NOT NULL,
              seen INTEGER NOT NULL,
              ended INTEGER,
              track INTEGER NOT NULL,
              peak REAL NOT NULL,
              mean REAL NOT NULL,
              x INTEGER NOT NULL,
              y INTEGER NOT NULL,
              width INTEGER NOT NULL,
              height INTEGER NOT NULL,
              picture_width INTEGER NOT NULL,
              picture_height INTEGER NOT NULL,
              evidence_age REAL,
              snapshot TEXT,
              clip TEXT,
              interrupted INTEGER NOT NULL
            ) STRICT
            """;
    /** A later row of the same event replaces the earlier one; a clip, once known, stays. */
    private static final String WRITE = "INSERT INTO event (" + COLUMNS + ") VALUES (?"
            + ", ?".repeat(17)
            + ") ON CONFLICT (id) DO UPDATE SET seen = excluded.seen, ended = excluded.ended, peak = excluded.peak,"
            + " mean = excluded.mean, x = excluded.x, y = excluded.y, width = excluded.width,"
            + " height = excluded.height, picture_width = excluded.picture_width,"
            + " picture_height = excluded.picture_height, evidence_age = excluded.evidence_age,"
            + " snapshot = excluded.snapshot, clip = coalesce(excluded.clip, clip), interrupted = excluded.interrupted";

    private final Path file;
    private final Connection writer;
    private final long highestId;
    private final int interrupted;

    /**
     * Opens the file, or makes it. Events that were open when it was left are ended as interrupted.
     *
     * @param file the database
     * @throws Fault of kind OUTPUT if it cannot be opened, is no database of events, or of a newer version
     */
    EventStore(final Path file) {
        this.file = file;
        Connection opened = null;
        try {
            opened = connect();
            prepare(opened);
            interrupted = endOpen(opened);
            highestId = number(opened, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence");
            writer = opened;
        } catch (final SQLException e) {
            quietly(opened);
            throw Fault.of(
                            Fault.Kind.OUTPUT,
                            "The events in %s cannot be opened (%s); check the file, its rights and the disk, or choose"
                                    + " another folder.",
                            file,
                            e.getMessage())
                    .because(e);
        } catch (final Fault e) {
            quietly(opened);
            throw e;
        }
    }

    private void prepare(final Connection opened) throws SQLException {
        final long version = number(opened, "PRAGMA user_version");
        if (version > VERSION) {
            throw Fault.of(
                    Fault.Kind.OUTPUT,
                    "The events in %s were written by a newer version of this program (schema %d, this one knows %d);"
                            + " use that version or another folder.",
                    file,
                    version,
                    VERSION);
        }
        try (Statement statement = opened.createStatement()) {
            if (version == 0) {
                // Freed pages can be given back to the disk; must be asked for before the first table.
                statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            }
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            if (version == 0) {
                opened.setAutoCommit(false);
                statement.execute(SCHEMA);
                statement.execute("CREATE INDEX event_by_camera ON event (camera, id)");
                statement.execute("CREATE INDEX event_by_end ON event (ended)");
                statement.execute("CREATE INDEX event_by_clip ON event (clip)");
                statement.execute("PRAGMA user_version = " + VERSION);
                opened.commit();
                opened.setAutoCommit(true);
            }
        }
    }

    private static int endOpen(final Connection opened) throws SQLException {
        try (Statement statement = opened.createStatement()) {
            return statement.executeUpdate("UPDATE event SET ended = seen, interrupted = 1 WHERE ended IS NULL");
        }
    }

    private Connection connect() throws SQLException {
        final Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
        } catch (final SQLException e) {
            quietly(connection);
            throw e;
        }
        return connection;
    }

    /** The highest number that was given before this opening. */
    long highestId() {
        return highestId;
    }

    /** How many events this opening found open. */
    int interrupted() {
        return interrupted;
    }

    /** Writes all of these or, when it throws, none. */
    void write(final Collection<AnomalyEvent> events, final Map<Long, String> clips) throws SQLException {
        try {
            writer.setAutoCommit(false);
            try (PreparedStatement row = writer.prepareStatement(WRITE);
                    PreparedStatement clip = writer.prepareStatement("UPDATE event SET clip = ? WHERE id = ?")) {
                for (final AnomalyEvent event : events) {
                    bind(row, event);
                    row.executeUpdate();
                }
                for (final Map.Entry<Long, String> entry : clips.entrySet()) {
                    clip.setString(1, entry.getValue());
                    clip.setLong(2, entry.getKey());
                    clip.executeUpdate();
                }
            }
            writer.commit();
            writer.setAutoCommit(true);
        } catch (final SQLException | RuntimeException | Error e) {
            undo(e, writer::rollback);
            undo(e, () -> writer.setAutoCommit(true));
            throw e;
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    /** On a full disk SQLite has often rolled back by itself, and complains; that is not what went wrong. */
    private static void undo(final Throwable reason, final Step step) {
        try {
            step.run();
        } catch (final SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static void bind(final PreparedStatement row, final AnomalyEvent event) throws SQLException {
        int at = 0;
        row.setLong(++at, event.id());
        row.setString(++at, event.camera());
        row.setLong(++at, event.start().toEpochMilli());
        row.setLong(++at, event.seen().toEpochMilli());
        if (event.isOpen()) {
            row.setNull(++at, Types.INTEGER);
        } else {
            row.setLong(++at, event.end().toEpochMilli());
        }
        row.setInt(++at, event.track());
        row.setDouble(++at, event.peak());
        row.setDouble(++at, event.mean());
        row.setInt(++at, event.box().x());
        row.setInt(++at, event.box().y());
        row.setInt(++at, event.box().width());
        row.setInt(++at, event.box().height());
        row.setInt(++at, event.box().pictureWidth());
        row.setInt(++at, event.box().pictureHeight());
        if (Double.isNaN(event.evidenceAge())) {
            row.setNull(++at, Types.REAL);
        } else {
            row.setDouble(++at, event.evidenceAge());
        }
        row.setString(++at, event.snapshot());
        row.setString(++at, event.clip());
        row.setInt(++at, event.interrupted() ? 1 : 0);
    }

    /** The newest events that match, from the newest to the oldest. */
    List<AnomalyEvent> find(final EventQuery query) throws SQLException {
        final StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM event WHERE id < ?");
        final List<Object> values = new ArrayList<>(List.of(query.before()));
        if (query.camera() != null) {
            sql.append(" AND camera = ?");
            values.add(query.camera());
        }
        if (query.from() != null) {
            sql.append(" AND seen >= ?");
            values.add(query.from().toEpochMilli());
        }
        if (query.to() != null) {
            sql.append(" AND started < ?");
            values.add(query.to().toEpochMilli());
        }
        sql.append(" ORDER BY id DESC LIMIT ?");
        values.add(query.limit());
        return read(sql.toString(), values);
    }

    /** The event of this number, or null. */
    AnomalyEvent find(final long id) throws SQLException {
        final List<AnomalyEvent> found = read("SELECT " + COLUMNS + " FROM event WHERE id = ?", List.of(id));
        return found.isEmpty() ? null : found.get(0);
    }

    /** Finished events, from the one that ended first. */
    List<AnomalyEvent> oldest(final Instant endedBefore, final int limit) throws SQLException {
        return read(
                "SELECT " + COLUMNS + " FROM event WHERE ended < ? ORDER BY ended, id LIMIT ?",
                List.of(endedBefore.equals(Instant.MAX) ? Long.MAX_VALUE : endedBefore.toEpochMilli(), limit));
    }

    private List<AnomalyEvent> read(final String sql, final List<?> values) throws SQLException {
        try (Connection reader = connect();
                PreparedStatement statement = reader.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            final List<AnomalyEvent> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(event(rows));
                }
            }
            return found;
        }
    }

    private static AnomalyEvent event(final ResultSet row) throws SQLException {
        final long ended = row.getLong("ended");
        final boolean open = row.wasNull();
        final double age = row.getDouble("evidence_age");
        final boolean unknown = row.wasNull();
        return new AnomalyEvent(
                row.getLong("id"),
                row.getString("camera"),
                Instant.ofEpochMilli(row.getLong("started")),
                Instant.ofEpochMilli(row.getLong("seen")),
                open ? null : Instant.ofEpochMilli(ended),
                row.getInt("track"),
                row.getFloat("peak"),
                row.getFloat("mean"),
                new AnomalyEvent.Box(
                        row.getInt("x"),
                        row.getInt("y"),
                        row.getInt("width"),
                        row.getInt("height"),
                        row.getInt("picture_width"),
                        row.getInt("picture_height")),
                unknown ? Double.NaN : age,
                row.getString("snapshot"),
                row.getString("clip"),
                row.getInt("interrupted") != 0);
    }

    /** Forgets this event. */
    void remove(final AnomalyEvent event) throws SQLException {
        try (PreparedStatement statement = writer.prepareStatement("DELETE FROM event WHERE id = ?")) {
            statement.setLong(1, event.id());
            statement.executeUpdate();
        }
    }

    /** Whether any event has this clip; several may share one. */
    boolean hasClip(final String file) throws SQLException {
        try (PreparedStatement statement = writer.prepareStatement("SELECT 1 FROM event WHERE clip = ? LIMIT 1")) {
            statement.setString(1, file);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** The names of all pictures and clips. */
    Set<String> files() throws SQLException {
        final Set<String> names = new HashSet<>();
        try (Statement statement = writer.createStatement();
                ResultSet row = statement.executeQuery("SELECT snapshot, clip FROM event")) {
            while (row.next()) {
                names.add(row.getString(1));
                names.add(row.getString(2));
            }
        }
        return names;
    }

    /** Makes the files as small as their content is; until then the log may be larger than all else. */
    void compact() throws SQLException {
        try (Statement statement = writer.createStatement()) {
            // An update, because that alone is run to its end, page after page.
            statement.executeUpdate("PRAGMA incremental_vacuum");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /** The one connection that writes. */
    Connection writer() {
        return writer;
    }

    private static long number(final Connection connection, final String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    private static void quietly(final Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (final SQLException ignored) {
            // What opened it failed already; that is what the user hears of.
        }
    }

    @Override
    public void close() {
        quietly(writer);
    }
}
