package org.objectomaly.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.objectomaly.Fault;

/** What tells one checkpoint from another. */
public final class Sha256 {
    private Sha256() {}

    /**
     * The hash of a file.
     *
     * @param file to be read to its end
     * @return the hash, in hexadecimal
     * @throws Fault of kind MODEL if the file cannot be read
     */
    public static String of(final Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.MODEL, "%s cannot be read (%s).", file, Fault.reason(e))
                    .because(e);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
