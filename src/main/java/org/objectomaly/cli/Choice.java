package org.objectomaly.cli;

import java.util.Arrays;
import java.util.Locale;
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
        return Arrays.stream(choices)
                .filter(choice -> word(choice).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Fault.of(
                        Fault.Kind.USAGE,
                        "%s is one of %s, not '%s'.",
                        option,
                        Arrays.stream(choices).map(Choice::word).collect(Collectors.joining(", ")),
                        word));
    }

    static String word(final Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
