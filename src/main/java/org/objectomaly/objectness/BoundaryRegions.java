package org.objectomaly.objectness;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;

/**
 * Masks without a foundation model: the closed regions between the boundaries that a small network finds, at all levels
 * of detail. Like SAM's, the masks nest: a wheel, the car it belongs to, the road the car stands on.
 */
public final class BoundaryRegions implements MaskGenerator {
    private final EdgeDetector detector;
    private final RegionFinder finder;
    private final EdgeMap edges = new EdgeMap();

    /**
     * A generator over an edge detector.
     *
     * @param detector finds the boundaries; closed with this generator
     * @param settings bounds on the masks
     */
    public BoundaryRegions(final EdgeDetector detector, final RegionSettings settings) {
        this.detector = detector;
        this.finder = new RegionFinder(settings);
    }

    @Override
    public void generate(final Picture picture, final MaskSet into) {
        detector.detect(picture, edges);
        final Region content = picture.content();
        final boolean whole = content.width() == picture.width() && content.height() == picture.height();
        finder.find(edges, whole ? null : content, into);
    }

    @Override
    public void close() {
        detector.close();
    }
}
