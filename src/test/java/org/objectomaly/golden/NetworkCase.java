package org.objectomaly.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.WeightSource;
import org.objectomaly.nn.Weights;

/**
 * A golden case of a network that looks at pictures: its weights (the published checkpoint that the config names, or
 * filled by the recipe) and its pictures (by recipe, stored beside the config, or from the shared data).
 *
 * @param file {@code config.json} or {@code config_TAG.json}
 * @param config its content
 * @param expected what must come out
 */
public record NetworkCase(Path file, JsonNode config, Expected expected) {
    private static final Pattern CHECKPOINT = Pattern.compile("[\\w./-]+\\.(pth|pt|pkl|safetensors)");
    private static final Pattern PICTURE = Pattern.compile("[\\w./-]+\\.(jpg|jpeg|png)");

    /** Reads a case. */
    static NetworkCase of(final Path file) {
        return new NetworkCase(file, GoldenRoot.json(file), Expected.of(file));
    }

    /** The weights; a test that cannot have them is skipped with the reason. */
    Weights weights() {
        final String text = config.path("weights").asText();
        if (!text.contains("real") && !CHECKPOINT.matcher(text).find()) {
            return filled();
        }
        final Optional<Path> checkpoint = checkpoint(text);
        assumeTrue(checkpoint.isPresent(), () -> file + " needs \"" + text + "\", found in none of " + dataRoots());
        return Weights.of(Checkpoint.read(checkpoint.orElseThrow()));
    }

    private Optional<Path> checkpoint(final String text) {
        final String folder = "weights_" + file.toAbsolutePath().getParent().getFileName();
        final Matcher name = CHECKPOINT.matcher(text);
        if (name.find()) {
            // Some configs name the file alone and not the weights' folder, which is called after the case.
            return found(name.group()).or(() -> found(folder + "/" + name.group()));
        }
        // No file is named: the only one of that folder.
        return found(folder).map(NetworkCase::onlyCheckpoint);
    }

    private static Path onlyCheckpoint(final Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            f -> CHECKPOINT.matcher(f.getFileName().toString()).matches())
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each tensor is made when a network takes it, so that the largest network needs no second copy. */
    private Weights filled() {
        final FillRules rules = new FillRules(config);
        final Map<String, long[]> shapes = new LinkedHashMap<>();
        final Map<String, Supplier<float[]>> values = new LinkedHashMap<>();
        final Path keys = GoldenRoot.beside(file, "keys", ".txt");
        try (Stream<String> lines = Files.lines(keys)) {
            lines.filter(line -> !line.isBlank()).map(line -> line.split("\t")).forEach(line -> {
                final long[] shape = Arrays.stream(
                                line[2].replaceAll("[\\[\\] ]", "").split(","))
                        .filter(side -> !side.isEmpty())
                        .mapToLong(Long::parseLong)
                        .toArray();
                final String key = line[0].replaceFirst("^module\\.", "");
                final long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
                shapes.put(key, shape);
                values.put(
                        key,
                        () -> rules.fills(line[0], line[1])
                                ? rules.weight(line[0], shape)
                                : kept(line[0], Math.toIntExact(count)));
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return Weights.of(keys.toString(), new WeightSource() {
            @Override
            public Set<String> keys() {
                return shapes.keySet();
            }

            @Override
            public long[] shape(final String key) {
                return shapes.get(key);
            }

            @Override
            public float[] values(final String key) {
                return values.get(key).get();
            }
        });
    }

    /** What the constructor made: YOLO's distances count up, all else that has a use is filled. */
    private static float[] kept(final String key, final int count) {
        final float[] values = new float[count];
        for (int i = 0; i < count && key.endsWith("dfl.conv.weight"); i++) {
            values[i] = i;
        }
        return values;
    }

    /** Names of the pictures. */
    List<String> pictures() {
        return config.get("images").properties().stream().map(Map.Entry::getKey).toList();
    }

    /** A picture; a test that cannot have it is skipped with the reason. */
    Picture picture(final String name) {
        return picture(name, config.get("images").get(name));
    }

    /** The picture of a case that has one alone. */
    Picture picture() {
        return picture("the only one", config.get("image"));
    }

    private Picture picture(final String name, final JsonNode image) {
        if (image.path("recipe").asText().equals("scene")) {
            final Picture picture =
                    new Picture(image.get("width").asInt(), image.get("height").asInt());
            final String salt = config.path("salt").asText();
            final String key = image.get("key").asText();
            picture.rgb()
                    .put(Recipes.scene(
                            key.startsWith(salt) ? key : salt + key,
                            picture.height(),
                            picture.width(),
                            image.get("shapes")));
            return picture;
        }
        final String text =
                image.isTextual() ? image.asText() : image.path("file").asText();
        final Matcher path = PICTURE.matcher(text);
        if (!path.find()) {
            throw new AssertionError(file + ": the image " + name + " is of no known kind: " + image);
        }
        final Path stored = file.resolveSibling(path.group());
        final Optional<Path> found = Files.exists(stored) ? Optional.of(stored) : found(path.group());
        assumeTrue(found.isPresent(), () -> file + " needs \"" + text + "\", found in none of " + dataRoots());
        return decoded(found.orElseThrow());
    }

    /** A picture file as R, G, B. */
    static Picture decoded(final Path file) {
        try (Mat bgr = opencv_imgcodecs.imread(file.toString(), opencv_imgcodecs.IMREAD_COLOR_BGR)) {
            final byte[] bytes = new byte[3 * bgr.rows() * bgr.cols()];
            bgr.data().get(bytes);
            for (int i = 0; i < bytes.length; i += 3) {
                final byte blue = bytes[i];
                bytes[i] = bytes[i + 2];
                bytes[i + 2] = blue;
            }
            final Picture picture = new Picture(bgr.cols(), bgr.rows());
            picture.overwrite().put(bytes);
            return picture;
        }
    }

    /** The size a picture is brought to: that of its stored form, or its own. */
    int[] analysisSize(final String name, final Picture picture) {
        if (expected.has(name + ".resized_u8")) {
            final long[] shape = expected.shape(name + ".resized_u8");
            return new int[] {(int) shape[0], (int) shape[1]};
        }
        return new int[] {picture.height(), picture.width()};
    }

    /** A file or folder of the shared data. */
    Optional<Path> found(final String path) {
        return dataRoots().stream()
                .map(root -> root.resolve(path))
                .filter(Files::exists)
                .findFirst();
    }

    /** Where the shared data may lie. */
    List<Path> dataRoots() {
        final Path root = file.toAbsolutePath().getParent().getParent();
        return List.of(root.resolveSibling("data"), Path.of("../shared/data"));
    }
}
