package org.objectomaly.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told of the images without Docker: they fit the sources, and each other. */
class DockerFilesTest {
    private static final Path FOLDER = Path.of("docker");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.cuda"})
    void shouldCopyOnlyWhatIsThereAndSentToTheBuilder(final String name) throws IOException {
        final List<String> sources = new ArrayList<>();
        for (final String line : instructions(name)) {
            final List<String> words = Arrays.asList(line.split(" +"));
            if (words.get(0).equals("COPY") && !words.get(1).startsWith("--from=")) {
                sources.addAll(words.subList(1, words.size() - 1));
            }
        }
        assertTrue(sources.containsAll(List.of("pom.xml", "src/main", "models", "objectomaly")), sources.toString());
        for (final String source : sources) {
            assertTrue(Files.exists(Path.of(source)), source);
            assertTrue(isSent(source), source + " is left out by .dockerignore");
        }
    }

    @Test
    void shouldSendNeitherTestsNorBuiltFiles() throws IOException {
        for (final String path : List.of("src/test", "target", ".git", "samples", "models/sam_vit_b_01ec64.pth")) {
            assertFalse(isSent(path), path);
        }
    }

    @Test
    void shouldHaveTheVersionsOfTheBuild() throws IOException {
        final String pom = Files.readString(Path.of("pom.xml"));
        final String cuda = first(pom, "<cuda.version>(\\d+\\.\\d+)-");
        final String image = first(text("Dockerfile.cuda"), "FROM nvidia/cuda:(\\S+)");
        assertTrue(image.startsWith(cuda + "."), image + " for CUDA " + cuda);
        assertTrue(image.contains("-cudnn-runtime-"), image);
        assertEquals(first(pom, "<maven.compiler.release>(\\d+)<"), first(text("install.sh"), "\njdk=(\\d+)\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.cuda"})
    void shouldRunAsAnOrdinaryUserWithoutMavenAndBeAskedAboutItsHealth(final String name) throws IOException {
        final List<String> all = instructions(name);
        final int last = all.indexOf(all.stream()
                .filter(line -> line.startsWith("FROM "))
                .reduce((first, second) -> second)
                .orElseThrow());
        final List<String> image = all.subList(last, all.size());
        assertTrue(image.contains("USER objectomaly"), name);
        assertTrue(image.indexOf("USER objectomaly") > image.size() - 7, "the user changes before the last RUN");
        assertTrue(image.stream().noneMatch(line -> line.contains("build-tools")), name);
        assertTrue(
                image.stream().anyMatch(line -> line.startsWith("HEALTHCHECK ") && line.contains("healthy.sh")), name);
    }

    @Test
    void shouldAskForTheDriversEncoders() throws IOException {
        assertTrue(text("Dockerfile.cuda").contains("NVIDIA_DRIVER_CAPABILITIES=compute,utility,video"));
        assertEquals(
                "compute,utility,video",
                compose()
                        .at("/services/watch-gpu/environment/NVIDIA_DRIVER_CAPABILITIES")
                        .asText());
        assertEquals(
                "gpu",
                compose()
                        .at("/services/watch-gpu/deploy/resources/reservations/devices/0/capabilities/0")
                        .asText());
    }

    @Test
    void shouldComposeServicesOfWhatIsThere() throws IOException {
        final JsonNode compose = compose();
        for (final JsonNode service : compose.get("services")) {
            final JsonNode build = service.get("build");
            final Path context = FOLDER.resolve(build.get("context").asText()).normalize();
            assertTrue(Files.exists(context.resolve(build.get("dockerfile").asText())), build.toString());
            service.get("volumes")
                    .forEach(volume -> assertTrue(
                            compose.get("volumes").has(volume.asText().split(":")[0]), volume.asText()));
            assertEquals(1, service.get("profiles").size(), service.toString());
        }
        final JsonNode both = compose.get("x-watch");
        assertEquals("watch", both.at("/command/0").asText());
        assertTrue(both.get("read_only").asBoolean());
        assertTrue(
                both.at("/tmpfs/0").asText().startsWith("/tmp:exec,"), "the data base's library is loaded from there");
        assertEquals("unless-stopped", both.get("restart").asText());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void shouldHaveScriptsThatBashReads(final Path script) throws Exception {
        assertTrue(Files.isExecutable(script), script.toString());
        final Process bash =
                new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
        assertEquals(0, bash.waitFor());
    }

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            final List<Path> found =
                    files.filter(file -> file.toString().endsWith(".sh")).toList();
            return Stream.concat(found.stream(), Stream.of(Path.of("objectomaly")));
        }
    }

    /** The last line that fits decides, as for Docker. */
    private static boolean isSent(final String path) throws IOException {
        boolean isSent = true;
        for (final String line : Files.readAllLines(Path.of(".dockerignore"))) {
            final boolean isException = line.startsWith("!");
            final String pattern = isException ? line.substring(1) : line;
            if (!line.isBlank() && !line.startsWith("#") && fits(pattern, Path.of(path))) {
                isSent = isException;
            }
        }
        return isSent;
    }

    /** A pattern fits what it names and all below. */
    private static boolean fits(final String pattern, final Path path) {
        for (Path part = path; part != null; part = part.getParent()) {
            if (FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(part)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper(new YAMLFactory()).readTree(text("compose.yaml"));
    }

    private static String first(final String text, final String pattern) {
        final Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }

    private static String text(final String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    /** One instruction a line, without comments. */
    private static List<String> instructions(final String name) throws IOException {
        return text(name)
                .replaceAll("(?m)^#.*\n", "")
                .replaceAll("\\\\\n\\s*", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
