package org.objectomaly.cli;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParameterDescription;
import java.util.Comparator;
import java.util.List;

/** The text of {@code --help}: options in groups by how often they are needed, with their defaults. */
final class Help {
    /** Needed by everyone. */
    static final String ESSENTIAL = "Essential";
    /** Needed now and then. */
    static final String FREQUENT = "Frequent";
    /** Needed by few. */
    static final String RARE = "Rare";

    private static final int LEFT = 30;
    private static final int WIDTH = 100;

    private Help() {}

    /** The overview: all commands, a line each. */
    static String overview(final List<Command> commands) {
        final StringBuilder text = new StringBuilder(
                """
                objectomaly: sees the unexpected on the road, in video

                Usage: objectomaly COMMAND [options]

                Commands:
                """);
        for (final Command command : commands) {
            text.append(String.format("  %-10s %s%n", command.name(), description(command)));
        }
        return text.append(
                        """

                Options:
                  --help     what a command can do (objectomaly COMMAND --help)
                  --version  the version of this program

                Exit codes: 0 done, 2 wrong usage, 3 bad input, 4 bad model, 5 no such device, 6 cannot write,
                130 interrupted, 1 a defect of this program.
                """)
                .toString();
    }

    /** One command's options. */
    static String of(final Command command) {
        final JCommander parser = new JCommander(command);
        final StringBuilder text = new StringBuilder();
        text.append(description(command)).append("\n\n");
        command.usage().forEach(line -> text.append(line).append('\n'));
        for (final String group : List.of(ESSENTIAL, FREQUENT, RARE)) {
            final List<ParameterDescription> options = parser.getParameters().stream()
                    .filter(option -> option.getCategory().equals(group))
                    .sorted(Comparator.comparingInt(
                            option -> option.getParameterAnnotation().order()))
                    .toList();
            if (!options.isEmpty()) {
                text.append('\n').append(group).append(":\n");
                options.forEach(option -> append(text, option));
            }
        }
        return text.append(
                        """

                Every option can also be set by the environment (OBJECTOMALY_CAS for --cas) or by a line of the YAML
                file given with --config (cas: NAME); the command line wins, then the environment.
                """)
                .toString();
    }

    private static String description(final Command command) {
        return command.getClass()
                .getAnnotation(com.beust.jcommander.Parameters.class)
                .commandDescription();
    }

    private static void append(final StringBuilder text, final ParameterDescription option) {
        final Parameter annotation = option.getParameterAnnotation();
        final String names = String.join(", ", annotation.names())
                + (annotation.placeholder().isEmpty() ? "" : " " + annotation.placeholder());
        String line = String.format("  %-" + (LEFT - 2) + "s", names);
        if (!line.endsWith(" ")) {
            text.append(line).append('\n');
            line = " ".repeat(LEFT);
        }
        final StringBuilder row = new StringBuilder(line);
        for (final String word : (option.getDescription() + defaultOf(option)).split(" ")) {
            if (row.length() + 1 + word.length() > WIDTH) {
                text.append(row.toString().stripTrailing()).append('\n');
                row.setLength(0);
                row.append(" ".repeat(LEFT));
            }
            row.append(row.length() == LEFT ? "" : " ").append(word);
        }
        text.append(row).append('\n');
    }

    private static String defaultOf(final ParameterDescription option) {
        final String described = option.getParameterAnnotation().defaultValueDescription();
        if (!described.isEmpty()) {
            return " (default: " + described + ")";
        }
        final Object value = option.getDefault();
        return value == null || value.equals(Boolean.FALSE) ? "" : " (default: " + value + ")";
    }
}
