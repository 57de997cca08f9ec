package org.objectomaly.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.opencv.opencv_core.Mat;
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
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.RoadMasks;
import org.objectomaly.nn.Weights;
import org.objectomaly.objectness.EdgeMap;
import org.objectomaly.objectness.NetworkEdges;

/**
 * Teaches {@link RoadMasks} the boundaries that people draw, with the balanced cross entropy of Xie and Tu (HED, ICCV
 * 2015) and the band of doubt of Liu et al. (RCF, CVPR 2017); beside it, the answers of a larger network (distillation,
 * Hinton et al. 2015).
 */
public final class MasksTask implements Task {
    private static final int STRIDE = 2;
    /** Channels of the target: what people drew, and what the teacher says. */
    private static final int PEOPLE = 0;

    private static final int TEACHER = 1;
    private static final int CHANNELS = 2;
    /** Of pictures without labels, in memory. */
    private static final int ROWS = 360;

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
     * @param models folders where the teacher's checkpoint may lie
     * @param answers where the teacher's answers are kept
     * @throws java.util.concurrent.CancellationException if the user wants to stop before all are there
     */
    public MasksTask(
            final MasksRecipe recipe,
            final long seed,
            final Path data,
            final List<Path> models,
            final Answers answers) {
        this.recipe = recipe;
        this.form = new SampleForm(recipe.height(), recipe.width(), STRIDE, CHANNELS);
        this.validation = BerkeleySegments.open(data.resolve(recipe.segments()), "val");
        final List<BoundarySamples.Share> sources;
        if (recipe.teacher() == null) {
            sources = sources(data, picture -> null);
        } else {
            final Path file = ModelFile.resolve(recipe.teacher(), NetworkEdges.FILES, models);
            try (BoundaryTeacher teacher = new BoundaryTeacher(file, answers)) {
                sources = sources(data, teacher);
            }
        }
        this.samples =
                ThreadLocal.withInitial(() -> new BoundarySamples(sources, recipe.width(), recipe.height(), seed));
    }

    private List<BoundarySamples.Share> sources(final Path data, final UnaryOperator<Mat> teacher) {
        // Without a teacher there is nothing to be learnt from pictures without labels.
        final boolean isTaught =
                recipe.teacher() != null && !recipe.unlabelled().isEmpty();
        final double unlabelledShare = isTaught ? recipe.unlabelledShare() : 0;
        final List<BoundarySamples.Share> sources = new ArrayList<>();
        sources.add(new BoundarySamples.Share(
                BoundarySource.berkeley(data.resolve(recipe.segments()), "train", teacher),
                1 - recipe.classShare() - unlabelledShare));
        sources.add(new BoundarySamples.Share(
                BoundarySource.camVid(data.resolve(recipe.classes()), "train", teacher), recipe.classShare()));
        if (isTaught) {
            final List<Mat> pictures = new ArrayList<>();
            recipe.unlabelled()
                    .forEach(folder -> pictures.addAll(Pictures.readAll(data.resolve(folder), recipe.every(), ROWS)));
            sources.add(new BoundarySamples.Share(BoundarySource.ofPictures(pictures, teacher), unlabelledShare));
        }
        return sources;
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
        final float[] taught = new float[pixels];
        final Sample sample = Sample.empty(form);
        samples.get().fill(index, sample.picture(), boundary, certainty, taught);
        shrink(boundary, certainty, taught, sample);
        return sample;
    }

    /**
     * Lines one pixel wide stay as strong when the map is halved: each pixel takes the strongest of its four. The
     * teacher's lines are wide, and are halved by their mean.
     */
    private void shrink(final float[] boundary, final float[] certainty, final float[] taught, final Sample sample) {
        final int columns = form.width() / STRIDE;
        for (int at = 0; at < form.outputs(); at++) {
            float strongest = 0;
            float certain = 1;
            float mean = 0;
            for (int k = 0; k < STRIDE * STRIDE; k++) {
                final int from =
                        (at / columns * STRIDE + k / STRIDE) * form.width() + at % columns * STRIDE + k % STRIDE;
                strongest = Math.max(strongest, boundary[from]);
                certain = Math.min(certain, certainty[from]);
                mean += taught[from] / (STRIDE * STRIDE);
            }
            sample.target()[at * CHANNELS + PEOPLE] = strongest;
            sample.target()[at * CHANNELS + TEACHER] = mean;
            final boolean doubtful = strongest > 0 && strongest < recipe.certain();
            sample.weight()[at] = doubtful ? 0 : strongest > 0 ? 1 : certain;
        }
    }

    @Override
    public Tensor loss(final Tensor output, final Tensor target, final Tensor weight) {
        final Tensor logits = output.select(1, 0);
        final Tensor ofPeople = ofPeople(logits, target.select(1, PEOPLE), weight);
        return recipe.teacher() == null
                ? ofPeople
                : ofPeople.add(ofTeacher(logits, target.select(1, TEACHER)).mul(new Scalar(recipe.teaching())));
    }

    /** The teacher learnt from balanced losses as well, so that its probabilities need no balance. */
    private static Tensor ofTeacher(final Tensor logits, final Tensor taught) {
        final Tensor isTaught = taught.ge(new Scalar(0)).to(torch.ScalarType.Float);
        final Tensor each = crossEntropy(logits, torch.relu(taught)).mul(isTaught);
        return each.sum().div(isTaught.sum().add(new Scalar(1)));
    }

    private Tensor ofPeople(final Tensor logits, final Tensor agreeing, final Tensor weight) {
        final Tensor isBoundary = agreeing.gt(new Scalar(0)).to(torch.ScalarType.Float);
        final Tensor boundaries = isBoundary.mul(weight);
        final Tensor others = weight.sub(boundaries);
        final Tensor share = boundaries.sum().div(weight.sum().add(new Scalar(1)));
        final Tensor each = crossEntropy(logits, isBoundary);
        final Tensor rest = share.neg().add(new Scalar(1));
        final Tensor balanced = each.mul(boundaries.mul(rest).add(others.mul(share.mul(new Scalar(recipe.balance())))));
        return balanced.sum().div(boundaries.sum().add(new Scalar(1)));
    }

    private static Tensor crossEntropy(final Tensor logits, final Tensor target) {
        return torch.binary_cross_entropy_with_logits(logits, target, new TensorOptional(), new TensorOptional(), 0);
    }

    @Override
    public Map<String, Double> validate(final Map<String, TensorData> weights) {
        final BoundaryMeasure measure = new BoundaryMeasure();
        final EdgeMap edges = new EdgeMap();
        try (NetworkEdges detector = NetworkEdges.ofRoadMasks(
                Weights.of("validation", weights), AnalysisSize.fraction(1), Compute.fastestCpu())) {
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
