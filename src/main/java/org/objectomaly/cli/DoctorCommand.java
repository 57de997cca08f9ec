package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectomaly.Fault;

/** {@code objectomaly doctor}: what this machine offers; the first thing a bug report contains. */
@Parameters(commandDescription = "Says what this machine offers: cores, GPU, encoders, models.")
final class DoctorCommand implements Command {
    @Parameter(description = "none")
    List<String> inputs = new ArrayList<>();

    @Parameter(
            names = "--json",
            category = Help.FREQUENT,
            order = 1,
            description = "print the same as JSON on standard output")
    boolean json;

    @Parameter(
            names = "--models",
            category = Help.RARE,
            order = 1,
            placeholder = "DIR",
            description = "a folder to look for checkpoints in, before the usual ones",
            defaultValueDescription = "models/ of this program, then the cache")
    Path models;

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "Usage: objectomaly doctor [options]",
                "",
                "Examples:",
                "  objectomaly doctor",
                "  objectomaly doctor --json > machine.json");
    }

    @Override
    public int run(final List<String> arguments, final Interruption interruption) {
        if (!inputs.isEmpty()) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "doctor takes no input such as %s; see objectomaly doctor --help.",
                    inputs.get(0));
        }
        final Map<String, Object> facts = new Machine(ModelFolders.all(models)).facts();
        if (json) {
            System.out.println(Json.pretty(facts));
        } else {
            facts.forEach(DoctorCommand::print);
        }
        return 0;
    }

    private static void print(final String name, final Object value) {
        if (value instanceof Map<?, ?> rows) {
            System.out.println(name + ":");
            rows.forEach((key, row) -> System.out.printf("  %-22s %s%n", key, row));
        } else {
            System.out.printf("%-24s %s%n", name + ":", value);
        }
    }
}
