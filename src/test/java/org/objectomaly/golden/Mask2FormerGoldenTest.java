package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Mask2Anomaly, RbA, UNO and whatever else stands on Mask2Former, stage by stage, against the originals. */
@GoldenFolders(
        value = {"mask2anomaly", "mask2former", "maskomaly", "rba", "uno", "eam"},
        configKeys = {"architecture", "gains"})
class Mask2FormerGoldenTest {
    @TestFactory
    Stream<DynamicContainer> shouldMakeTheReferencesFeatures() {
        return GoldenRoot.foldersOf(Mask2FormerGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.configs(folder).stream())
                .map(config -> dynamicContainer(config.toString(), tests(config)));
    }

    private static Stream<DynamicTest> tests(final Path file) {
        final NetworkCase testCase = NetworkCase.of(file);
        final FutureTask<Map<String, AssertionError>> run = new FutureTask<>(() -> new Mask2FormerCase(testCase).run());
        return testCase.config().get("tensors").properties().stream()
                .map(Map.Entry::getKey)
                .map(name -> dynamicTest(name, () -> {
                    run.run();
                    assertTrue(run.get().containsKey(name), name + " is expected, but no module shows it");
                    if (run.get().get(name) != null) {
                        throw run.get().get(name);
                    }
                }));
    }
}
