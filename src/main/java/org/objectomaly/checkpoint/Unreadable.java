package org.objectomaly.checkpoint;

import java.nio.file.Path;
import org.objectomaly.Fault;

/**
 * What is wrong with a file, said by the part that found it. {@link Checkpoint#read} adds the file's name and makes
 * it a {@link Fault}: no part below needs to know which file it reads.
 */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST_QUOTE = 100;

    private final String verdict;
    private final String remedy;

    private Unreadable(final String verdict, final String what, final String remedy) {
        super(what);
        this.verdict = verdict;
        this.remedy = remedy;
    }

    /** The file contradicts itself or ends too early. */
    static Unreadable damaged(final String what, final Object... arguments) {
        return new Unreadable(
                "is damaged",
                String.format(what, arguments),
                "fetch it again and compare its size and hash with the published ones");
    }

    /** The file may well be sound, but it holds what this program does not read. */
    static Unreadable unsupported(final String what, final Object... arguments) {
        return new Unreadable(
                "cannot be used",
                String.format(what, arguments),
                "save it again with torch.save(model.state_dict(), file) or as safetensors");
    }

    /** The file is something else than a checkpoint. */
    static Unreadable noCheckpoint(final String what, final String remedy) {
        return new Unreadable("is not a checkpoint", what, remedy);
    }

    Fault toFault(final Path file) {
        return Fault.of(Fault.Kind.MODEL, "%s %s: %s; %s.", file, verdict, getMessage(), remedy)
                .because(this);
    }

    /** A name out of the file, made short and harmless for a terminal; other data are not walked, only told. */
    static String quote(final Object name) {
        final boolean plain = name instanceof String || name instanceof Number || name instanceof PickleClass;
        final String text = plain ? name.toString() : "something unnamed";
        final String clipped = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
        return "'" + clipped.replaceAll("[^\\x20-\\x7e]", "?") + "'";
    }
}
