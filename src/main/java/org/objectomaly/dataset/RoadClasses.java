package org.objectomaly.dataset;

import java.util.List;
import org.objectomaly.Fault;
import org.objectomaly.image.SegmentMap;

/** CamVid's eleven classes of a road scene (SegNet's edition), and what other sets of classes are among them. */
public final class RoadClasses {
    /** Their names, in the order of the labels. */
    public static final List<String> NAMES = List.of(
            "sky", "building", "pole", "road", "pavement", "tree", "sign", "fence", "car", "pedestrian", "bicyclist");

    /** How many are known. */
    public static final int KNOWN = NAMES.size();
    /** The class behind them: none of these. */
    public static final int OTHER = KNOWN;
    /** In labels: not known what it is. */
    public static final int UNKNOWN = 255;

    /** Where traffic drives. */
    public static final int ROAD = 3;
    /** Where people walk. */
    public static final int PAVEMENT = 4;
    /** All vehicles with four wheels or more. */
    public static final int CAR = 8;

    private static final int[] OWN = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    /**
     * Cityscapes' 19 classes: road, sidewalk, building, wall, fence, pole, traffic light, traffic sign, vegetation,
     * terrain, sky, person, rider, car, truck, bus, train, motorcycle, bicycle.
     */
    private static final int[] OF_CITYSCAPES = {3, 4, 1, 1, 7, 2, 6, 6, 5, 5, 0, 9, 10, 8, 8, 8, 8, 10, 10};

    private RoadClasses() {}

    /**
     * Cityscapes' classes.
     *
     * @return the class of each of the 19
     */
    public static int[] ofCityscapes() {
        return OF_CITYSCAPES.clone();
    }

    /**
     * The classes of a network that knows these or Cityscapes'.
     *
     * @param name what the network is called
     * @param known how many classes it knows
     * @return the class of each of them
     * @throws Fault of kind USAGE if it knows others
     */
    public static int[] of(final String name, final int known) {
        if (known == OWN.length) {
            return OWN.clone();
        }
        if (known == OF_CITYSCAPES.length) {
            return ofCityscapes();
        }
        throw Fault.of(
                Fault.Kind.USAGE,
                "%s knows %d classes; classes of a road are measured of networks that know CamVid's %d or Cityscapes' %d.",
                name,
                known,
                OWN.length,
                OF_CITYSCAPES.length);
    }

    /**
     * Labels as they are compared with a network's answer.
     *
     * @param numbers CamVid's
     * @return a class or {@link #UNKNOWN} for each pixel, row-major
     */
    public static byte[] labels(final SegmentMap numbers) {
        final byte[] labels = new byte[numbers.numbers().length];
        for (int i = 0; i < labels.length; i++) {
            final int label = numbers.numbers()[i];
            labels[i] = (byte) (label < KNOWN ? label : UNKNOWN);
        }
        return labels;
    }
}
