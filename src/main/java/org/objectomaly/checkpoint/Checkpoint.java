package org.objectomaly.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.objectomaly.Fault;

/**
 * A file of weights: named tensors in the order of the file.
 *
 * <p>Read are the zip and the legacy files of {@code torch.save}, holding a state dict, a dict around one (under
 * {@code model}, {@code state_dict}, {@code net} and the like) or a whole pickled module; plain pickles of NumPy
 * arrays; and safetensors. Which of them a file is says its content, not its name. Where every name begins with
 * {@code module.}, the trace of training on several devices, it is taken off.
 *
 * <p>The tensors are views of the mapped file, which must not be changed as long as one of them is in use; replacing
 * it by another file of the same name does no harm.
 *
 * @param file where it was read from
 * @param tensors the tensors by name, in the order of the file; cannot be changed
 * @param extras numbers and texts beside them (an epoch, the metadata of a safetensors file); cannot be changed
 */
public record Checkpoint(Path file, Map<String, TensorData> tensors, Map<String, Object> extras) {
    private static final String PARALLEL_PREFIX = "module.";

    /** Keeps copies of the maps. */
    public Checkpoint {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    }

    /**
     * Reads a file of weights. Nothing in it is executed.
     *
     * @param file the file, in any of the known formats
     * @return its tensors, at least one
     * @throws Fault of kind MODEL if the file is missing, damaged, or nothing of the kind
     */
    public static Checkpoint read(final Path file) {
        // Only a regular file can be mapped, and opening a pipe would wait for its writer.
        if (!Files.isRegularFile(file)) {
            throw Fault.of(
                    Fault.Kind.MODEL,
                    Files.exists(file)
                            ? "%s is not a file; give the path of a checkpoint (.pth, .pt, .pkl or .safetensors)."
                            : "%s does not exist; give the path of a checkpoint (.pth, .pt, .pkl or .safetensors).",
                    file);
        }
        try (MappedFile bytes = MappedFile.open(file)) {
            return read(file, bytes);
        } catch (final IOException | UncheckedIOException e) {
            throw Fault.of(Fault.Kind.MODEL, "%s cannot be read; check its permissions and the disk.", file)
                    .because(e);
        }
    }

    static Checkpoint read(final Path file, final Bytes bytes) {
        try {
            final StateDict content = parse(bytes);
            if (content.tensors().isEmpty()) {
                throw Unreadable.unsupported("it holds no tensors");
            }
            return new Checkpoint(file, withoutParallelPrefix(content.tensors()), content.extras());
        } catch (final Unreadable e) {
            throw e.toFault(file);
        }
    }

    private static StateDict parse(final Bytes bytes) {
        final ByteBuffer start = bytes.slice(0, Math.min(Container.START_LENGTH, bytes.length()));
        return switch (Container.of(start)) {
            case TORCH_ZIP -> TorchFiles.readZip(bytes);
            case TORCH_LEGACY, PICKLE -> TorchFiles.readPickle(bytes);
            case SAFETENSORS -> Safetensors.read(bytes);
            case OTHER ->
                throw somethingElse(StandardCharsets.ISO_8859_1.decode(start).toString());
        };
    }

    /** What people most often have in place of the checkpoint they meant to download. */
    private static Unreadable somethingElse(final String start) {
        final String text = start.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return Unreadable.noCheckpoint("it is empty", "fetch it again");
        }
        if (text.contains("<!doctype") || text.contains("<html") || text.contains("<?xml")) {
            return Unreadable.noCheckpoint(
                    "it is a web page, perhaps the site's question before a large download",
                    "open the address in a browser and save the file itself");
        }
        if (text.startsWith("version https://git-lfs")) {
            return Unreadable.noCheckpoint("it is a Git LFS pointer", "run git lfs pull where it came from");
        }
        return Unreadable.noCheckpoint(
                "it begins with " + Unreadable.quote(start.substring(0, Math.min(8, start.length()))),
                "known are the files of torch.save, pickles of NumPy arrays, and safetensors");
    }

    private static Map<String, TensorData> withoutParallelPrefix(final Map<String, TensorData> tensors) {
        if (!tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL_PREFIX))) {
            return tensors;
        }
        final Map<String, TensorData> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> renamed.put(name.substring(PARALLEL_PREFIX.length()), tensor));
        return renamed;
    }
}
