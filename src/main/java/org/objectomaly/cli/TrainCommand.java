package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import com.beust.jcommander.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.train.Answers;
import org.objectomaly.train.CasRecipe;
import org.objectomaly.train.CasTask;
import org.objectomaly.train.MasksRecipe;
import org.objectomaly.train.MasksTask;
import org.objectomaly.train.Recipes;
import org.objectomaly.train.Schedule;
import org.objectomaly.train.Task;
import org.objectomaly.train.Training;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code objectomaly train}: teaches the program's own networks. */
@Parameters(commandDescription = "Trains the program's own networks on pictures of your own or of the public sets.")
final class TrainCommand implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(TrainCommand.class);
    private static final String CAS = "cas";
    private static final String MASKS = "masks";
    private static final int PATIENCE_SECONDS = 120;

    @Parameter(description = "cas|masks")
    List<String> inputs = new ArrayList<>();

    @Parameter(
            names = "--data",
            category = Help.ESSENTIAL,
            order = 1,
            placeholder = "DIR",
            description = "the folder that the recipe's folders lie in (docs/training.md)")
    Path data;

    @Parameter(
            names = "--recipe",
            category = Help.ESSENTIAL,
            order = 2,
            placeholder = "FILE",
            description = "how it is trained, a YAML file",
            defaultValueDescription = "models/road-cas.yaml or models/road-masks.yaml of this program")
    Path recipe;

    @Parameter(
            names = "--run",
            category = Help.ESSENTIAL,
            order = 3,
            placeholder = "DIR",
            description = "where the run is kept: a run that was stopped goes on from there",
            defaultValueDescription = "runs/road-cas or runs/road-masks")
    Path run;

    @Parameter(
            names = "--from",
            category = Help.FREQUENT,
            order = 3,
            placeholder = "FILE",
            description = "begin with the weights of this checkpoint, such as models/road-cas.safetensors, to teach it"
                    + " your own roads",
            defaultValueDescription = "a network that knows nothing")
    Path from;

    @Parameter(
            names = "--steps",
            category = Help.FREQUENT,
            order = 1,
            placeholder = "N",
            description = "steps in all, in place of the recipe's")
    Integer steps;

    @Parameter(
            names = "--seed",
            category = Help.FREQUENT,
            order = 2,
            placeholder = "N",
            description = "another seed than the recipe's: other samples, another beginning")
    Long seed;

    @Parameter(
            names = "--threads",
            category = Help.RARE,
            order = 1,
            placeholder = "N",
            description = "threads inside the network; one more makes the samples",
            defaultValueDescription = "the machine's cores")
    int threads = Checks.usualThreads();

    @Parameter(
            names = "--models",
            category = Help.RARE,
            order = 2,
            placeholder = "DIR",
            description = "a folder to look for the teachers' checkpoints in, before the usual ones",
            defaultValueDescription = "models/ of this program, then the cache")
    Path models;

    @Override
    public String name() {
        return "train";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "Usage: objectomaly train cas|masks --data DIR [options]",
                "",
                "Examples:",
                "  objectomaly train masks --data sets",
                "  objectomaly train cas --data sets --recipe my-roads.yaml --run runs/my-roads"
                        + " --from models/road-cas.safetensors");
    }

    @Override
    public int run(final List<String> arguments, final Interruption interruption) {
        validate();
        Natives.torchThreads(threads);
        final String network = "road-" + inputs.get(0);
        final Path file = recipe == null ? ModelFolders.ofProgram().resolve(network + ".yaml") : recipe;
        final Path folder = run == null ? Path.of("runs", network) : run;
        interruption.patience(PATIENCE_SECONDS);
        Path best = null;
        try {
            best = train(network, file, folder, interruption);
        } catch (final CancellationException e) {
            LOG.debug("asked to stop while the data were read", e);
        }
        if (interruption.isAsked()) {
            System.err.println("objectomaly: stopped; the same command goes on from here.");
            return Interruption.EXIT_CODE;
        }
        System.out.printf(
                "trained: %s%ncurves: %s%nuse it: objectomaly process VIDEO --%s %s%n",
                best, folder.resolve("figures.svg"), inputs.get(0), best);
        return 0;
    }

    private Path train(final String network, final Path file, final Path folder, final Interruption interruption) {
        System.err.println("objectomaly: reading the data ...");
        final BooleanSupplier stop = interruption::isAsked;
        final Schedule schedule;
        final Task task;
        final Answers answers = new Answers(folder.resolve("teacher"), stop);
        if (inputs.get(0).equals(CAS)) {
            final CasRecipe cas = Recipes.read(file, CasRecipe.class);
            schedule = cas.schedule().with(steps, seed);
            task = new CasTask(cas, schedule.seed(), data, ModelFolders.all(models), answers);
        } else {
            final MasksRecipe masks = Recipes.read(file, MasksRecipe.class);
            schedule = masks.schedule().with(steps, seed);
            task = new MasksTask(masks, schedule.seed(), data, ModelFolders.all(models), answers);
        }
        try (ProgressDisplay progress = ProgressDisplay.open(network, "steps", schedule.steps())) {
            final Training training = new Training(task, schedule, folder, progress, TrainCommand::say);
            return from == null ? training.run(stop) : training.run(from, stop);
        }
    }

    private void validate() {
        if (inputs.size() != 1 || !List.of(CAS, MASKS).contains(inputs.get(0))) {
            throw Fault.of(Fault.Kind.USAGE, "train takes the network to be trained, cas or masks; see --help.");
        }
        if (data == null) {
            throw Fault.of(Fault.Kind.USAGE, "--data is missing: the folder that holds the training sets.");
        }
        if (!Files.isDirectory(data)) {
            throw Fault.of(Fault.Kind.INPUT, "There is no folder %s; check --data.", data);
        }
        Checks.threads(threads);
        if (steps != null) {
            Checks.atLeast("--steps", steps, 1);
        }
    }

    private static void say(final int step, final Map<String, Double> figures) {
        final String text = figures.entrySet().stream()
                .map(figure -> String.format(Locale.ROOT, "%s %.2f", figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(", "));
        System.out.printf("step %d: %s%n", step, text);
    }
}
