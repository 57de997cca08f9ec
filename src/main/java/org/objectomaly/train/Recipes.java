package org.objectomaly.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
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

    /** Samples have sides that every network can halve five times. */
    private static final int MULTIPLE = 32;

    private Recipes() {}

    static void requireSize(final int height, final int width) {
        if (height < MULTIPLE || width < MULTIPLE || height % MULTIPLE != 0 || width % MULTIPLE != 0) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "height and width of a recipe are multiples of %d, not %d and %d.",
                    MULTIPLE,
                    height,
                    width);
        }
    }

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
        } catch (final UnrecognizedPropertyException e) {
            throw Fault.of(
                            Fault.Kind.USAGE,
                            "The recipe %s has a line '%s', which is none of a recipe's; compare it with the one in models/.",
                            file,
                            e.getPropertyName())
                    .because(e);
        } catch (final JsonProcessingException e) {
            if (e.getCause() instanceof Fault fault) {
                throw fault;
            }
            throw Fault.of(
                            Fault.Kind.USAGE,
                            "The recipe %s does not fit (%s); compare it with the one in models/.",
                            file,
                            e.getOriginalMessage()
                                    .replaceFirst("(?s)^Cannot construct instance of `[^`]*`[^:]*: ", "")
                                    .replaceFirst("(?s) \\(.*|\n.*", ""))
                    .because(e);
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.INPUT, "The recipe %s cannot be read; check its rights.", file)
                    .because(e);
        }
    }
}
