/**
 * Layers that run as they are called, for the transformers.
 *
 * <p>The drawings of {@link org.objectomaly.nn.Sketch} are made for one size; a transformer that answers prompts gets
 * another number of them each time, so it runs eagerly: a network is a record of layers, and a layer a record of tensors
 * with a method {@code apply}. {@link org.objectomaly.nn.eager.DeviceWeights} turns the official checkpoint's named
 * weights into tensors and owns them; {@link org.objectomaly.nn.Compute} says where and how precisely they are
 * multiplied.
 *
 * <p>Two rules hold for every {@code apply}. Its temporaries and its result belong to the {@link
 * org.bytedeco.javacpp.PointerScope} that the caller has open, under an {@link org.bytedeco.pytorch.InferenceMode} that
 * the caller has open too. And the residual stream of a network is in single precision, whatever its factors are: a
 * layer that multiplies takes any precision and answers in its own, a sum with the stream widens the answer again.
 */
package org.objectomaly.nn.eager;
