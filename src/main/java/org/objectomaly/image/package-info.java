/**
 * The words the rooms of this house speak with each other: a frame as the networks see it ({@link
 * org.objectomaly.image.Picture}), its planes as the encoder wants them ({@link org.objectomaly.image.YuvPlanes}), a map of
 * scores ({@link org.objectomaly.image.ScoreMap}) and a set of masks ({@link org.objectomaly.image.MaskSet}).
 */
package org.objectomaly.image;
