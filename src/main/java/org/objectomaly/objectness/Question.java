package org.objectomaly.objectness;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

    /** The same points, a few at a time. */
    List<Question> batches(final int size) {
        return IntStream.iterate(0, from -> from < points.length, from -> from + 2 * size)
                .mapToObj(from -> Arrays.copyOfRange(points, from, Math.min(points.length, from + 2 * size)))
                .map(some -> new Question(some, crop, width, height))
                .toList();
    }
}
