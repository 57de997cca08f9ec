package org.objectomaly.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectomaly.Fault;

/** Reads recipes. */
public final class Recipes {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private Recipes() {}

    /**
     * Reads a recipe.
     *
     * @param file a YAML file with every component of the recipe
     * @param kind which recipe
     * @param <R> which recipe
     * @return the recipe
     * @throws Fault of kind USAGE if the file is not there, not YAML, or a value is missing, unknown or of a wrong kind
     */
    public static <R> R read(final Path file, final Class<R> kind) {
        if (!Files.isRegularFile(file)) {
            throw Fault.of(Fault.Kind.USAGE, "There is no recipe %s; check --recipe.", file);
        }
        try {
            return YAML.readValue(Files.readString(file), kind);
        } catch (final JsonProcessingException e) {
            throw Fault.of(
                            Fault.Kind.USAGE,
                            "The recipe %s does not fit (%s); compare it with the one in models/.",
                            file,
                            e.getOriginalMessage().replaceFirst("(?s) \\(.*|\n.*", ""))
                    .because(e);
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.INPUT, "The recipe %s cannot be read; check its rights.", file)
                    .because(e);
        }
    }
}
