package org.objectomaly.models;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.zip.ZipException;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.Checkpoint;

/**
 * Brings checkpoints into a folder. A file has its name only when it is whole and checked; what a broken connection, a
 * Ctrl-C or a power failure leaves is {@code FILE.part}, with which the next pull goes on.
 */
public final class Pull {
    private static final long LOOK_EVERY_MILLIS = 100;

    private final Path folder;
    private final Http http;
    private final Patience patience;
    private final PullListener listener;
    private final BooleanSupplier stop;

    /**
     * Pulls into a folder.
     *
     * @param folder made when it is not there
     * @param environment gives a variable's value or null; read for proxies
     * @param patience how long to wait for what
     * @param listener hears how it goes
     * @param stop whether the user wants it to end
     * @throws Fault of kind USAGE if a proxy variable cannot be used
     */
    public Pull(
            final Path folder,
            final UnaryOperator<String> environment,
            final Patience patience,
            final PullListener listener,
            final BooleanSupplier stop) {
        this.folder = folder;
        this.http = new Http(environment, patience, stop);
        this.patience = patience;
        this.listener = listener;
        this.stop = stop;
    }

    /**
     * Brings one file.
     *
     * @param model which; it has an address
     * @return the file and what its hash was held against
     * @throws Fault of kind MODEL if the address does not have it, does not answer, or has something else; of kind
     *     OUTPUT if the folder or the disk does not take it, or another process is at it
     * @throws CancellationException if the user wants to stop; what has come stays
     */
    @SuppressWarnings("try") // the lock only has to be held
    public Verification pull(final ModelFile model) {
        final Path file = folder.resolve(model.file());
        try {
            Files.createDirectories(folder);
            try (PullLock lock = PullLock.of(file)) {
                // Another process may have brought it while this one came to the lock.
                return Files.exists(file) ? Verification.of(model, file) : fetch(model, file);
            }
        } catch (final IOException e) {
            throw Fault.of(
                            Fault.Kind.OUTPUT,
                            "%s cannot be written (%s); check the folder, its rights and the disk.",
                            file,
                            e)
                    .because(e);
        }
    }

    private Verification fetch(final ModelFile model, final Path file) throws IOException {
        final PartFile part = new PartFile(file);
        while (true) {
            final boolean hasResumed = download(model, part);
            try {
                return finish(model, part, file);
            } catch (final Fault e) {
                if (e.kind() == Fault.Kind.MODEL) {
                    part.remove();
                }
                if (e.kind() != Fault.Kind.MODEL || !hasResumed) {
                    throw e;
                }
                // What was there before may have been the fault.
                listener.say(model.name() + ": the whole is not what it should be; beginning anew");
            }
        }
    }

    /** Brings the whole file, in as many attempts as bring more of it; says whether it is of more than one answer. */
    private boolean download(final ModelFile model, final PartFile part) throws IOException {
        final Transfer transfer = new Transfer(model, part, http, listener);
        long most = part.size();
        int failures = 0;
        while (true) {
            try {
                transfer.run();
                return transfer.hasResumed();
            } catch (final IOException e) {
                failures = part.size() > most ? 1 : failures + 1;
                most = Math.max(most, part.size());
                if (failures >= patience.attempts()) {
                    throw unreachable(model, part, e);
                }
                final long pause = patience.pause().toMillis() << failures - 1;
                listener.say(String.format(
                        Locale.ROOT,
                        "%s: %s; trying again in %.0f s",
                        model.name(),
                        reason(model, e),
                        Math.ceil(pause / 1000.0)));
                pause(pause);
            }
        }
    }

    private void pause(final long millis) {
        final long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() - end < 0) {
            if (stop.getAsBoolean()) {
                throw new CancellationException("the user wants to stop");
            }
            try {
                Thread.sleep(Math.min(millis, LOOK_EVERY_MILLIS));
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the thread was interrupted");
            }
        }
    }

    /** Unpacks, checks, and only then gives the file its name. */
    private Verification finish(final ModelFile model, final PartFile part, final Path file) throws IOException {
        if (model.member().isEmpty()) {
            return settle(model, part.path(), part, file);
        }
        final Path unpacked = file.resolveSibling(file.getFileName() + ".unpacked");
        listener.say(model.name() + ": unpacking " + model.member());
        try {
            new Unpacking(model, stop).run(part.path(), unpacked);
            return settle(model, unpacked, part, file);
        } catch (final ZipException e) {
            throw notKept(model, "it is no sound zip (" + e.getMessage() + ")").because(e);
        } finally {
            Files.deleteIfExists(unpacked);
        }
    }

    private Verification settle(final ModelFile model, final Path content, final PartFile part, final Path file)
            throws IOException {
        final Verification found = Verification.of(model, content, file, flaw -> notKept(model, flaw));
        if (found.against() == Verification.Against.NOTHING) {
            requireCheckpoint(model, content);
            HashRecord.write(file, found.sha256());
            listener.say(model.name() + ": no hash is published; this one is recorded in " + HashRecord.pathOf(file));
        }
        Files.move(content, file, StandardCopyOption.ATOMIC_MOVE);
        part.remove();
        return found;
    }

    /** Where no hash is published, a file must at least be a checkpoint. */
    private static void requireCheckpoint(final ModelFile model, final Path content) {
        try {
            Checkpoint.read(content);
        } catch (final Fault e) {
            throw notKept(model, e.getMessage()).because(e);
        }
    }

    private static Fault notKept(final ModelFile model, final String flaw) {
        return Fault.of(
                Fault.Kind.MODEL,
                "What came from %s is not the file of %s and was not kept: %s",
                model.address(),
                model.name(),
                flaw);
    }

    private static Fault unreachable(final ModelFile model, final PartFile part, final IOException e)
            throws IOException {
        return Fault.of(
                        Fault.Kind.MODEL,
                        "%s could not be fetched from %s: %s; %s",
                        model.name(),
                        model.address(),
                        reason(model, e),
                        part.size() > 0
                                ? Sizes.text(part.size()) + " have come, and the same command goes on from there."
                                : "check the network and the proxy variables, or put the file into "
                                        + part.path().getParent() + " by hand, as " + model.file() + ".")
                .because(e);
    }

    private static String reason(final ModelFile model, final IOException e) {
        final String message = e.getMessage();
        if (message != null && !message.isBlank()) {
            return message;
        }
        final String host = URI.create(model.address()).getHost();
        return e instanceof ConnectException
                ? "no connection to " + host
                : e.getClass().getSimpleName();
    }
}
