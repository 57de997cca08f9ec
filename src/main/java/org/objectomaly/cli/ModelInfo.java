package org.objectomaly.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.objectomaly.Fault;
import org.objectomaly.cas.Backbone;
import org.objectomaly.cas.Backbones;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.checkpoint.Container;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.models.Catalogue;
import org.objectomaly.models.ModelFile;
import org.objectomaly.models.Sha256;
import org.objectomaly.nn.PidiNet;
import org.objectomaly.nn.RoadMasks;
import org.objectomaly.nn.Weights;
import org.objectomaly.objectness.FastSamMasks;
import org.objectomaly.objectness.SegmentAnything;

/** What {@code models info} tells of a file, published or not. */
final class ModelInfo {
    private static final String UNKNOWN = "none that is known";

    private final Path file;
    private final Catalogue catalogue;

    ModelInfo(final Path file, final Catalogue catalogue) {
        this.file = file;
        this.catalogue = catalogue;
    }

    /** All facts in reading order. */
    Map<String, Object> facts() {
        final Checkpoint checkpoint = Checkpoint.read(file);
        final String sha256 = Sha256.of(file);
        final Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", file.toString());
        facts.put("bytes", size());
        facts.put("sha256", sha256);
        facts.put("container", Container.of(file).words());
        facts.put("network", network(Weights.of(checkpoint)));
        facts.put("published as", published(sha256));
        facts.put("tensors", checkpoint.tensors().size());
        facts.put(
                "parameters",
                checkpoint.tensors().values().stream()
                        .mapToLong(TensorData::count)
                        .sum());
        facts.put("parameters by type", byType(checkpoint));
        return facts;
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.MODEL, "%s cannot be read; check its permissions and the disk.", file)
                    .because(e);
        }
    }

    /** The options a network of these weights can be given to. */
    private static String network(final Weights weights) {
        for (final Backbone backbone : Backbones.all()) {
            if (backbone.recognises(weights)) {
                return "one that scores, as " + backbone.file().name() + " (--cas)";
            }
        }
        if (RoadMasks.recognises(weights)) {
            return "one that finds boundaries, as road-masks (--masks)";
        }
        if (FastSamMasks.recognises(weights) || SegmentAnything.recognises(weights)) {
            return "one that finds objects, FastSAM or of the SAM family (--masks)";
        }
        return PidiNet.recognises(weights) ? "one that finds boundaries, PiDiNet (--masks)" : UNKNOWN;
    }

    private String published(final String sha256) {
        return catalogue.all().stream()
                .filter(model -> model.sha256().equals(sha256))
                .map(ModelFile::name)
                .findFirst()
                .orElse(UNKNOWN);
    }

    private static Map<String, Long> byType(final Checkpoint checkpoint) {
        final Map<String, Long> counts = new TreeMap<>();
        final List<TensorData> tensors = List.copyOf(checkpoint.tensors().values());
        for (final TensorData tensor : tensors) {
            counts.merge(tensor.dtype().name().toLowerCase(Locale.ROOT), (long) tensor.count(), Long::sum);
        }
        return counts;
    }
}
