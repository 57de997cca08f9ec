package org.objectomaly.nn;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.checkpoint.TensorData;

/**
 * The named tensors of a checkpoint, given out strictly: a network says which shape it expects under which key, and
 * {@link #requireAllUsed} finds the keys that nobody asked for.
 *
 * <p>{@link #at} narrows to a prefix; all views share one record of what was used.
 */
public final class Weights {
    private final String source;
    private final WeightSource tensors;
    private final String prefix;
    private final Set<String> used;
    /** Makes tensors as a network asks for them where it is new; null where they are there already. */
    private final Beginning beginning;

    private Weights(
            final String source,
            final WeightSource tensors,
            final String prefix,
            final Set<String> used,
            final Beginning beginning) {
        this.source = source;
        this.tensors = tensors;
        this.prefix = prefix;
        this.used = used;
        this.beginning = beginning;
    }

    /**
     * The weights of a checkpoint.
     *
     * @param checkpoint read from a file
     * @return all of its tensors
     */
    public static Weights of(final Checkpoint checkpoint) {
        return of(checkpoint.file().toString(), checkpoint.tensors());
    }

    /**
     * Weights from anywhere.
     *
     * @param source where they come from, for messages
     * @param tensors by key
     * @return all of the tensors
     */
    public static Weights of(final String source, final Map<String, TensorData> tensors) {
        return of(source, WeightSource.of(tensors));
    }

    /**
     * Weights from anywhere, made when they are taken.
     *
     * @param source where they come from, for messages
     * @param tensors of all keys
     * @return all of the tensors
     */
    public static Weights of(final String source, final WeightSource tensors) {
        return new Weights(source, tensors, "", new HashSet<>(), null);
    }

    /**
     * What a network that is still to be trained begins with.
     *
     * @param network asks for its weights; whatever it asks for is made up in the shape it asks for
     * @param seed the same seed makes the same weights
     * @return the weights by key, in the order in which the network asked
     */
    public static Map<String, TensorData> beginning(final Function<Weights, Network> network, final long seed) {
        final Map<String, TensorData> tensors = new LinkedHashMap<>();
        final Beginning beginning = new Beginning(seed, tensors);
        network.apply(new Weights("a new network", WeightSource.of(tensors), "", new HashSet<>(), beginning));
        return tensors;
    }

    /**
     * The weights below a prefix.
     *
     * @param name what follows this view's own prefix, without the dot at its end
     * @return a view whose keys are relative to that prefix
     */
    public Weights at(final String name) {
        return new Weights(source, tensors, prefix + name + ".", used, beginning);
    }

    /** The prefix of this view, without the dot at its end. */
    String name() {
        return prefix.substring(0, Math.max(0, prefix.length() - 1));
    }

    /**
     * Whether a tensor is there.
     *
     * @param key relative to the prefix
     * @return true if {@link #take} can give it
     */
    public boolean has(final String key) {
        return tensors.shape(prefix + key) != null;
    }

    /**
     * Length of one dimension of a tensor, for sizes that only the weights tell.
     *
     * @param key relative to the prefix
     * @param dimension its number, from 0
     * @return the length
     * @throws Fault of kind MODEL if the tensor is missing or has fewer dimensions
     */
    public int size(final String key, final int dimension) {
        final long[] shape = shape(key, "any shape");
        if (dimension >= shape.length) {
            throw misshapen(key, "at least " + (dimension + 1) + " dimensions", shape);
        }
        return Math.toIntExact(shape[dimension]);
    }

    /**
     * Gives out a tensor.
     *
     * @param key relative to the prefix
     * @param shape the shape it must have
     * @return its values in single precision, row-major; half precision is widened
     * @throws Fault of kind MODEL if the tensor is missing or has another shape
     */
    public float[] take(final String key, final int... shape) {
        expect(key, shape);
        return tensors.values(prefix + key);
    }

    /**
     * Says that a tensor will be taken, perhaps more than once and much later.
     *
     * @param key relative to the prefix
     * @param shape the shape it must have
     * @throws Fault of kind MODEL if the tensor is missing or has another shape
     */
    public void expect(final String key, final int... shape) {
        if (beginning != null) {
            beginning.make(prefix + key, shape);
        }
        final long[] found = shape(key, Arrays.toString(shape));
        if (!Arrays.equals(found, Arrays.stream(shape).asLongStream().toArray())) {
            throw misshapen(key, Arrays.toString(shape), found);
        }
        used.add(prefix + key);
    }

    /**
     * Ends the loading: no tensor may be left over, for then the file belongs to another network.
     *
     * @param needless which of the remaining keys are known to have no use
     * @throws Fault of kind MODEL that names the keys nobody knows
     */
    public void requireAllUsed(final Predicate<String> needless) {
        final List<String> unknown = tensors.keys().stream()
                .filter(key -> key.startsWith(prefix) && !used.contains(key))
                .filter(key -> !needless.test(key))
                .toList();
        if (!unknown.isEmpty()) {
            throw Fault.of(
                    Fault.Kind.MODEL,
                    "%s holds %d tensors that the network does not know, the first is %s %s;"
                            + " take the checkpoint that belongs to this network.",
                    source,
                    unknown.size(),
                    unknown.get(0),
                    Arrays.toString(tensors.shape(unknown.get(0))));
        }
    }

    private long[] shape(final String key, final String expected) {
        final long[] shape = tensors.shape(prefix + key);
        if (shape == null) {
            throw Fault.of(
                    Fault.Kind.MODEL,
                    "%s has no tensor %s%s (expected %s); take the checkpoint that belongs to this network.",
                    source,
                    prefix,
                    key,
                    expected);
        }
        return shape;
    }

    private Fault misshapen(final String key, final String expected, final long[] found) {
        return Fault.of(
                Fault.Kind.MODEL,
                "%s: tensor %s%s must be %s but is %s; take the checkpoint that belongs to this network.",
                source,
                prefix,
                key,
                expected,
                Arrays.toString(found));
    }
}
