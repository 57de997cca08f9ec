package org.objectomaly.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.objectomaly.Fault;

/** Takes the one file that is meant out of a zip of several. */
final class Unpacking {
    private static final int CHUNK = 1 << 16;

    private final ModelFile model;
    private final BooleanSupplier stop;

    Unpacking(final ModelFile model, final BooleanSupplier stop) {
        this.model = model;
        this.stop = stop;
    }

    /**
     * Unpacks the model's member and compares its check sum.
     *
     * @param archive a zip
     * @param into the file to write
     * @throws ZipException if the archive is damaged
     * @throws Fault of kind MODEL if it has no such member, or of kind OUTPUT if the disk is too small
     */
    void run(final Path archive, final Path into) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            final ZipEntry entry = member(zip);
            final long space = Files.getFileStore(into.getParent()).getUsableSpace();
            if (entry.getSize() > space) {
                throw Fault.of(
                        Fault.Kind.OUTPUT,
                        "Unpacking %s needs %s in %s, where %s are free; make room.",
                        model.name(),
                        Sizes.text(entry.getSize()),
                        into.getParent(),
                        Sizes.text(space));
            }
            final CRC32 sum = new CRC32();
            try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum);
                    FileChannel out = FileChannel.open(
                            into,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                copy(in, out, entry);
                if (sum.getValue() != entry.getCrc()) {
                    throw new ZipException(entry.getName() + " has another check sum than the archive says");
                }
                out.force(true);
            }
        }
    }

    private void copy(final InputStream in, final FileChannel out, final ZipEntry entry) throws IOException {
        final byte[] chunk = new byte[CHUNK];
        long have = 0;
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            if (stop.getAsBoolean()) {
                throw new CancellationException("the user wants to stop");
            }
            have += count;
            if (have > entry.getSize()) {
                throw new ZipException(entry.getName() + " is longer than the archive says");
            }
            PartFile.write(out, chunk, count);
        }
    }

    private ZipEntry member(final ZipFile zip) {
        final Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            final ZipEntry entry = entries.nextElement();
            if (entry.getName().equals(model.member()) || entry.getName().endsWith("/" + model.member())) {
                return entry;
            }
        }
        throw Fault.of(
                Fault.Kind.MODEL,
                "The archive from %s has no file %s in it; the publisher has changed it.",
                model.address(),
                model.member());
    }
}
