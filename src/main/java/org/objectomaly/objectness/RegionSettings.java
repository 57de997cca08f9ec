package org.objectomaly.objectness;

import org.objectomaly.Fault;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;

/**
 * Bounds on the masks, whatever they are made of.
 *
 * @param most number of masks at most, 1 to 10,000
 * @param minimalArea share of the picture below which what was found is no mask, 0 to 1
 * @param maximalArea share of the picture above which what was found is no mask, {@code minimalArea} to 1
 */
public record RegionSettings(int most, double minimalArea, double maximalArea) {
    private static final int LIMIT = 10_000;

    /**
     * Checks the bounds.
     *
     * @throws Fault of kind USAGE if they are out of range
     */
    public RegionSettings {
        if (most < 1 || most > LIMIT) {
            throw Fault.of(Fault.Kind.USAGE, "The number of masks is %d; give a number from 1 to %d.", most, LIMIT);
        }
        if (!(minimalArea >= 0 && minimalArea <= maximalArea && maximalArea <= 1)) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "Masks of %s to %s of the picture are asked for; give two shares between 0 and 1, the smaller first.",
                    minimalArea,
                    maximalArea);
        }
    }

    /**
     * The bounds that {@code docs/accuracy.md} was measured with: 300 masks, each from a 5000th to nine tenths of the
     * picture.
     *
     * @return the defaults
     */
    public static RegionSettings defaults() {
        return new RegionSettings(300, 0.0002, 0.9);
    }

    /** Empties a set and lays it over a picture's content. */
    void begin(final Picture picture, final MaskSet into) {
        final Region content = picture.content();
        final boolean whole = content.width() == picture.width() && content.height() == picture.height();
        into.reset(content.width(), content.height(), whole ? null : content);
    }

    /** Adds a mask to a set over the content, if it is within these bounds. */
    void add(final RunMask mask, final MaskSet into) {
        final double share = (double) mask.area() / ((long) into.width() * into.height());
        if (into.size() < most && mask.area() > 0 && share >= minimalArea && share <= maximalArea) {
            mask.addTo(into);
        }
    }
}
