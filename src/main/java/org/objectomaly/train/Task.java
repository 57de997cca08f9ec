package org.objectomaly.train;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Weights;

/** What a network is to learn: its samples, its loss, and how well it does. */
public interface Task {
    /**
     * The network.
     *
     * @param weights a checkpoint, or those of a new network
     * @return the network with these weights
     */
    Network network(Weights weights);

    /**
     * The sizes of its samples.
     *
     * @return the same for all
     */
    SampleForm form();

    /**
     * Makes a sample. May be called by several threads.
     *
     * @param index its number; the same number gives the same sample
     * @return the sample
     */
    Sample sample(long index);

    /**
     * How far a batch of outputs is from what it should be.
     *
     * @param output {@code [N, channels, h, w]}
     * @param target {@code [N, channels, h, w]}
     * @param weight {@code [N, h, w]}
     * @return a scalar that knows its gradients
     */
    Tensor loss(Tensor output, Tensor target, Tensor weight);

    /**
     * Measures a network on pictures it does not learn from.
     *
     * @param weights of the network
     * @return figures by name; the first decides which weights are kept, those where it is largest
     */
    Map<String, Double> validate(Map<String, TensorData> weights);
}
