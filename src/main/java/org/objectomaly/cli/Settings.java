package org.objectomaly.cli;

import com.beust.jcommander.IDefaultProvider;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.objectomaly.Fault;

/**
 * Where an option's value comes from when it is not on the command line: the environment ({@code OBJECTOMALY_CAS} for
 * {@code --cas}), then the YAML file named by {@code --config} ({@code cas: enet}).
 */
final class Settings implements IDefaultProvider {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final int LARGEST_FILE = 1 << 20;

    private final UnaryOperator<String> environment;
    private final Map<String, Object> file;
    private final Set<String> asked = new HashSet<>();
    private final Map<String, String> origins = new HashMap<>();
    private final Path path;

    private Settings(final UnaryOperator<String> environment, final Path path, final Map<String, Object> file) {
        this.environment = environment;
        this.path = path;
        this.file = file;
    }

    /**
     * Reads the settings a command line refers to.
     *
     * @param arguments the command line, looked through for {@code --config FILE}
     * @param environment gives a variable's value or null
     * @return the settings
     */
    static Settings of(final List<String> arguments, final UnaryOperator<String> environment) {
        final String path = configPath(arguments, environment);
        return path == null
                ? new Settings(environment, null, Map.of())
                : new Settings(environment, Path.of(path), read(Path.of(path)));
    }

    private static String configPath(final List<String> arguments, final UnaryOperator<String> environment) {
        final int at = arguments.indexOf("--config");
        return at >= 0 && at + 1 < arguments.size() ? arguments.get(at + 1) : environment.apply(variable("--config"));
    }

    private static Map<String, Object> read(final Path path) {
        if (!Files.isRegularFile(path)) {
            throw Fault.of(Fault.Kind.USAGE, "The settings file %s is not there; check --config.", path);
        }
        try {
            if (Files.size(path) > LARGEST_FILE) {
                throw Fault.of(Fault.Kind.USAGE, "The settings file %s is too large for YAML settings.", path);
            }
            final JsonNode lines = YAML.readTree(Files.readString(path));
            return lines.isMissingNode() || lines.isNull()
                    ? Map.of()
                    : YAML.convertValue(lines, new TypeReference<Map<String, Object>>() {});
        } catch (final IOException | IllegalArgumentException e) {
            throw Fault.of(
                            Fault.Kind.USAGE,
                            "The settings file %s is not a YAML list of `option: value` lines, each option once; mend it.",
                            path)
                    .because(e);
        }
    }

    @Override
    public String getDefaultValueFor(final String optionName) {
        final String key = optionName.replaceFirst("^-+", "");
        asked.add(key);
        final String fromEnvironment = environment.apply(variable(optionName));
        // A variable that is there and empty is what compose files make of one that is not.
        if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
            origins.put(optionName, "the environment variable " + variable(optionName));
            return fromEnvironment;
        }
        final Object value = file.get(key);
        if (value == null) {
            return null;
        }
        origins.put(optionName, "the settings file " + path);
        return value.toString();
    }

    /**
     * Where a value that was refused came from.
     *
     * @param complaint which names the option
     * @param words of the command line, which override these settings
     * @return " (from ...)", or nothing if it was on the command line
     */
    String origin(final String complaint, final List<String> words) {
        return origins.entrySet().stream()
                .filter(entry -> !words.contains(entry.getKey()))
                .filter(entry -> complaint.matches("(?s).*(^|[^a-z-])" + entry.getKey() + "($|[^a-z-]).*"))
                .map(entry -> " (from " + entry.getValue() + ")")
                .findFirst()
                .orElse("");
    }

    /** Complains about a line of the file that is no option of the command. */
    void checkAllKnown() {
        if (file.containsKey("config")) {
            throw Fault.of(
                    Fault.Kind.USAGE, "The settings file %s names another one, which is not read; take it out.", path);
        }
        for (final String key : file.keySet()) {
            if (!asked.contains(key)) {
                throw Fault.of(
                        Fault.Kind.USAGE,
                        "The settings file %s sets '%s', which is no option of this command; see --help.",
                        path,
                        key);
            }
        }
    }

    static String variable(final String optionName) {
        return "OBJECTOMALY_"
                + optionName.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
