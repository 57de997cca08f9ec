package org.objectomaly.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.objectomaly.Fault;

/** The form of a file of weights, told by how it begins. */
public enum Container {
    /** The archive that {@code torch.save} writes since version 1.6. */
    TORCH_ZIP("zip archive of torch.save"),
    /** The pickles in a row that {@code torch.save} wrote before. */
    TORCH_LEGACY("legacy file of torch.save"),
    /** One pickle, of NumPy arrays. */
    PICKLE("pickle"),
    /** A header of JSON, then the tensors. */
    SAFETENSORS("safetensors"),
    /** Nothing that is known. */
    OTHER("unknown");

    /** As many bytes as decide. */
    static final int START_LENGTH = 64;

    private static final int PICKLE_PROTOCOL = 0x80;
    /** A pickle of version 2 whose value is the long number that torch chose: protocol, LONG1, its length and bytes. */
    private static final byte[] LEGACY_START = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19
    };

    private final String words;

    Container(final String words) {
        this.words = words;
    }

    /**
     * For people.
     *
     * @return a few words
     */
    public String words() {
        return words;
    }

    /**
     * The form of a file.
     *
     * @param file that exists
     * @return its form; it may be damaged all the same
     * @throws Fault of kind MODEL if it cannot be read
     */
    public static Container of(final Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(ByteBuffer.wrap(in.readNBytes(START_LENGTH)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.MODEL, "%s cannot be read; check its permissions and the disk.", file)
                    .because(e);
        }
    }

    /** The same of the first {@value #START_LENGTH} bytes, or of all if there are fewer. */
    static Container of(final ByteBuffer start) {
        if (start.remaining() >= Integer.BYTES && start.getInt(0) == ZipArchive.LOCAL_SIGNATURE) {
            return TORCH_ZIP;
        }
        // Before the pickle: a header's length may well begin with the byte that begins every pickle.
        if (Safetensors.isSound(start)) {
            return SAFETENSORS;
        }
        if (start.hasRemaining() && (start.get(0) & 0xff) == PICKLE_PROTOCOL) {
            final byte[] first = new byte[Math.min(LEGACY_START.length, start.remaining())];
            start.get(0, first);
            return Arrays.equals(first, LEGACY_START) ? TORCH_LEGACY : PICKLE;
        }
        return Safetensors.isLike(start) ? SAFETENSORS : OTHER;
    }
}
