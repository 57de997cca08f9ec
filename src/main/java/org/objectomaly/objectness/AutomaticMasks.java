package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.MaskPredictor;

/**
 * Masks of everything: a network of the SAM family is asked about a grid of points, and of its answers stay those that
 * it is sure of, that are stable and that are not there twice. Step by step as the original's
 * {@code SamAutomaticMaskGenerator} (facebookresearch/segment-anything). For one thread at a time.
 *
 * <pre>
 *   look at the picture, or at each crop of it
 *     points, a batch at a time - masksAt - predicted IoU - enlarge - stability - edge of the crop
 *     suppression between the points' masks
 *   suppression between the crops' masks - small regions
 * </pre>
 */
public final class AutomaticMasks implements MaskGenerator {
    private final MaskPredictor network;
    private final AutomaticSettings settings;
    private final AnswerRule answers;

    /**
     * A generator with a network.
     *
     * @param network closed with this generator
     * @param settings what it keeps
     */
    public AutomaticMasks(final MaskPredictor network, final AutomaticSettings settings) {
        this.network = network;
        this.settings = settings;
        this.answers = new ExactAnswers(settings);
    }

    @Override
    public void generate(final Picture picture, final MaskSet into) {
        final Region content = picture.content();
        final boolean whole = content.width() == picture.width() && content.height() == picture.height();
        into.reset(content.width(), content.height(), whole ? null : content);
        find(picture).forEach(found -> found.mask().addTo(into));
    }

    /**
     * Finds masks, with what is known of them.
     *
     * @param picture the frame; its content is looked at
     * @return masks over the content, in the original's order
     */
    public List<FoundMask> find(final Picture picture) {
        final Region content = picture.content();
        final List<CropLayers.Crop> crops =
                CropLayers.of(content.height(), content.width(), settings.cropNLayers(), settings.cropOverlapRatio());
        final List<FoundMask> found = new ArrayList<>();
        crops.forEach(crop -> found.addAll(in(picture, crop)));
        final List<FoundMask> once =
                crops.size() == 1 ? found : best(found, AutomaticMasks::closeness, settings.cropNmsThresh());
        return settings.minMaskRegionArea() == 0 ? once : withoutSmallRegions(once, content);
    }

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private List<FoundMask> in(final Picture picture, final CropLayers.Crop crop) {
        final Region content = picture.content();
        final Region part = crop.region();
        final Region seen = new Region(content.x() + part.x(), content.y() + part.y(), part.width(), part.height());
        final double[] points = PointGrid.over(side(crop.layer()), part.width(), part.height());
        final List<FoundMask> found = new ArrayList<>();
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true);
                MaskPredictor.Look look = network.look(picture, seen)) {
            for (int from = 0; from < points.length; from += 2 * settings.pointsPerBatch()) {
                final int to = Math.min(points.length, from + 2 * settings.pointsPerBatch());
                final double[] batch = Arrays.copyOfRange(points, from, to);
                found.addAll(answers.masks(look, new Question(batch, part, content.width(), content.height())));
            }
        }
        return best(found, FoundMask::predictedIou, settings.boxNmsThresh());
    }

    /** Points each way in a layer. */
    private int side(final int layer) {
        return Math.max(1, (int) (settings.pointsPerSide() / Math.pow(settings.cropNPointsDownscaleFactor(), layer)));
    }

    /** Smaller crops show more. */
    private static double closeness(final FoundMask found) {
        return 1f / ((float) found.crop().width() * found.crop().height());
    }

    /** Without those whose box overlaps that of a better one; the best first. */
    private static List<FoundMask> best(
            final List<FoundMask> found, final ToDoubleFunction<FoundMask> score, final double threshold) {
        final float[] scores = new float[found.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) score.applyAsDouble(found.get(i));
        }
        final List<MaskBox> boxes = found.stream().map(FoundMask::box).toList();
        return Suppression.keep(boxes, scores, threshold).stream()
                .map(found::get)
                .toList();
    }

    /** Masks that are like another one only now are dropped; those that were clean before are preferred. */
    private List<FoundMask> withoutSmallRegions(final List<FoundMask> found, final Region content) {
        final List<FoundMask> clean = new ArrayList<>();
        final float[] unchanged = new float[found.size()];
        for (final FoundMask mask : found) {
            final byte[] pixels = mask.mask().pixels(content.height(), content.width());
            final boolean holes = SmallRegions.fillHoles(pixels, content.width(), settings.minMaskRegionArea());
            final boolean islands = SmallRegions.removeIslands(pixels, content.width(), settings.minMaskRegionArea());
            unchanged[clean.size()] = holes || islands ? 0 : 1;
            clean.add(holes || islands ? mask.with(RunMask.of(pixels, content.width(), 0, 0)) : mask);
        }
        final double threshold = Math.max(settings.boxNmsThresh(), settings.cropNmsThresh());
        final List<MaskBox> boxes = clean.stream().map(FoundMask::box).toList();
        return Suppression.keep(boxes, unchanged, threshold).stream()
                .map(clean::get)
                .toList();
    }

    @Override
    public void close() {
        network.close();
    }
}
