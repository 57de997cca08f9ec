package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Tensor;

/**
 * What the network says of pictures, in single precision.
 *
 * @param logits {@code [B,Q,K+1]}: of each query the classes, and last "no object"
 * @param masks {@code [B,Q,H/4,W/4]}: logits of each query's mask
 */
public record QueryAnswer(Tensor logits, Tensor masks) {}
