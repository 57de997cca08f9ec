/**
 * Segment Anything 2 and 2.1 (Ravi et al. 2024) for single pictures, after the authors' repository facebookresearch/sam2.
 *
 * <pre>
 *   picture -- Sam2Input -- Hiera -- FpnNeck -- Sam2Features: embedding, details --+
 *              \________ Sam2ImageEncoder ________/                               |
 *   points, boxes, a mask -- PromptEncoder -- tokens -----------------------------+-- Sam2MaskDecoder -- logits, IoU
 * </pre>
 *
 * <p>{@link org.objectomaly.nn.sam2.Sam2} holds them together. What is the same in the first SAM is taken from {@link
 * org.objectomaly.nn.sam}. The part that remembers earlier frames of a video is not here: its weights are known by name
 * and passed over.
 */
package org.objectomaly.nn.sam2;
