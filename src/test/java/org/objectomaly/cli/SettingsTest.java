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
    void shouldTakeAnEmptyVariableForNone() throws IOException {
        final Settings settings =
                Settings.of(List.of("--config", file("cas: enet\n")), Map.of("OBJECTOMALY_CAS", "")::get);
        assertEquals("enet", settings.getDefaultValueFor("--cas"));
    }

    @Test
    void shouldSayWhereAValueCameFrom() throws IOException {
        final Settings settings =
                Settings.of(List.of("--config", file("quality: best\n")), Map.of("OBJECTOMALY_THRESHOLD", "hot")::get);
        settings.getDefaultValueFor("--quality");
        settings.getDefaultValueFor("--threshold");
        final String complaint = "\"--threshold\": couldn't convert \"hot\" to a float";
        assertEquals(" (from the environment variable OBJECTOMALY_THRESHOLD)", settings.origin(complaint, List.of()));
        assertEquals("", settings.origin(complaint, List.of("--threshold", "hot")));
        assertTrue(settings.origin("\"--quality\": \"best\" is no number", List.of())
                .contains("settings.yaml"));
    }

    @Test
    void shouldRefuseWhatWouldBeIgnored() throws IOException {
        final String twice = file("cas: enet\ncas: none\n");
        assertThrows(Fault.class, () -> Settings.of(List.of("--config", twice), name -> null));
        final Settings nested = Settings.of(List.of("--config", file("config: other.yaml\n")), name -> null);
        nested.getDefaultValueFor("--config");
        assertThrows(Fault.class, nested::checkAllKnown);
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
