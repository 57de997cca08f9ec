package org.objectomaly.cuda;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps binaries in a folder, so that each version of a compiler compiles each source once for each kind of GPU. */
public final class KernelCache implements KernelCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(KernelCache.class);

    private final Path folder;
    private final KernelCompiler compiler;

    /**
     * A cache in front of a compiler.
     *
     * @param folder where binaries are kept; made when it is needed
     * @param compiler makes what is not there
     */
    public KernelCache(final Path folder, final KernelCompiler compiler) {
        this.folder = folder;
        this.compiler = compiler;
    }

    @Override
    public byte[] compile(final String name, final String source, final String architecture) {
        final Path file = folder.resolve(name + "-" + architecture + "-" + hash(compiler.version(), source) + ".cubin");
        try {
            if (Files.isRegularFile(file)) {
                return Files.readAllBytes(file);
            }
        } catch (final IOException e) {
            LOG.debug("{} cannot be read and is made anew", file, e);
        }
        final byte[] binary = compiler.compile(name, source, architecture);
        keep(file, binary);
        return binary;
    }

    /** Whoever reads sees a whole file or none. */
    private void keep(final Path file, final byte[] binary) {
        try {
            Files.createDirectories(folder);
            final Path part = folder.resolve(
                    file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
            // A machine that loses power must not find the name without the bytes: the driver would refuse them for
            // ever.
            Files.write(part, binary, CREATE, WRITE, TRUNCATE_EXISTING, SYNC);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            LOG.debug("{} cannot be kept; it will be compiled again", file, e);
        }
    }

    private static String hash(final String version, final String source) {
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(version.getBytes(StandardCharsets.UTF_8));
            digest.update(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
