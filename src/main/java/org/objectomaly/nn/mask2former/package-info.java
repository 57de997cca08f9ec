/**
 * Mask2Former (Cheng et al. 2022): a picture becomes a few queries, each with a class and a mask.
 *
 * <pre>
 *   picture -- ResNet | Swin -- four scales -- pixel decoder -- mask features  ---+
 *                                                    |                            |
 *                                        three scales +-- queries, layer by layer +-- classes, masks
 * </pre>
 *
 * <p>Written once for all backbones of anomaly scoring that stand on it: Mask2Anomaly (its cross attention looks at a
 * query's foreground and background), RbA, EAM, UNO and Maskomaly. Which of them weights are, their keys and shapes tell.
 */
package org.objectomaly.nn.mask2former;
