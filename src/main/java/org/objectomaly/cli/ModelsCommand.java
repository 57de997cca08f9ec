package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.objectomaly.Fault;
import org.objectomaly.models.Catalogue;
import org.objectomaly.models.ModelFile;
import org.objectomaly.models.Patience;
import org.objectomaly.models.Pull;
import org.objectomaly.models.Sizes;
import org.objectomaly.models.Verification;

/** {@code objectomaly models}: the checkpoints known by name, and how they come onto this machine. */
@Parameters(commandDescription = "Lists, fetches and checks the networks' checkpoints.")
final class ModelsCommand implements Command {
    private static final String ACTIONS = "list, pull NAME..., verify NAME..., info FILE or path NAME";

    @Parameter(description = ACTIONS)
    List<String> inputs = new ArrayList<>();

    @Parameter(
            names = "--json",
            category = Help.FREQUENT,
            order = 1,
            description = "print what list and info say as JSON on standard output")
    boolean json;

    @Parameter(
            names = "--offline",
            category = Help.FREQUENT,
            order = 2,
            description = "never use the network: pull checks the files that are here and says where to put the others")
    boolean offline;

    @Parameter(
            names = "--models",
            category = Help.FREQUENT,
            order = 3,
            placeholder = "DIR",
            description = "a folder to look for checkpoints in, before the usual ones, and to pull into",
            defaultValueDescription = "models/ of this program, then the cache; pulled into the cache")
    Path models;

    @Parameter(
            names = "--catalog",
            category = Help.RARE,
            order = 1,
            placeholder = "FILE",
            description = "another catalogue of the form of models/catalog.json, such as one with a mirror's addresses",
            defaultValueDescription = "the program's own")
    Path catalog;

    @Override
    public String name() {
        return "models";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "Usage: objectomaly models list|pull|verify|info|path [NAME|FILE ...] [options]",
                "",
                "  list         all models: size, licence, what for, whether here",
                "  pull NAME    fetches its file, going on where an earlier pull stopped, and checks it",
                "  verify NAME  holds its file against the published size and hash",
                "  info FILE    what a checkpoint is: container, network, tensors, hash",
                "  path NAME    where its file is, and nothing else (exit code 4 if nowhere)",
                "",
                "Examples:",
                "  objectomaly models pull espnetv2-s2.0 pidinet-tiny",
                "  HTTPS_PROXY=http://proxy:3128 objectomaly models pull sam-vit-b",
                "  objectomaly models list --json");
    }

    @Override
    public int run(final List<String> arguments, final Interruption interruption) {
        if (inputs.isEmpty()) {
            throw Fault.of(Fault.Kind.USAGE, "models takes one of %s; see objectomaly models --help.", ACTIONS);
        }
        final List<String> names = inputs.subList(1, inputs.size());
        final Catalogue catalogue = catalog == null ? Catalogue.shipped() : Catalogue.read(catalog);
        final List<Path> folders = ModelFolders.all(models);
        switch (inputs.get(0)) {
            case "list" -> list(catalogue, count(names, 0, 0), folders);
            case "info" -> info(catalogue, count(names, 1, 1).get(0), folders);
            case "path" ->
                System.out.println(catalogue.named(count(names, 1, 1).get(0)).find(folders));
            case "verify" -> verify(catalogue, count(names, 1, Integer.MAX_VALUE), folders);
            case "pull" -> {
                return pull(catalogue, count(names, 1, Integer.MAX_VALUE), folders, interruption);
            }
            default ->
                throw Fault.of(
                        Fault.Kind.USAGE, "models does not know \"%s\"; it takes one of %s.", inputs.get(0), ACTIONS);
        }
        return 0;
    }

    private List<String> count(final List<String> names, final int least, final int most) {
        if (names.size() < least || names.size() > most) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "models %s takes %s; see objectomaly models --help.",
                    inputs.get(0),
                    most == 0 ? "no name" : most == 1 ? "one name" : "one name or more");
        }
        return names;
    }

    private void list(final Catalogue catalogue, final List<String> none, final List<Path> folders) {
        final ModelsList list = new ModelsList(catalogue.all(), folders);
        if (json) {
            System.out.println(Json.pretty(list.rows()));
        } else {
            System.out.print(list.table());
        }
    }

    /** A name does as well as a file, unless a file has it. */
    private void info(final Catalogue catalogue, final String nameOrFile, final List<Path> folders) {
        final Path file = Files.exists(Path.of(nameOrFile))
                ? Path.of(nameOrFile)
                : ModelFile.resolve(nameOrFile, catalogue.all(), folders);
        final Map<String, Object> facts = new ModelInfo(file, catalogue).facts();
        if (json) {
            System.out.println(Json.pretty(facts));
        } else {
            facts.forEach((name, value) -> System.out.printf("%-20s %s%n", name + ":", value));
        }
    }

    private static void verify(final Catalogue catalogue, final List<String> names, final List<Path> folders) {
        for (final String name : names) {
            final ModelFile model = catalogue.named(name);
            System.out.println(sentence(name, Verification.of(model, model.find(folders))));
        }
    }

    private int pull(
            final Catalogue catalogue,
            final List<String> names,
            final List<Path> folders,
            final Interruption interruption) {
        // All names first: a slip in the last one is not to be found out after gigabytes.
        final List<ModelFile> wanted = names.stream().map(catalogue::named).toList();
        final Path target = models == null ? folders.get(folders.size() - 1) : models;
        try {
            for (final ModelFile model : wanted) {
                final Verification found = pull(model, folders, target, interruption);
                System.err.println("objectomaly: " + sentence(model.name(), found));
                System.out.println(found.file());
            }
            return 0;
        } catch (final CancellationException e) {
            System.err.println("objectomaly: stopped; the same command goes on from here.");
            return Interruption.EXIT_CODE;
        }
    }

    private Verification pull(
            final ModelFile model, final List<Path> folders, final Path target, final Interruption interruption) {
        final Optional<Path> here = ModelsList.whereIs(model, folders);
        if (here.isPresent() || model.isOwn()) {
            return Verification.of(model, model.find(folders));
        }
        if (offline) {
            throw Fault.of(
                    Fault.Kind.MODEL,
                    "%s is not here, and --offline forbids to fetch it; put %s%s, from %s%s, into %s by hand.",
                    model.name(),
                    model.file(),
                    model.bytes() > 0 ? " (" + model.bytes() + " bytes)" : "",
                    model.member().isEmpty() ? "" : model.member() + " of ",
                    model.address(),
                    target);
        }
        System.err.printf(
                "objectomaly: %s: %s from %s, licence: %s%n",
                model.name(),
                model.bytes() > 0 ? Sizes.text(model.bytes()) : "a file of unknown size",
                model.address(),
                model.licence());
        return new Pull(target, System::getenv, Patience.usual(), new PullDisplay(), interruption::isAsked).pull(model);
    }

    private static String sentence(final String name, final Verification found) {
        return name + ": " + found.file() + ", sha256 " + found.sha256() + ", "
                + found.against().words();
    }
}
