package org.objectomaly.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;

class CatalogueTest {
    private static final Path SOURCE = Path.of("models/catalog.json");

    @TempDir
    private Path folder;

    @Test
    void shouldShipTheCatalogueThatLiesWithTheModels() {
        assertEquals(Catalogue.read(SOURCE).all(), Catalogue.shipped().all());
    }

    @Test
    void shouldSayOfEveryModelWhereItIsFromAndWhatItsLicenceIs() {
        for (final ModelFile model : Catalogue.shipped().all()) {
            assertFalse(model.licence().isBlank(), model.name());
            assertFalse(model.purpose().isBlank(), model.name());
            assertTrue(model.address().startsWith("https://") || model.isOwn(), model.name());
            assertTrue(!model.isOwn() || Files.exists(Path.of("models").resolve(model.file())), model.name());
        }
    }

    @Test
    void shouldSayTheOneCommandThatFetchesAFile() {
        final Fault fault =
                assertThrows(Fault.class, () -> ModelFile.named("pidinet").find(List.of(folder)));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().endsWith("objectomaly models pull pidinet"), fault.getMessage());
    }

    @Test
    void shouldRefuseACatalogueThatIsNone() throws IOException {
        refuses("{", "no catalogue");
        refuses("[{\"name\": \"a\", \"use\": \"cas\", \"file\": \"a.pth\", \"licence\": \"MIT\"}]", "purpose");
        refuses(entry("a", "../a.pth"), "no plain name");
        refuses(entry("a", ".a"), "no plain name");
        refuses(entry("a/b", "a.pth"), "other characters");
        refuses(
                "[" + entry("a", "a.pth").replaceAll("[\\[\\]]", "") + ","
                        + entry("a", "b.pth").substring(1),
                "two");
    }

    private static String entry(final String name, final String file) {
        return String.format(
                "[{\"name\": \"%s\", \"use\": \"cas\", \"file\": \"%s\", \"licence\": \"MIT\", \"purpose\": \"x\"}]",
                name, file);
    }

    private void refuses(final String json, final String because) throws IOException {
        final Path file = Files.writeString(folder.resolve("catalog.json"), json);
        final Fault fault = assertThrows(Fault.class, () -> Catalogue.read(file));
        assertEquals(Fault.Kind.USAGE, fault.kind());
        assertTrue(fault.getMessage().contains(because), fault.getMessage());
    }
}
