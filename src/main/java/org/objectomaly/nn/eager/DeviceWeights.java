package org.objectomaly.nn.eager;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.Natives;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Weights;

/**
 * The named weights of a checkpoint as tensors where the network runs, given out as strictly as {@link Weights} does.
 *
 * <p>{@link #at} narrows to a prefix. All views share one owner: every tensor lives until {@link #close} of any of them.
 */
public final class DeviceWeights implements AutoCloseable {
    private final Weights weights;
    private final Compute compute;
    private final List<Tensor> owned;

    private DeviceWeights(final Weights weights, final Compute compute, final List<Tensor> owned) {
        this.weights = weights;
        this.compute = compute;
        this.owned = owned;
    }

    /**
     * The weights of a checkpoint.
     *
     * @param weights of the network
     * @param compute where it will run, and how
     * @return no tensor yet; the caller's to close
     */
    public static DeviceWeights of(final Weights weights, final Compute compute) {
        Natives.loadAll();
        return new DeviceWeights(weights, compute, new ArrayList<>());
    }

    /**
     * The weights below a prefix.
     *
     * @param name what follows this view's own prefix, without the dot at its end
     * @return a view whose keys are relative to that prefix
     */
    public DeviceWeights at(final String name) {
        return new DeviceWeights(weights.at(name), compute, owned);
    }

    /**
     * The same weights for a part of the network that multiplies in another way.
     *
     * @param other where, and how precisely
     * @return a view with the same owner
     */
    public DeviceWeights in(final Compute other) {
        return new DeviceWeights(weights, other, owned);
    }

    /**
     * Where the network runs.
     *
     * @return the choice made for all views
     */
    public Compute compute() {
        return compute;
    }

    /**
     * Whether a tensor is there.
     *
     * @param key relative to the prefix
     * @return true if it can be taken
     */
    public boolean has(final String key) {
        return weights.has(key);
    }

    /**
     * Length of one dimension of a tensor.
     *
     * @param key relative to the prefix
     * @param dimension its number, from 0
     * @return the length
     * @throws org.objectomaly.Fault of kind MODEL if the tensor is missing or has fewer dimensions
     */
    public int size(final String key, final int dimension) {
        return weights.size(key, dimension);
    }

    /**
     * How many modules of a list there are: {@code name.0.key}, {@code name.1.key}, ...
     *
     * @param name of the list
     * @param key that each of its modules has
     * @return 0 or more
     */
    public int count(final String name, final String key) {
        int count = 0;
        while (weights.has(name + "." + count + "." + key)) {
            count++;
        }
        return count;
    }

    /**
     * A tensor in single precision: a table, a bias, the scale of a normalisation.
     *
     * @param key relative to the prefix
     * @param shape the shape it must have
     * @return owned by this object
     * @throws org.objectomaly.Fault of kind MODEL if it is missing or has another shape
     */
    public Tensor single(final String key, final int... shape) {
        return keep(weights.take(key, shape), false, shape);
    }

    /**
     * A tensor that others are multiplied with, in the precision for that.
     *
     * @param key relative to the prefix
     * @param shape the shape it must have
     * @return owned by this object
     * @throws org.objectomaly.Fault of kind MODEL if it is missing or has another shape
     */
    public Tensor factor(final String key, final int... shape) {
        return keep(weights.take(key, shape), true, shape);
    }

    /**
     * The values of a tensor, which a layer wants to arrange before it keeps them.
     *
     * @param key relative to the prefix
     * @param shape the shape it must have
     * @return a new array, row-major
     * @throws org.objectomaly.Fault of kind MODEL if it is missing or has another shape
     */
    public float[] values(final String key, final int... shape) {
        return weights.take(key, shape);
    }

    /**
     * Keeps values in single precision.
     *
     * @param values row-major
     * @param shape of the tensor
     * @return owned by this object
     */
    public Tensor keepSingle(final float[] values, final int... shape) {
        return keep(values, false, shape);
    }

    /**
     * Keeps values that others are multiplied with, in the precision for that.
     *
     * @param values row-major
     * @param shape of the tensor
     * @return owned by this object
     */
    public Tensor keepFactor(final float[] values, final int... shape) {
        return keep(values, true, shape);
    }

    /**
     * Keeps a tensor that was computed from weights.
     *
     * @param tensor made in the caller's scope
     * @return the same tensor, which outlives that scope
     */
    public Tensor keep(final Tensor tensor) {
        tensor.retainReference();
        owned.add(tensor);
        return tensor;
    }

    /**
     * Ends the loading: no tensor may be left over, for then the file belongs to another network.
     *
     * @param needless which of the remaining keys are known to have no use
     * @throws org.objectomaly.Fault of kind MODEL that names the keys nobody knows
     */
    public void requireAllUsed(final Predicate<String> needless) {
        weights.requireAllUsed(needless);
    }

    @SuppressWarnings("try") // the scope only has to be open
    private Tensor keep(final float[] values, final boolean factor, final int... shape) {
        final long[] sides = new long[shape.length];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = shape[i];
        }
        try (PointerScope scope = new PointerScope()) {
            final Tensor tensor = Tensor.create(values, sides);
            return keep(factor ? compute.factor(tensor) : compute.single(tensor));
        }
    }

    @Override
    public void close() {
        owned.forEach(Tensor::releaseReference);
        owned.clear();
    }
}
