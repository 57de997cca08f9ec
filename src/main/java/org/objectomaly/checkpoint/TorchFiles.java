package org.objectomaly.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The three ways in which pickles of tensors come: torch's zip archive, torch's legacy file, and a bare pickle. */
final class TorchFiles {
    /** The number that a legacy file of {@code torch.save} begins with, too long for 64 bits. */
    private static final BigInteger LEGACY_MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    private static final long LEGACY_VERSION = 1001;
    /** What a release says of how it was trained, beside its checkpoint. */
    private static final String CONFIG = "config.yaml";

    private static final int LONGEST_CONFIG = 1 << 20;
    private static final Storages NONE = key -> {
        throw Unreadable.damaged("the file has no storage %s", Unreadable.quote(key));
    };

    private TorchFiles() {}

    /** An archive of {@code torch.save}, or of a release that holds one and the config it was trained with. */
    static StateDict readZip(final Bytes file) {
        final Memory memory = new Memory(file.length());
        final ZipArchive archive = new ZipArchive(file, memory);
        final List<String> checkpoints = archive.names().stream()
                .filter(name -> name.matches("(.*/)?[^./][^/]*\\.(pth|pt|pkl)") && !name.matches("(.*/)?data\\.pkl"))
                .toList();
        if (pickle(archive) != null || checkpoints.isEmpty()) {
            return readArchive(archive, memory);
        }
        if (checkpoints.size() > 1) {
            throw Unreadable.noCheckpoint(
                    "it is an archive of %d checkpoints".formatted(checkpoints.size()),
                    "unpack it and give the one that is meant, such as " + Unreadable.quote(checkpoints.get(0)));
        }
        return readRelease(archive, checkpoints.get(0));
    }

    private static StateDict readRelease(final ZipArchive archive, final String checkpoint) {
        final Bytes inside = archive.entry(checkpoint);
        final ByteBuffer start = inside.slice(0, Math.min(Container.START_LENGTH, inside.length()));
        final Memory memory = new Memory(inside.length());
        final StateDict content = Container.of(start) == Container.TORCH_ZIP
                ? readArchive(new ZipArchive(inside, memory), memory)
                : readPickle(inside);
        archive.names().stream()
                .filter(name -> name.equals(CONFIG) || name.endsWith("/" + CONFIG))
                .filter(name -> archive.entry(name).length() <= LONGEST_CONFIG)
                .findFirst()
                .ifPresent(name -> content.extras().put(CONFIG, text(archive.entry(name))));
        return content;
    }

    private static String text(final Bytes entry) {
        return StandardCharsets.UTF_8.decode(entry.slice(0, entry.length())).toString();
    }

    private static String pickle(final ZipArchive archive) {
        return archive.names().stream()
                .filter(name -> name.equals("data.pkl") || name.endsWith("/data.pkl"))
                .findFirst()
                .orElse(null);
    }

    /** {@code NAME/data.pkl} is the pickle and {@code NAME/data/KEY} are the storages. */
    private static StateDict readArchive(final ZipArchive archive, final Memory memory) {
        final String pickle = pickle(archive);
        if (pickle == null) {
            throw Unreadable.unsupported("it is an archive without an entry data.pkl");
        }
        final String root = pickle.substring(0, pickle.length() - "data.pkl".length());
        if (archive.names().contains(root + "constants.pkl")) {
            throw Unreadable.unsupported(
                    "it is a TorchScript program, not a state dict (only --cas script:FILE takes one)");
        }
        if (archive.names().contains(root + "byteorder")) {
            requireLittleEndian(new Cursor(archive.entry(root + "byteorder")).u8() == 'l');
        }
        final Object content = new PickleMachine(new Cursor(archive.entry(pickle))).run();
        return StateDict.find(content, new TorchTensors(key -> archive.entry(root + "data/" + key), memory), memory);
    }

    /** A file that begins with a pickle: a legacy file of torch if that is its magic number, else the data. */
    static StateDict readPickle(final Bytes file) {
        final Memory memory = new Memory(file.length());
        final Cursor in = new Cursor(file);
        final Object first = new PickleMachine(in).run();
        return LEGACY_MAGIC.equals(first)
                ? readLegacy(file, in, memory)
                : StateDict.find(first, new TorchTensors(NONE, memory), memory);
    }

    /** After the magic number: version, machine, data, keys of the storages, and these, each after its length. */
    private static StateDict readLegacy(final Bytes file, final Cursor in, final Memory memory) {
        if (!Long.valueOf(LEGACY_VERSION).equals(new PickleMachine(in).run())) {
            throw Unreadable.unsupported("its legacy format has another version than %d", LEGACY_VERSION);
        }
        requireLittleEndian(!(new PickleMachine(in).run() instanceof Map<?, ?> machine)
                || !Boolean.FALSE.equals(machine.get("little_endian")));
        final PickleMachine pickle = new PickleMachine(in);
        final Object content = pickle.run();
        final Map<String, Bytes> storages = legacyStorages(file, in, pickle.persistentIds());
        return StateDict.find(
                content,
                new TorchTensors(key -> storages.containsKey(key) ? storages.get(key) : NONE.storage(key), memory),
                memory);
    }

    private static Map<String, Bytes> legacyStorages(
            final Bytes file, final Cursor in, final List<PersistentId> references) {
        final Map<String, TorchTensors.Reference> known = new HashMap<>();
        for (final PersistentId id : references) {
            // A whole module refers to the source of its classes as well.
            if (TorchTensors.Reference.isStorage(id)) {
                final TorchTensors.Reference reference = TorchTensors.Reference.of(id);
                known.put(reference.key(), reference);
            }
        }
        if (!(new PickleMachine(in).run() instanceof List<?> keys)) {
            throw Unreadable.damaged("it has no list of storages");
        }
        final Map<String, Bytes> storages = new HashMap<>();
        for (final Object key : keys) {
            final TorchTensors.Reference reference = key instanceof String ? known.get(key) : null;
            if (reference == null) {
                throw Unreadable.damaged("it lists a storage that no tensor uses");
            }
            final long elements = in.i64();
            if (elements != reference.elements()) {
                throw Unreadable.damaged(
                        "storage %s has %d elements where %d are expected",
                        Unreadable.quote(key), elements, reference.elements());
            }
            storages.put(reference.key(), file.part(in.position(), reference.byteCount()));
            in.skip(reference.byteCount());
        }
        return storages;
    }

    private static void requireLittleEndian(final boolean littleEndian) {
        if (!littleEndian) {
            throw Unreadable.unsupported("it was written on a big-endian machine");
        }
    }
}
