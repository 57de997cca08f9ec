package org.objectomaly.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OutputArchive;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.checkpoint.SafetensorsWriter;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.nn.Parameters;

/**
 * A run on disk.
 *
 * <pre>
 * state.safetensors   weights, their running mean, and the step
 * optimizer-STEP.pt   the optimizer at that step
 * best.safetensors    the mean that was best on the validation pictures: the trained network
 * log.jsonl           the figures of each validation, one JSON object a line
 * loss.svg, figures.svg   the same as pictures
 * </pre>
 */
final class RunFolder {
    private static final String STEP = "step";
    private static final String CURRENT = "current/";
    private static final String MEAN = "mean/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private double best = Double.NEGATIVE_INFINITY;

    /** Where a run stands. */
    record State(int step, Map<String, TensorData> current, Map<String, TensorData> means) {}

    RunFolder(final Path folder) {
        this.folder = folder;
        make(folder);
    }

    /** Makes a folder where there is none. */
    static void make(final Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (final IOException e) {
            throw unwritable(folder).because(e);
        }
    }

    /** The trained network. */
    Path best() {
        return folder.resolve("best.safetensors");
    }

    /** Where the run stands; at the beginning if it has not begun. */
    State resume(final Map<String, TensorData> beginning) {
        final Path file = folder.resolve("state.safetensors");
        if (!Files.exists(file)) {
            return new State(0, beginning, beginning);
        }
        for (final Map<String, Object> line : log()) {
            // After the step and the loss comes the figure that decides.
            final List<Object> figures = new ArrayList<>(line.values());
            best = Math.max(best, ((Number) figures.get(2)).doubleValue());
        }
        final Checkpoint checkpoint = Checkpoint.read(file);
        final int step = Integer.parseInt(checkpoint.extras().get(STEP).toString());
        return new State(step, below(CURRENT, checkpoint, beginning), below(MEAN, checkpoint, beginning));
    }

    private static Map<String, TensorData> below(
            final String prefix, final Checkpoint checkpoint, final Map<String, TensorData> beginning) {
        final Map<String, TensorData> tensors = new LinkedHashMap<>();
        beginning.keySet().forEach(name -> {
            final TensorData tensor = checkpoint.tensors().get(prefix + name);
            if (tensor == null) {
                throw Fault.of(
                        Fault.Kind.MODEL,
                        "%s is of another network (it has no %s); give this run another folder.",
                        checkpoint.file(),
                        name);
            }
            tensors.put(name, tensor);
        });
        return tensors;
    }

    /** Brings the optimizer to where it stood. */
    void resume(final AdamW optimizer, final int step) {
        final InputArchive archive = new InputArchive();
        archive.load_from(optimizerFile(step).toString());
        optimizer.load(archive);
    }

    /** Saves where the run stands; what was saved before counts until this is complete. */
    void save(final int step, final Parameters parameters, final AdamW optimizer) {
        final Path file = optimizerFile(step);
        try (OutputArchive archive = new OutputArchive()) {
            optimizer.save(archive);
            archive.save_to(file.toString());
        }
        final Map<String, TensorData> tensors = new LinkedHashMap<>();
        parameters.current().forEach((name, tensor) -> tensors.put(CURRENT + name, tensor));
        parameters.means().forEach((name, tensor) -> tensors.put(MEAN + name, tensor));
        SafetensorsWriter.write(folder.resolve("state.safetensors"), tensors, Map.of(STEP, Integer.toString(step)));
        try (var files = Files.list(folder)) {
            for (final Path other : files.toList()) {
                if (other.getFileName().toString().startsWith("optimizer-") && !other.equals(file)) {
                    Files.delete(other);
                }
            }
        } catch (final IOException e) {
            throw unwritable(folder).because(e);
        }
    }

    private Path optimizerFile(final int step) {
        return folder.resolve("optimizer-" + step + ".pt");
    }

    /** Adds the figures of a validation, and draws the curves anew. */
    void log(final int step, final Map<String, Double> figures) {
        final Map<String, Object> line = new LinkedHashMap<>();
        line.put(STEP, step);
        line.putAll(figures);
        try {
            Files.writeString(
                    folder.resolve("log.jsonl"),
                    JSON.writeValueAsString(line) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            Curves.draw(folder, log());
        } catch (final IOException e) {
            throw unwritable(folder).because(e);
        }
    }

    private List<Map<String, Object>> log() {
        final List<Map<String, Object>> lines = new ArrayList<>();
        try {
            for (final String line : Files.readAllLines(folder.resolve("log.jsonl"))) {
                lines.add(JSON.readValue(line, new TypeReference<LinkedHashMap<String, Object>>() {}));
            }
        } catch (final JsonProcessingException e) {
            throw Fault.of(Fault.Kind.INPUT, "%s is damaged; remove it to go on.", folder.resolve("log.jsonl"))
                    .because(e);
        } catch (final IOException e) {
            // No validation yet.
            return List.of();
        }
        return lines;
    }

    /** Keeps weights that are better than all before. */
    void keepIfBest(final Map<String, TensorData> weights, final Map<String, Double> figures, final int step) {
        final double figure = figures.values().iterator().next();
        if (figure <= best) {
            return;
        }
        best = figure;
        final Map<String, TensorData> tensors = new LinkedHashMap<>();
        // Kernels in half precision: half the size, and no figure changes. Variances may be too small for it.
        weights.forEach((name, tensor) -> tensors.put(
                name, tensor.shape().length == 4 ? TensorData.ofHalves(tensor.toFloats(), tensor.shape()) : tensor));
        final Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(STEP, Integer.toString(step));
        figures.forEach((name, value) -> metadata.put(name, String.format(Locale.ROOT, "%.2f", value)));
        SafetensorsWriter.write(best(), tensors, metadata);
    }

    private static Fault unwritable(final Path folder) {
        return Fault.of(
                Fault.Kind.OUTPUT, "The folder %s cannot be written; check that it may be and has room.", folder);
    }
}
