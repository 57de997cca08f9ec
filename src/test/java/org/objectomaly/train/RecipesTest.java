package org.objectomaly.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;

class RecipesTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadTheRecipesThatComeWithTheProgram() {
        final CasRecipe cas = Recipes.read(Path.of("models/road-cas.yaml"), CasRecipe.class);
        assertEquals(0, cas.height() % 32);
        assertTrue(cas.schedule().steps() > 0);
        final MasksRecipe masks = Recipes.read(Path.of("models/road-masks.yaml"), MasksRecipe.class);
        assertEquals("bsds500", masks.segments());
    }

    @Test
    void shouldNameAValueThatIsMissing() throws IOException {
        final String recipe = Files.readString(Path.of("models/road-masks.yaml"));
        final Path file = folder.resolve("mine.yaml");
        Files.writeString(file, recipe.replace("balance: 1.1", "ballance: 1.1"));
        final Fault unknown = assertThrows(Fault.class, () -> Recipes.read(file, MasksRecipe.class));
        assertEquals(Fault.Kind.USAGE, unknown.kind());
        assertTrue(unknown.getMessage().contains("'balance'"), unknown.getMessage());
        Files.writeString(file, recipe.replace("  rate:", "  #"));
        assertTrue(assertThrows(Fault.class, () -> Recipes.read(file, MasksRecipe.class))
                .getMessage()
                .contains("rate"));
        assertThrows(Fault.class, () -> Recipes.read(folder.resolve("none.yaml"), MasksRecipe.class));
    }

    @Test
    void shouldRefuseSizesThatNoNetworkCanLookAt() throws IOException {
        final String recipe = Files.readString(Path.of("models/road-cas.yaml"));
        final Path file = folder.resolve("size.yaml");
        for (final String wrong : new String[] {"60", "0", "-32"}) {
            Files.writeString(file, recipe.replaceFirst("(?m)^height: .*$", "height: " + wrong));
            final Fault fault = assertThrows(Fault.class, () -> Recipes.read(file, CasRecipe.class));
            assertEquals(Fault.Kind.USAGE, fault.kind());
            assertTrue(fault.getMessage().contains("multiples of 32"), fault.getMessage());
        }
    }

    @Test
    void shouldTakeAnEmptyNameForNone() throws IOException {
        final String recipe = Files.readString(Path.of("models/road-cas.yaml"));
        final Path file = folder.resolve("empty.yaml");
        Files.writeString(file, recipe.replaceFirst("(?m)^things: .*$", "things: \"\""));
        assertNull(Recipes.read(file, CasRecipe.class).things());
    }
}
