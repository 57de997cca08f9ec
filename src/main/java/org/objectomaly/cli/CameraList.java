package org.objectomaly.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectomaly.Fault;
import org.objectomaly.annotate.View;
import org.objectomaly.live.Look;
import org.objectomaly.live.camera.CameraSettings;
import org.objectomaly.video.Transport;

/**
 * The cameras that a command line names, or a YAML file lists. In the file, {@code ${NAME}} stands for a variable of the
 * environment, so that passwords need not be in it.
 */
final class CameraList {
    private static final Pattern NAMED = Pattern.compile("([^=:/]+)=(.+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final WatchCommand options;
    private final UnaryOperator<String> environment;
    private final List<CameraSettings> cameras = new ArrayList<>();

    private CameraList(final WatchCommand options, final UnaryOperator<String> environment) {
        this.options = options;
        this.environment = environment;
    }

    /**
     * Reads the list.
     *
     * @param options the command
     * @param environment gives a variable's value or null
     * @return at least one camera, with names that differ
     * @throws Fault of kind USAGE or INPUT if one is wrong
     */
    static List<CameraSettings> of(final WatchCommand options, final UnaryOperator<String> environment) {
        final CameraList list = new CameraList(options, environment);
        for (final String source : options.sources) {
            if (source.toLowerCase(Locale.ROOT).matches(".*\\.ya?ml") && Files.isRegularFile(Path.of(source))) {
                list.addFile(Path.of(source));
            } else {
                list.add(source);
            }
        }
        list.requireDifferentNames();
        return list.cameras;
    }

    private void add(final String source) {
        final Matcher named = NAMED.matcher(source);
        final boolean isNamed = named.matches() && !Files.exists(Path.of(source.replace("\0", "")));
        final Entry entry = new Entry();
        entry.name =
                isNamed ? named.group(1) : options.sources.size() == 1 ? "camera" : "camera" + (cameras.size() + 1);
        entry.source = isNamed ? named.group(2) : source;
        add(entry);
    }

    private void addFile(final Path file) {
        final Listing listing;
        try {
            listing = YAML.readValue(Files.readString(file), Listing.class);
        } catch (final UnrecognizedPropertyException e) {
            throw Fault.of(
                            Fault.Kind.USAGE,
                            "The camera file %s has '%s' at line %d, which is no setting of a camera.",
                            file,
                            e.getPropertyName(),
                            e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                    .because(e);
        } catch (final JsonProcessingException e) {
            throw Fault.of(
                            Fault.Kind.USAGE,
                            "The camera file %s cannot be read at line %d: %s.",
                            file,
                            e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                            e.getOriginalMessage().lines().findFirst().orElse("not YAML"))
                    .because(e);
        } catch (final IOException e) {
            throw Fault.of(Fault.Kind.INPUT, "The camera file %s cannot be read: %s.", file, Fault.reason(e))
                    .because(e);
        }
        if (listing == null || listing.cameras == null || listing.cameras.isEmpty()) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "The camera file %s lists no cameras; it begins with `cameras:` and has `- name: front` and"
                            + " `  source: rtsp://...` for each.",
                    file);
        }
        listing.cameras.forEach(this::add);
    }

    private void add(final Entry entry) {
        if (entry == null || entry.source == null || entry.name == null) {
            throw Fault.of(Fault.Kind.USAGE, "Each camera of a file needs a name and a source.");
        }
        final Look usual = options.look();
        final View view = entry.view == null ? usual.view() : Choice.of("view", entry.view, View.values());
        final float threshold = entry.threshold == null ? usual.threshold() : entry.threshold;
        final String forward = entry.forward == null ? options.forward : entry.forward;
        if (Boolean.TRUE.equals(entry.clips) && options.record == null) {
            throw Fault.of(
                    Fault.Kind.USAGE, "Camera %s wants clips, which need a folder: add --record DIR.", entry.name);
        }
        cameras.add(new CameraSettings(
                entry.name,
                filled(entry.source),
                entry.transport == null
                        ? options.transport()
                        : Choice.of("transport", entry.transport, Transport.values()),
                entry.stall == null ? options.stall() : WatchCommand.seconds("stall", entry.stall),
                entry.loop == null ? options.loop : entry.loop,
                entry.refresh == null
                        ? options.refresh().atMost()
                        : RefreshOption.parse(entry.refresh).atMost(),
                new Look(view, threshold),
                options.drawing.minObjectArea,
                forward == null ? null : filled(forward).replace("{}", entry.name),
                entry.clips == null ? options.clips : entry.clips));
    }

    private String filled(final String text) {
        final Matcher variables = VARIABLE.matcher(text);
        return variables.replaceAll(found -> {
            final String value = environment.apply(found.group(1));
            if (value == null) {
                throw Fault.of(
                        Fault.Kind.USAGE,
                        "A source names the variable %s, which the environment does not have.",
                        found.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private void requireDifferentNames() {
        final Set<String> names = new HashSet<>();
        final Set<String> targets = new HashSet<>();
        for (final CameraSettings camera : cameras) {
            if (!names.add(camera.name())) {
                throw Fault.of(Fault.Kind.USAGE, "Two cameras are called '%s': give each its own name.", camera.name());
            }
            if (camera.forward() != null && !targets.add(camera.forward())) {
                throw Fault.of(
                        Fault.Kind.USAGE,
                        "Two cameras would be forwarded to one address: put {} where the camera's name belongs.");
            }
        }
    }

    /** The file. */
    static final class Listing {
        public List<Entry> cameras;
    }

    /** One camera of the file; what is missing is as the command line says. */
    @JsonIgnoreProperties(ignoreUnknown = false)
    static final class Entry {
        public String name;
        public String source;
        public String transport;
        public String stall;
        public Boolean loop;
        public String refresh;
        public Boolean clips;
        public String view;
        public Float threshold;
        public String forward;
    }
}
