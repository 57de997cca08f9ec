package org.objectomaly.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.objectomaly.checkpoint.TensorData;

/**
 * The parameters of a network in training, as tensors of libtorch by the names they have in its checkpoint, and their
 * running mean over the steps, which is what the trained network will be. Owns them all.
 */
public final class Parameters implements AutoCloseable {
    /** Share of a new batch in the running statistics of the normalisations. */
    static final double MOMENTUM = 0.03;

    private final Map<String, Tensor> current = new LinkedHashMap<>();
    private final Map<String, Tensor> means = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();

    /**
     * Parameters that begin at given values.
     *
     * @param values by name, in single precision
     */
    @SuppressWarnings("try") // the scope only has to be open
    public Parameters(final Map<String, TensorData> values) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            values.forEach((name, data) -> {
                final Tensor tensor = tensor(data);
                tensor.set_requires_grad(!name.contains(".running_"));
                tensor.retainReference();
                current.put(name, tensor);
                final Tensor mean = tensor.detach().clone();
                mean.retainReference();
                means.put(name, mean);
            });
        }
    }

    private static Tensor tensor(final TensorData data) {
        final Tensor tensor = Tensor.create(data.toFloats(), data.shape());
        return data.shape().length == 4 ? tensor.contiguous(MemoryFormat.ChannelsLast) : tensor;
    }

    /**
     * Those that gradients change.
     *
     * @param kernels true for the kernels of convolutions, false for all else
     * @return the tensors; they stay the parameters' own
     */
    public TensorVector learnt(final boolean kernels) {
        final TensorVector tensors = new TensorVector();
        current.values().stream()
                .filter(tensor -> tensor.requires_grad() && kernels == tensor.dim() > 1)
                .forEach(tensors::push_back);
        return tensors;
    }

    /**
     * Moves the running means towards the current values.
     *
     * @param share of the current values in the new means, 0..1
     */
    @SuppressWarnings("try") // the scope only has to be open
    public void average(final double share) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            final Scalar weight = new Scalar(share);
            current.forEach((name, tensor) -> means.get(name).lerp_(tensor, weight));
        }
    }

    /**
     * The current values.
     *
     * @return copies by name
     */
    public Map<String, TensorData> current() {
        return copies(current);
    }

    /**
     * The running means.
     *
     * @return copies by name
     */
    public Map<String, TensorData> means() {
        return copies(means);
    }

    /**
     * Goes on from means of an earlier run.
     *
     * @param values as {@link #means} gave them
     */
    @SuppressWarnings("try") // the scope only has to be open
    public void resumeMeans(final Map<String, TensorData> values) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            means.forEach((name, mean) -> mean.copy_(tensor(values.get(name))));
        }
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static Map<String, TensorData> copies(final Map<String, Tensor> tensors) {
        final Map<String, TensorData> copies = new LinkedHashMap<>();
        try (PointerScope scope = new PointerScope()) {
            tensors.forEach((name, tensor) -> {
                final Tensor rows = tensor.detach().contiguous();
                final float[] values = new float[Math.toIntExact(rows.numel())];
                new FloatPointer(rows.data_ptr()).get(values);
                copies.put(name, TensorData.ofFloats(values, rows.sizes().vec().get()));
            });
        }
        return copies;
    }

    /** A layer of the drawing asks for a parameter, which is the next input of the program. */
    void use(final String name) {
        if (!current.containsKey(name) || !used.add(name)) {
            throw new IllegalArgumentException("the parameter " + name + " is unknown or used twice");
        }
    }

    /** The inputs of the program, in order. */
    List<Tensor> used() {
        final List<Tensor> tensors = new ArrayList<>();
        used.forEach(name -> tensors.add(current.get(name)));
        return tensors;
    }

    @Override
    public void close() {
        current.values().forEach(Tensor::releaseReference);
        means.values().forEach(Tensor::releaseReference);
    }
}
