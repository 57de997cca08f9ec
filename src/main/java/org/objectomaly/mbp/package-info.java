/**
 * MBP, meticulous boundary precision: contours are found, cleaned and smoothed, and the map stays soft (paper, section
 * 3.2.3).
 *
 * <ul>
 *   <li>the Laplacian of the calibrated map, equation 11: {@code Laplacian}
 *   <li>contour pixels take the mean of their flat neighbours: {@code ContourMean}; the paper only says that the
 *       Laplacian accentuates contours, the published code says how
 *   <li>the Gaussian, equation 12: {@link org.objectomaly.image.Gaussian}
 * </ul>
 */
package org.objectomaly.mbp;
