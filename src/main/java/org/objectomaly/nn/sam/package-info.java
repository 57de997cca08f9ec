/**
 * Segment Anything (Kirillov et al. 2023) and MobileSAM (Zhang et al. 2023), after the authors' repositories
 * facebookresearch/segment-anything and ChaoningZhang/MobileSAM.
 *
 * <pre>
 *   picture -- SamInput -- ImageEncoderVit or TinyVit -- embedding --+
 *   points, boxes, a mask -- PromptEncoder -- tokens ----------------+-- MaskDecoder -- logits, predicted IoU
 *                                                                        (TwoWayTransformer)
 * </pre>
 *
 * <p>{@link org.objectomaly.nn.sam.Sam} holds the three; all sizes are read from the shapes of the weights.
 */
package org.objectomaly.nn.sam;
