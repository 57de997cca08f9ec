package org.objectomaly.objectness;

import java.util.Arrays;
import org.objectomaly.image.Region;

/**
 * Points that a network is asked about.
 *
 * @param points x, y of one point after the other, in pixels of the crop; not to be changed
 * @param crop the part of the content that the network looks at
 * @param width columns of the content
 * @param height rows of the content
 */
record Question(double[] points, Region crop, int width, int height) {
    /** Column of a point on the content. */
    double x(final int point) {
        return points[2 * point] + crop.x();
    }

    /** Row of a point on the content. */
    double y(final int point) {
        return points[2 * point + 1] + crop.y();
    }

    /** How many points these are. */
    int count() {
        return points.length / 2;
    }

    /** Some of the points. */
    Question part(final int from, final int to) {
        return new Question(Arrays.copyOfRange(points, 2 * from, 2 * to), crop, width, height);
    }
}
