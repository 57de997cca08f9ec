package org.objectomaly.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.ParameterException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.objectomaly.Fault;
import org.objectomaly.nn.DeviceTrouble;
import org.objectomaly.pipeline.Lookout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code objectomaly}: finds the command asked for, reads its options, runs it, and explains faults. */
public final class Main {
    private static final int DEFECT = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param arguments the command's name and its options
     */
    public static void main(final String[] arguments) {
        final Interruption interruption = new Interruption();
        interruption.watch();
        final int exitCode = run(Arrays.asList(arguments), interruption);
        interruption.finish();
        if (isLookLeft()) {
            // A look of minutes goes on in native code that an orderly end would pull away from under it; all files are
            // closed.
            Runtime.getRuntime().halt(exitCode);
        }
        System.exit(exitCode);
    }

    private static boolean isLookLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith(Lookout.THREADS));
    }

    private static int run(final List<String> arguments, final Interruption interruption) {
        try {
            return dispatch(arguments, interruption);
        } catch (final Fault fault) {
            System.err.println("objectomaly: " + fault.getMessage());
            LOG.debug("underneath", fault);
            return fault.kind().exitCode();
        } catch (final OutOfMemoryError e) {
            System.err.println("objectomaly: the Java heap is too small for this video; give it more with"
                    + " OBJECTOMALY_JAVA_OPTS=-Xmx4g.");
            return Fault.Kind.DEVICE.exitCode();
        } catch (final Throwable e) {
            final Fault trouble = DeviceTrouble.fault(e);
            if (trouble != null) {
                System.err.println("objectomaly: " + trouble.getMessage());
                return trouble.kind().exitCode();
            }
            System.err.println("objectomaly: a defect of this program; please report it with the output of"
                    + " `objectomaly doctor` and these lines:");
            e.printStackTrace();
            return DEFECT;
        }
    }

    private static int dispatch(final List<String> arguments, final Interruption interruption) {
        final List<Command> commands = List.of(
                new ProcessCommand(),
                new WatchCommand(),
                new EvalCommand(),
                new BenchCommand(),
                new TrainCommand(),
                new ModelsCommand(),
                new DoctorCommand());
        final String first = arguments.isEmpty() ? "--help" : arguments.get(0);
        if (List.of("--help", "-h", "help").contains(first)) {
            final String about = arguments.size() < 2 ? "" : arguments.get(1);
            System.out.print(commands.stream()
                    .filter(known -> known.name().equals(about))
                    .findFirst()
                    .map(Help::of)
                    .orElseGet(() -> Help.overview(commands)));
            return 0;
        }
        if (first.equals("--version")) {
            System.out.println("objectomaly " + Version.text());
            return 0;
        }
        final Command command = commands.stream()
                .filter(known -> known.name().equals(first))
                .findFirst()
                .orElseThrow(() -> Fault.of(
                        Fault.Kind.USAGE, "There is no command '%s'; objectomaly --help lists the commands.", first));
        final List<String> options =
                arguments.stream().skip(1).flatMap(Main::words).toList();
        if (options.contains("--help") || options.contains("-h")) {
            System.out.print(Help.of(command));
            return 0;
        }
        final Settings settings = Settings.of(options, System::getenv);
        final JCommander parser = JCommander.newBuilder()
                .addObject(command)
                .defaultProvider(settings)
                .build();
        parser.setExpandAtSign(false);
        try {
            parser.parse(options.toArray(String[]::new));
        } catch (final ParameterException e) {
            throw Fault.of(
                            Fault.Kind.USAGE,
                            "%s",
                            e.getMessage() + settings.origin(e.getMessage(), options) + " (--help lists the options)")
                    .because(e);
        }
        checkNoneIsTakenForInput(parser, command);
        settings.checkAllKnown();
        return command.run(arguments, interruption);
    }

    /** {@code --threshold=0.4} means {@code --threshold 0.4}. */
    private static Stream<String> words(final String argument) {
        final int equals = argument.indexOf('=');
        return argument.matches("(?s)--[a-z0-9-]+=.*")
                ? Stream.of(argument.substring(0, equals), argument.substring(equals + 1))
                : Stream.of(argument);
    }

    /** JCommander takes an option that is not there for one more of the inputs. */
    private static void checkNoneIsTakenForInput(final JCommander parser, final Command command) {
        final ParameterDescription inputs = parser.getMainParameterValue();
        if (inputs != null && inputs.getParameterized().get(command) instanceof List<?> given) {
            for (final Object input : given) {
                if (input.toString().startsWith("--")) {
                    throw Fault.of(
                            Fault.Kind.USAGE,
                            "%s has no option %s; objectomaly %s --help lists them.",
                            command.name(),
                            input,
                            command.name());
                }
            }
        }
    }
}
