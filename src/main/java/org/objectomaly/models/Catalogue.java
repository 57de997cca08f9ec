package org.objectomaly.models;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectomaly.Fault;

/** All checkpoints known by name, in the order in which they are listed. */
public final class Catalogue {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private final List<ModelFile> models;

    private Catalogue(final List<ModelFile> models) {
        this.models = List.copyOf(models);
        final Set<String> taken = new HashSet<>();
        for (final ModelFile model : models) {
            if (!taken.add(model.name()) || !taken.add("file " + model.file())) {
                throw new IllegalArgumentException("two entries have the name or the file of " + model.name());
            }
        }
    }

    /** Read once, when the first name is looked up. */
    private static final class Shipped {
        static final Catalogue CATALOGUE = read();

        private static Catalogue read() {
            try (InputStream in = Catalogue.class.getResourceAsStream("catalog.json")) {
                return of(in.readAllBytes());
            } catch (final IOException e) {
                throw new IllegalStateException("the program's own catalogue of models", e);
            }
        }
    }

    /**
     * The program's own: its {@code models/catalog.json}, as it was when the program was built.
     *
     * @return the catalogue
     */
    public static Catalogue shipped() {
        return Shipped.CATALOGUE;
    }

    /**
     * Another one of the same form, such as one with the addresses of a mirror.
     *
     * @param file a JSON list of entries
     * @return the catalogue
     * @throws Fault of kind USAGE if it cannot be read
     */
    public static Catalogue read(final Path file) {
        try {
            return of(Files.readAllBytes(file));
        } catch (final JacksonException | IllegalArgumentException e) {
            throw Fault.of(
                            Fault.Kind.USAGE,
                            "%s is no catalogue of models (%s); its form is that of the program's models/catalog.json.",
                            file,
                            e.getMessage().lines().findFirst().orElse(""))
                    .because(e);
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.USAGE, "The catalogue %s cannot be read; check --catalog.", file)
                    .because(e);
        }
    }

    private static Catalogue of(final byte[] json) throws IOException {
        return new Catalogue(JSON.readValue(json, new TypeReference<List<ModelFile>>() {}));
    }

    /**
     * All entries.
     *
     * @return in the order of the file
     */
    public List<ModelFile> all() {
        return models;
    }

    /**
     * The entry of a name.
     *
     * @param name as users write it
     * @return the entry
     * @throws Fault of kind MODEL if there is none
     */
    public ModelFile named(final String name) {
        return models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Fault.of(
                        Fault.Kind.MODEL,
                        "There is no model \"%s\"; known are %s.",
                        name,
                        models.stream().map(ModelFile::name).collect(Collectors.joining(", "))));
    }
}
