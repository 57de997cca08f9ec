/**
 * Objectness: a picture to a set of overlapping binary masks, one for each thing in it, whatever it is.
 *
 * <p>{@link org.objectomaly.objectness.MaskGenerator} is what the method needs. Behind it are
 * {@link org.objectomaly.objectness.BoundaryRegions}, the closed regions between the boundaries of a picture;
 * {@link org.objectomaly.objectness.FastSamMasks}, objects that a detector finds;
 * {@link org.objectomaly.objectness.SegmentAnything}, a network of the SAM family asked at a grid of points; and
 * {@link org.objectomaly.objectness.NoMasks}.
 */
package org.objectomaly.objectness;
