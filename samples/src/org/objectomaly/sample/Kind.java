package org.objectomaly.sample;

/** What a thing is: the classes of CamVid in their order, and what has no business on a road. */
enum Kind {
    SKY,
    BUILDING,
    POLE,
    ROAD,
    PAVEMENT,
    TREE,
    SIGN,
    FENCE,
    CAR,
    PEDESTRIAN,
    BICYCLIST,
    /** Ordinary, but of no class. */
    NO_CLASS,
    UNEXPECTED
}
