package org.objectomaly.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.dataset.BerkeleySegments;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.image.Picture;
import org.objectomaly.metrics.BoundaryFigures;
import org.objectomaly.metrics.BoundaryMeasure;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.RoadMasks;
import org.objectomaly.nn.Weights;
import org.objectomaly.objectness.EdgeMap;
import org.objectomaly.objectness.NetworkEdges;

/**
 * Teaches {@link RoadMasks} the boundaries that people draw, with the balanced cross entropy of Xie and Tu (HED, ICCV
 * 2015) and the band of doubt of Liu et al. (RCF, CVPR 2017).
 */
public final class MasksTask implements Task {
    private static final int STRIDE = 2;

    private final MasksRecipe recipe;
    private final SampleForm form;
    private final ThreadLocal<BoundarySamples> samples;
    private final List<SegmentedPicture> validation;

    /**
     * Reads the data.
     *
     * @param recipe what is read, and how it is used
     * @param seed of the samples
     * @param data the folder that the recipe's folders lie in
     */
    public MasksTask(final MasksRecipe recipe, final long seed, final Path data) {
        this.recipe = recipe;
        this.form = new SampleForm(recipe.height(), recipe.width(), STRIDE, 1);
        this.validation = BerkeleySegments.open(data.resolve(recipe.segments()), "val");
        final List<BoundarySamples.Share> sources = List.of(
                new BoundarySamples.Share(
                        BoundarySource.berkeley(data.resolve(recipe.segments()), "train"), 1 - recipe.classShare()),
                new BoundarySamples.Share(
                        BoundarySource.camVid(data.resolve(recipe.classes()), "train"), recipe.classShare()));
        this.samples =
                ThreadLocal.withInitial(() -> new BoundarySamples(sources, recipe.width(), recipe.height(), seed));
    }

    @Override
    public Network network(final Weights weights) {
        return RoadMasks.of(weights);
    }

    @Override
    public SampleForm form() {
        return form;
    }

    @Override
    public Sample sample(final long index) {
        final int pixels = form.pixels();
        final float[] boundary = new float[pixels];
        final float[] certainty = new float[pixels];
        final Sample sample = Sample.empty(form);
        samples.get().fill(index, sample.picture(), boundary, certainty);
        shrink(boundary, certainty, sample);
        return sample;
    }

    /** Lines one pixel wide stay as strong when the map is halved: each pixel takes the strongest of its four. */
    private void shrink(final float[] boundary, final float[] certainty, final Sample sample) {
        final int columns = form.width() / STRIDE;
        for (int at = 0; at < form.outputs(); at++) {
            float strongest = 0;
            float certain = 1;
            for (int k = 0; k < STRIDE * STRIDE; k++) {
                final int from =
                        (at / columns * STRIDE + k / STRIDE) * form.width() + at % columns * STRIDE + k % STRIDE;
                strongest = Math.max(strongest, boundary[from]);
                certain = Math.min(certain, certainty[from]);
            }
            sample.target()[at] = strongest;
            final boolean doubtful = strongest > 0 && strongest < recipe.certain();
            sample.weight()[at] = doubtful ? 0 : strongest > 0 ? 1 : certain;
        }
    }

    @Override
    public Tensor loss(final Tensor output, final Tensor target, final Tensor weight) {
        final Tensor logits = output.select(1, 0);
        final Tensor isBoundary = target.select(1, 0).gt(new Scalar(0)).to(torch.ScalarType.Float);
        final Tensor boundaries = isBoundary.mul(weight);
        final Tensor others = weight.sub(boundaries);
        final Tensor share = boundaries.sum().div(weight.sum().add(new Scalar(1)));
        final Tensor each = torch.binary_cross_entropy_with_logits(
                logits,
                isBoundary,
                new TensorOptional(),
                new TensorOptional(),
                0);
        final Tensor rest = share.neg().add(new Scalar(1));
        final Tensor balanced = each.mul(boundaries.mul(rest).add(others.mul(share.mul(new Scalar(recipe.balance())))));
        return balanced.sum().div(boundaries.sum().add(new Scalar(1)));
    }

    @Override
    public Map<String, Double> validate(final Map<String, TensorData> weights) {
        final BoundaryMeasure measure = new BoundaryMeasure();
        final EdgeMap edges = new EdgeMap();
        try (NetworkEdges detector =
                NetworkEdges.ofRoadMasks(Weights.of("validation", weights), AnalysisSize.fraction(1))) {
            for (final SegmentedPicture pair : validation) {
                try (Picture picture = pair.readPicture()) {
                    detector.detect(picture, edges);
                    measure.add(
                            edges.stretched(picture.width(), picture.height()),
                            pair.readSegments(picture.width(), picture.height()));
                }
            }
        }
        final BoundaryFigures figures = measure.figures();
        final Map<String, Double> named = new LinkedHashMap<>();
        named.put("ODS", 100 * figures.ods().f());
        named.put("OIS", 100 * figures.ois().f());
        named.put("AP", 100 * figures.ap());
        return named;
    }
}
