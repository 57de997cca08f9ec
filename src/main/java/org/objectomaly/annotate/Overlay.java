package org.objectomaly.annotate;

import java.util.Arrays;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.image.YuvPlanes;

/**
 * Draws what was found into the planes of a frame: the map as colours on a scale that never changes, a line around each
 * anomalous object with its track number and highest score, and a legend with the frame's time and the age of the evidence.
 *
 * <p>Everything it needs is made at the first frame of a size; later frames allocate nothing. Not for use by two
 * threads at once.
 */
public final class Overlay implements AutoCloseable {
    private final View view;
    private final float threshold;
    private final Canvas canvas = new Canvas();
    private final ScoreLayer scores = new ScoreLayer();
    private final Inks[] inks = new Inks[YuvCode.COUNT];
    private Sizes sizes;
    private Contours contours;
    private Labels labels;
    private Legend legend;

    /**
     * An overlay that has drawn nothing yet.
     *
     * @param view what the output shows
     * @param threshold the score above which pixels are anomalous, shown in the legend
     */
    public Overlay(final View view, final float threshold) {
        this.view = view;
        this.threshold = threshold;
    }

    /**
     * Draws one frame.
     *
     * @param source the frame as it was filmed
     * @param target where the output goes, {@link View#outputWidth} wide and as high as the source; may be the source
     *     itself unless the view is {@link View#SPLIT}
     * @param map the map A, of the source's size
     * @param objects the anomalous objects of the map
     * @param seconds presentation time of the frame
     * @param evidenceAge how long before it the networks looked, seconds; NaN to say nothing about it
     * @throws IllegalArgumentException if the sizes do not fit together
     */
    public void draw(
            final YuvPlanes source,
            final YuvPlanes target,
            final ScoreMap map,
            final AnomalyObjects objects,
            final double seconds,
            final double evidenceAge) {
        check(source, target, map);
        prepare(source.width(), source.height());
        final Inks ink = inks(target);
        final boolean split = view == View.SPLIT;
        if (split) {
            PlaneCopy.copy(source, target, 0);
        }
        final int left = split ? View.rightHalf(source.width()) : 0;
        if (view != View.HEATMAP && source != target) {
            PlaneCopy.copy(source, target, left);
        }
        canvas.lay(target, left, source.width());
        if (view == View.HEATMAP) {
            canvas.clear(ink.solid);
            scores.draw(map, ink.solid, canvas);
        } else {
            scores.draw(map, ink.tint, canvas);
            mark(objects, ink);
        }
        if (legend.fits(canvas)) {
            legend.draw(seconds, evidenceAge, canvas, ink.plate, ink.solid);
        }
    }

    private void mark(final AnomalyObjects objects, final Inks ink) {
        if (objects.size() == 0) {
            return;
        }
        contours.draw(objects.pixels(), canvas, ink.contour);
        if (legend.fits(canvas)) {
            labels.begin(legend.x(), legend.y(canvas), legend.width(), legend.height());
        } else {
            labels.begin(0, 0, 0, 0);
        }
        for (int i = 0; i < objects.size(); i++) {
            labels.draw(objects.get(i), canvas, ink.plate);
        }
    }

    private void check(final YuvPlanes source, final YuvPlanes target, final ScoreMap map) {
        final boolean fits = map.width() == source.width()
                && map.height() == source.height()
                && target.width() == view.outputWidth(source.width())
                && target.height() == source.height();
        if (!fits) {
            throw new IllegalArgumentException(String.format(
                    "a frame of %d x %d with a map of %d x %d cannot be drawn as %s into %d x %d",
                    source.width(), source.height(), map.width(), map.height(), view, target.width(), target.height()));
        }
    }

    private void prepare(final int width, final int height) {
        if (canvas.width() == width && canvas.height() == height) {
            return;
        }
        sizes = new Sizes(Math.min(width, height));
        final GlyphAtlas glyphs = new GlyphAtlas(sizes.text());
        contours = new Contours(width, height, sizes);
        labels = new Labels(glyphs, sizes);
        legend = new Legend(glyphs, sizes, threshold);
        Arrays.fill(inks, null);
        scores.close();
    }

    private Inks inks(final YuvPlanes planes) {
        final int index = YuvCode.index(planes.bt709(), planes.fullRange());
        if (inks[index] == null) {
            inks[index] = new Inks(new YuvCode(planes.bt709(), planes.fullRange()), sizes);
        }
        return inks[index];
    }

    @Override
    public void close() {
        scores.close();
    }

    /** The inks of one way to write colours. */
    private static final class Inks {
        private final Ink tint;
        private final Ink solid;
        private final Ink contour;
        private final Ink plate;

        Inks(final YuvCode code, final Sizes sizes) {
            tint = new Ink(code, ColourScale.TINT);
            solid = new Ink(code, ColourScale.SOLID);
            contour = new Ink(code, Contours.paint(sizes));
            plate = new Ink(code, Plate.paint());
        }
    }
}
