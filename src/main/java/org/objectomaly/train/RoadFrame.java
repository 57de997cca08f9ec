package org.objectomaly.train;

import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.dataset.RoadClasses;

/**
 * A picture to learn from, in memory.
 *
 * @param picture RGB, 8 bits
 * @param labels of the same size: a class of {@link RoadClasses}, {@link RoadClasses#OTHER}, or
 *     {@link RoadClasses#UNKNOWN}
 * @param beliefs the teacher's, about the known classes; null for a picture whose labels are all there is to know
 * @param taught whether the teacher speaks where the labels are unknown; otherwise nothing is learnt there
 */
record RoadFrame(Mat picture, Mat labels, Beliefs beliefs, boolean taught) {
    /** Pixels of the picture to one of the beliefs. */
    static final int STRIDE = 4;

    int width() {
        return picture.cols();
    }

    int height() {
        return picture.rows();
    }
}
