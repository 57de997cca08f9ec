package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;

final class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void shouldPreferTheEnvironmentToTheFile() throws IOException {
        final Settings settings = Settings.of(
                List.of("--config", file("cas: enet\nrefresh: 3\n")), Map.of("OBJECTOMALY_CAS", "none")::get);
        assertEquals("none", settings.getDefaultValueFor("--cas"));
        assertEquals("3", settings.getDefaultValueFor("--refresh"));
        assertNull(settings.getDefaultValueFor("--masks"));
        settings.checkAllKnown();
    }

    @Test
    void shouldNameTheLineThatIsNoOption() throws IOException {
        final Settings settings = Settings.of(List.of("--config", file("refersh: 3\n")), name -> null);
        settings.getDefaultValueFor("--refresh");
        final Fault fault = assertThrows(Fault.class, settings::checkAllKnown);
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertTrue(fault.getMessage().contains("refersh"), fault.getMessage());
    }

    @Test
    void shouldRefuseWhatIsNotYaml() throws IOException {
        final String path = file("cas: [unclosed\n");
        final Fault fault = assertThrows(Fault.class, () -> Settings.of(List.of("--config", path), name -> null));
        assertEquals(Fault.Kind.USAGE, fault.kind());
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        final List<String> arguments =
                List.of("--config", folder.resolve("missing.yaml").toString());
        assertThrows(Fault.class, () -> Settings.of(arguments, name -> null));
    }

    @Test
    void shouldTakeAnEmptyFile() throws IOException {
        for (final String empty : List.of("", "---\n# nothing yet\n", "---\n", "# nothing yet\n")) {
            assertNull(
                    Settings.of(List.of("--config", file(empty)), name -> null).getDefaultValueFor("--cas"));
        }
    }

    private String file(final String text) throws IOException {
        return Files.writeString(folder.resolve("settings.yaml"), text).toString();
    }
}
