package org.objectomaly.train;

import java.util.List;

/** The classes that {@code road-cas} knows, CamVid's eleven, and what other sets of classes are among them. */
final class RoadClasses {
    /** Their names, in the order of the labels. */
    static final List<String> NAMES = List.of(
            "sky", "building", "pole", "road", "pavement", "tree", "sign", "fence", "car", "pedestrian", "bicyclist");

    /** How many are known. */
    static final int KNOWN = NAMES.size();
    /** The class behind them: none of these. */
    static final int OTHER = KNOWN;
    /** In labels: not known what it is. */
    static final int UNKNOWN = 255;

    static final int ROAD = 3;
    static final int PAVEMENT = 4;
    static final int CAR = 8;

    /**
     * Cityscapes' 19 classes: road, sidewalk, building, wall, fence, pole, traffic light, traffic sign, vegetation,
     * terrain, sky, person, rider, car, truck, bus, train, motorcycle, bicycle.
     */
    static final int[] OF_CITYSCAPES = {3, 4, 1, 1, 7, 2, 6, 6, 5, 5, 0, 9, 10, 8, 8, 8, 8, 10, 10};

    private RoadClasses() {}
}
