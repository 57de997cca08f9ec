/**
 * OASC, objectness-aware score calibration: every object takes one score (paper, section 3.2.2).
 *
 * <ul>
 *   <li>the masks as a prioritised set, equation 8: {@link org.objectomaly.oasc.MaskOrder}
 *   <li>the mean score of each mask, equation 9: {@code RunMeans}
 *   <li>the mean takes the place of the scores inside a mask, scores outside stay, equation 10: {@code FreePixels}
 * </ul>
 */
package org.objectomaly.oasc;
