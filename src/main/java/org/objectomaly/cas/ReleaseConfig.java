package org.objectomaly.cas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.Checkpoint;

/**
 * The config that detectron2 writes beside a checkpoint, where a release holds it. Nearly all it says the shapes of the
 * weights say too; what they do not say has to be what all published networks have.
 */
final class ReleaseConfig {
    private static final String NAME = "config.yaml";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Map<String, String> MUST_BE = Map.of(
            "/MODEL/MASK_FORMER/NHEADS", "8",
            "/MODEL/MASK_FORMER/PRE_NORM", "false",
            "/MODEL/SEM_SEG_HEAD/DEFORMABLE_TRANSFORMER_ENCODER_N_HEADS", "8",
            "/MODEL/SWIN/APE", "false",
            "/INPUT/FORMAT", "RGB");

    private ReleaseConfig() {}

    /**
     * Refuses a checkpoint whose config asks for another network than would be built.
     *
     * @param checkpoint with or without a config
     * @throws Fault of kind MODEL that names the entry
     */
    static void check(final Checkpoint checkpoint) {
        if (!(checkpoint.extras().get(NAME) instanceof String text)) {
            return;
        }
        final JsonNode config = parsed(checkpoint, text);
        final Map<String, String> mustBe = new LinkedHashMap<>(MUST_BE);
        if (config.at("/MODEL/BACKBONE/NAME").asText().contains("resnet")) {
            mustBe.put("/MODEL/RESNETS/STRIDE_IN_1X1", "false");
        }
        mustBe.forEach((entry, value) -> {
            final String found = config.at(entry).asText(value);
            if (!found.equals(value)) {
                throw Fault.of(
                        Fault.Kind.MODEL,
                        "%s: its %s has %s for %s, and only networks with %s are known.",
                        checkpoint.file(),
                        NAME,
                        found,
                        entry.substring(1).replace('/', '.'),
                        value);
            }
        });
    }

    private static JsonNode parsed(final Checkpoint checkpoint, final String text) {
        try {
            return YAML.readTree(text);
        } catch (final JsonProcessingException e) {
            throw Fault.of(Fault.Kind.MODEL, "%s: its %s is no YAML.", checkpoint.file(), NAME)
                    .because(e);
        }
    }
}
