package org.objectomaly.train;

import java.util.ArrayList;
import java.util.List;

/** Cars, people and signs cut out of labelled road pictures: pasted elsewhere they stay what they are. */
final class OrdinaryThings {
    private static final int[] CLASSES = {6, 8, 9, 10};
    private static final int SMALLEST = 150;

    private OrdinaryThings() {}

    static List<Cutout> of(final List<RoadFrame> frames) {
        final List<Cutout> cutouts = new ArrayList<>();
        for (final RoadFrame frame : frames) {
            final byte[] rgb = Mats.bytes(frame.picture());
            final byte[] labels = Mats.bytes(frame.labels());
            for (final int label : CLASSES) {
                final byte[] mask = new byte[labels.length];
                for (int i = 0; i < mask.length; i++) {
                    mask[i] = (byte) (labels[i] == label ? 255 : 0);
                }
                Cutout.cut(rgb, mask, frame.width(), frame.height(), SMALLEST, labels.length / 4, label, cutouts);
            }
        }
        return cutouts;
    }
}
