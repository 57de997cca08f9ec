package org.objectomaly.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.objectomaly.Fault;

/** An option whose value is one of a few words. */
final class Choice {
    private Choice() {}

    /**
     * The constant a word names.
     *
     * @param option the option, for the message
     * @param word what the user wrote, such as {@code max-logit} for {@code MAX_LOGIT}
     * @param choices the constants
     * @param <E> their type
     * @return the constant
     */
    static <E extends Enum<E>> E of(final String option, final String word, final E[] choices) {
        return of(option, word, Arrays.asList(choices), Enum::name);
    }

    /**
     * The same for things that only have names like constants.
     *
     * @param option the option, for the message
     * @param word what the user wrote
     * @param choices to choose from
     * @param name of each
     * @param <T> their type
     * @return the choice
     */
    static <T> T of(final String option, final String word, final List<T> choices, final Function<T, String> name) {
        return choices.stream()
                .filter(choice -> word(name.apply(choice)).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Fault.of(
                        Fault.Kind.USAGE,
                        "%s is one of %s, not '%s'.",
                        option,
                        choices.stream().map(name).map(Choice::word).collect(Collectors.joining(", ")),
                        word));
    }

    static String word(final Enum<?> choice) {
        return word(choice.name());
    }

    static String word(final String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
