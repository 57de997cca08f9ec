package org.objectomaly.live.events;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectomaly.Fault;

/** The folder of one watch: the database, {@code snapshots} and {@code clips}; one program at a time. */
final class EventFolder implements AutoCloseable {
    /** Ends the name of a picture that is being written. */
    private static final String UNFINISHED = ".part";

    private static final Pattern SNAPSHOT = Pattern.compile("[A-Za-z0-9_-]+-\\d{8}-\\d{6}-(\\d{1,18})\\.jpg");
    private static final Pattern CLIP = Pattern.compile("(\\d{1,18})-[A-Za-z0-9_-]+\\.mp4");
    /** A clip that was being written, or its copy with the index in front. */
    private static final Pattern UNFINISHED_CLIP =
            Pattern.compile("\\d+-[A-Za-z0-9_-]+\\.mp4\\.part|\\.\\d+-[A-Za-z0-9_-]+\\.mp4\\.part\\.\\d+\\.tmp");

    private final Path root;
    private final boolean temporary;
    private final FileChannel lock;
    private final Instant opened = Instant.now();

    /**
     * Makes the folder if it is not there, and takes it.
     *
     * @param folder the folder, or null for one that goes when it is closed
     * @throws Fault of kind OUTPUT if it cannot be written or another program has it
     */
    EventFolder(final Path folder) {
        temporary = folder == null;
        try {
            root = temporary ? Files.createTempDirectory("objectomaly-events-") : folder;
            Files.createDirectories(snapshots());
            Files.createDirectories(clips());
            lock = take();
            remove(snapshots(), name -> name.endsWith(UNFINISHED));
            remove(clips(), name -> UNFINISHED_CLIP.matcher(name).matches());
        } catch (final IOException e) {
            throw Fault.of(
                            Fault.Kind.OUTPUT,
                            "The folder for events %s cannot be used (%s); check its rights and the disk, or choose"
                                    + " another.",
                            temporary ? System.getProperty("java.io.tmpdir") : folder,
                            reason(e))
                    .because(e);
        }
    }

    /**
     * Removes pictures and clips from before this opening that no event has: the program died between the one and the
     * other, or the disk was full.
     *
     * @param named files that events have
     * @param highest only what belongs to an event up to this number; others are not of this database
     */
    void removeOrphans(final Set<String> named, final long highest) throws IOException {
        remove(snapshots(), name -> !named.contains(name) && isUpTo(highest, SNAPSHOT.matcher(name)));
        remove(clips(), name -> !named.contains(name) && isUpTo(highest, CLIP.matcher(name)));
    }

    private static boolean isUpTo(final long highest, final Matcher name) {
        return name.matches() && Long.parseLong(name.group(1)) <= highest;
    }

    private void remove(final Path folder, final Predicate<String> which) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (final Path file : files) {
                if (which.test(file.getFileName().toString())
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(opened)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (final DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private FileChannel take() throws IOException {
        final FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            channel.close();
            throw Fault.of(
                    Fault.Kind.OUTPUT,
                    "The folder for events %s is used by another watch; end that one or choose another folder.",
                    root);
        }
        return channel;
    }

    Path root() {
        return root;
    }

    Path database() {
        return root.resolve("events.db");
    }

    Path snapshots() {
        return root.resolve("snapshots");
    }

    Path clips() {
        return root.resolve("clips");
    }

    /** Writes a picture so that nobody ever sees half of it. */
    void writeSnapshot(final String name, final byte[] jpeg) throws IOException {
        final Path unfinished = snapshots().resolve(name + UNFINISHED);
        try {
            Files.write(unfinished, jpeg);
            Files.move(
                    unfinished,
                    snapshots().resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    /** Removes a file of an event, if it is there; returns how many bytes it had. */
    static long remove(final Path folder, final String name) throws IOException {
        if (name == null) {
            return 0;
        }
        final Path file = folder.resolve(name);
        final long bytes = Files.exists(file) ? Files.size(file) : 0;
        Files.deleteIfExists(file);
        return bytes;
    }

    /** All bytes of the folder. */
    long size() throws IOException {
        final long[] sum = new long[1];
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(final Path file, final IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }

    /** What an exception of the file system says beyond the file's name. */
    static String reason(final Exception e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "access denied";
        }
        if (e instanceof java.nio.file.FileAlreadyExistsException) {
            return "a file is in its place";
        }
        return e.getMessage();
    }

    @Override
    public void close() throws IOException {
        lock.close();
        if (temporary) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes)
                        throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(final Path folder, final IOException failed)
                        throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }
}
