package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No golden folder is passed over in silence. */
class CoverageGoldenTest {
    @TestFactory
    Stream<DynamicTest> shouldNameEveryFolderThatNoTestChecks() throws Exception {
        final List<Class<?>> tests = goldenTests();
        return GoldenRoot.folders().stream()
                .map(folder -> dynamicTest(folder.toString(), () -> {
                    final boolean known = tests.stream().anyMatch(test -> GoldenRoot.knows(test, folder));
                    if (!known) {
                        System.err.println("No test checks the golden folder " + folder);
                    }
                    assumeTrue(known, "no test class checks the golden folder " + folder);
                }));
    }

    @Test
    void shouldFindTheTestsThatCheckFolders() throws Exception {
        assertFalse(goldenTests().isEmpty());
    }

    private static List<Class<?>> goldenTests() throws Exception {
        final Path classes = Path.of(CoverageGoldenTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith("GoldenTest.class"))
                    .<Class<?>>map(name -> named(name.replace(".class", "").replace('/', '.')))
                    .filter(test -> test.isAnnotationPresent(GoldenFolders.class))
                    .toList();
        } catch (final IOException e) {
            throw new IllegalStateException("the compiled tests could not be listed in " + classes, e);
        }
    }

    private static Class<?> named(final String name) {
        try {
            return Class.forName(name, false, CoverageGoldenTest.class.getClassLoader());
        } catch (final ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
