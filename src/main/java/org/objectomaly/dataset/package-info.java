/**
 * Labelled picture sets of road anomaly segmentation, found on disk in the layouts the field uses and read one picture
 * at a time.
 *
 * <p>A tour: {@link org.objectomaly.dataset.PictureSet} opens a folder. It asks each known arrangement of files in turn
 * ({@link org.objectomaly.dataset.FramesWithLabels}, {@link org.objectomaly.dataset.CityTree}, {@link
 * org.objectomaly.dataset.NumberedLabels}, {@link org.objectomaly.dataset.TwoFolders}, {@link
 * org.objectomaly.dataset.OneFolder}) which pictures and labels belong together, and says what it left out. {@link
 * org.objectomaly.dataset.LabelledPicture} reads the pixels: {@link org.objectomaly.dataset.PictureFile} the picture,
 * {@link org.objectomaly.dataset.LabelFile} the truth, whose values mean what {@link org.objectomaly.dataset.LabelRule}
 * says for the layout. {@link org.objectomaly.dataset.MaskSequence} is the truth of a video.
 *
 * <p>Pictures that people cut into segments, whatever these are, are {@link org.objectomaly.dataset.SegmentedPicture}s;
 * {@link org.objectomaly.dataset.BerkeleySegments} finds those of BSDS500.
 */
package org.objectomaly.dataset;
