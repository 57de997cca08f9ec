package org.objectomaly.cas;

import java.util.Set;
import java.util.stream.Collectors;
import org.objectomaly.Fault;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.Weights;

/** A network that scores anomalies. */
public interface Backbone {
    /**
     * The official checkpoint.
     *
     * @return its entry in the catalogue
     */
    ModelFile file();

    /**
     * Whether weights are of this network. Networks that differ in nothing but their training know each other's.
     *
     * @param weights of any checkpoint
     * @return true if {@link #scorer} may take them
     */
    boolean recognises(Weights weights);

    /**
     * The size at which it does best.
     *
     * @return as users write it
     */
    String usualSize();

    /**
     * A scorer with this backbone.
     *
     * @param weights of its checkpoint
     * @param settings how it is used
     * @return the scorer; the caller's to close
     * @throws Fault of kind MODEL if the weights do not fit, of kind USAGE if the backbone does not have the rule, or cannot
     *     be used that way
     */
    CoarseScorer scorer(Weights weights, ScorerSettings settings);

    /**
     * What is said of a rule that the backbone does not have.
     *
     * @param rule that was asked for
     * @param rules that there are
     * @return to be thrown
     */
    default Fault without(final ScoreRule rule, final Set<? extends ScoreRule> rules) {
        final String words = rules.stream().map(ScoreRule::word).collect(Collectors.joining(", "));
        return Fault.of(
                Fault.Kind.USAGE,
                "The backbone %s has no score rule %s; it has %s.",
                file().name(),
                rule.word(),
                words);
    }
}
