package org.objectomaly.dataset;

/** How a data set lies on disk, and with it what the values of its label pictures mean. */
public enum Layout {
    /** Whatever fits first, in the order of {@link PictureSet}. */
    AUTO,
    /**
     * RoadAnomaly (Lis et al. 2019): {@code frames/NAME.jpg} with {@code frames/NAME.labels/labels_semantic.png}, or
     * repacked as {@code images/} or {@code original/} and {@code labels/} or {@code labels_masks/} with one stem. 0 is
     * ordinary, 2 an anomaly; repacked copies write 1 for it, which the original files do not contain.
     */
    ROAD_ANOMALY,
    /**
     * SegmentMeIfYouCan (Chan et al. 2021), and copies in its manner: {@code images/NAME.EXT} with {@code
     * labels_masks/NAME_labels_semantic.png} or {@code labels_masks/NAME.png}. 0 is ordinary, 1 an anomaly, 255 void.
     */
    SMIYC,
    /**
     * Fishyscapes (Blum et al. 2019): {@code NNNN_NAME_labels.png} with {@code NNNN_NAME_rgb.EXT} or {@code
     * NAME_leftImg8bit.EXT}, or repacked in two folders with one stem. 0 is ordinary, 1 an anomaly, 255 void.
     */
    FISHYSCAPES,
    /**
     * Lost and Found (Pinggera et al. 2016): {@code leftImg8bit/SPLIT/CITY/NAME_leftImg8bit.EXT} with {@code
     * gtCoarse/SPLIT/CITY/NAME_gtCoarse_labelIds.png}. 1 is free road and ordinary, 2 to 200 are anomalies, 0 is void, as
     * the SegmentMeIfYouCan benchmark has it.
     */
    LOST_AND_FOUND,
    /**
     * Anybody's own: {@code images/} and {@code labels/} with one stem, or {@code NAME.EXT} beside {@code
     * NAME_labels.png}. 0 is ordinary, 1 an anomaly, 255 void; or blue is ordinary and red an anomaly.
     */
    FOLDERS
}
