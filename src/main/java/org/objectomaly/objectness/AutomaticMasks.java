package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.MaskQuality;

/**
 * Masks of everything: a network of the SAM family is asked about a grid of points, and of its answers stay those that
 * it is sure of, that are stable and that are not there twice. Step by step as the original's
 * {@code SamAutomaticMaskGenerator} (facebookresearch/segment-anything). For one thread at a time.
 *
 * <pre>
 *   look at the picture, or at each crop of it
 *     points, a batch at a time - masks of a good predicted IoU
 *       exact: enlarge - stability - edge of the crop - suppression between the points' masks
 *       fast:  stability - edge of the crop - suppression between the points' masks - enlarge
 *   suppression between the crops' masks - small regions
 * </pre>
 */
public final class AutomaticMasks implements MaskGenerator {
    private final MaskPredictor network;
    private final AutomaticSettings settings;
    private final AnswerRule answers;
    private final PointChoice choice;
    private final RegionSettings bounds;

    /**
     * A generator with a network.
     *
     * @param network closed with this generator
     * @param settings what it keeps
     * @param quality whether it decides as the original does, or sooner
     * @param choice which points of its grids are asked
     * @param bounds on the masks that {@link #generate} gives
     * @param gpu where the network runs; null for the processor
     */
    public AutomaticMasks(
            final MaskPredictor network,
            final AutomaticSettings settings,
            final MaskQuality quality,
            final PointChoice choice,
            final RegionSettings bounds,
            final CudaDevice gpu) {
        this.choice = choice;
        this.bounds = bounds;
        this.network = network;
        this.settings = settings;
        this.answers = quality == MaskQuality.FAST ? sooner(settings, gpu) : new ExactAnswers(settings, gpu);
    }

    private static AnswerRule sooner(final AutomaticSettings settings, final CudaDevice gpu) {
        return gpu == null ? new FastAnswers(settings) : new DeviceAnswers(settings, gpu);
    }

    @Override
    public void generate(final Picture picture, final MaskSet into) {
        generate(picture, null, into);
    }

    @Override
    public void generate(final Picture picture, final ScoreMap coarse, final MaskSet into) {
        bounds.begin(picture, into);
        find(picture, coarse).forEach(found -> bounds.add(found.mask(), into));
    }

    @Override
    public boolean needsScores() {
        return choice.share() < 1;
    }

    /**
     * Finds masks, with what is known of them.
     *
     * @param picture the frame; its content is looked at
     * @return masks over the content, in the original's order
     */
    public List<FoundMask> find(final Picture picture) {
        return find(picture, null);
    }

    private List<FoundMask> find(final Picture picture, final ScoreMap coarse) {
        final Region content = picture.content();
        final List<CropLayers.Crop> crops =
                CropLayers.of(content.height(), content.width(), settings.cropNLayers(), settings.cropOverlapRatio());
        final List<FoundMask> found = new ArrayList<>();
        crops.forEach(crop -> found.addAll(in(picture, coarse, crop)));
        final List<FoundMask> once =
                crops.size() == 1 ? found : FoundMask.best(found, AutomaticMasks::closeness, settings.cropNmsThresh());
        return settings.minMaskRegionArea() == 0 ? once : withoutSmallRegions(once, content);
    }

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private List<FoundMask> in(final Picture picture, final ScoreMap coarse, final CropLayers.Crop crop) {
        final Region content = picture.content();
        final Region part = crop.region();
        final Region seen = new Region(content.x() + part.x(), content.y() + part.y(), part.width(), part.height());
        final double[] points = choice.points(side(crop.layer()), picture, seen, coarse);
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true);
                MaskPredictor.Look look = network.look(picture, seen)) {
            return answers.masks(look, new Question(points, part, content.width(), content.height()));
        }
    }

    /** Points each way in a layer. */
    private int side(final int layer) {
        return Math.max(1, (int) (settings.pointsPerSide() / Math.pow(settings.cropNPointsDownscaleFactor(), layer)));
    }

    /** Smaller crops show more. */
    private static double closeness(final FoundMask found) {
        return 1f / ((float) found.crop().width() * found.crop().height());
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
