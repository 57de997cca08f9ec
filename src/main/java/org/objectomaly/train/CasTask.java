package org.objectomaly.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.cas.ClassFinder;
import org.objectomaly.cas.PixelRule;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.dataset.RoadClasses;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.metrics.ClassCounts;
import org.objectomaly.metrics.PixelCounts;
import org.objectomaly.metrics.PixelMetrics;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.EspNetV2;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.Program;
import org.objectomaly.nn.RoadCas;
import org.objectomaly.nn.Weights;

/**
 * Teaches {@link RoadCas}: eleven classes of the road from labels and from teachers, and a twelfth, "none of these", from
 * things pasted into road scenes (outlier exposure, Hendrycks et al. 2019). Beside the cross entropy, margins keep the
 * energy of the known classes high where they are and low where they are not (Liu et al. 2020).
 */
public final class CasTask implements Task {
    private static final int STRIDE = 4;
    private static final int CHANNELS = RoadClasses.KNOWN + 1;
    private static final double ENERGY_INSIDE = 6;
    private static final double ENERGY_OUTSIDE = 1;
    private static final int PASTED_SCENES = 96;
    /** Of pictures without labels, in memory. */
    private static final int ROWS = 360;
    /** At which teachers look. */
    private static final int TEACHER_ROWS = 384;

    private final CasRecipe recipe;
    private final SampleForm form;
    private final RoadSamples samples;
    private final RoadSamples heldOut;
    private final List<RoadFrame> validation;

    /**
     * Reads the data.
     *
     * @param recipe what is read, and how it is used
     * @param seed of the samples
     * @param data the folder that the recipe's folders lie in
     * @param models folders where the teachers' checkpoints may lie
     * @param answers where the teachers' answers are kept
     * @throws java.util.concurrent.CancellationException if the user wants to stop before all are there
     */
    public CasTask(
            final CasRecipe recipe, final long seed, final Path data, final List<Path> models, final Answers answers) {
        this.recipe = recipe;
        this.form = new SampleForm(recipe.height(), recipe.width(), STRIDE, CHANNELS);
        final Path camvid = data.resolve(recipe.labelled());
        try (Teacher streets = Teacher.ofRoads(recipe.teachers(), models, TEACHER_ROWS, answers);
                Teacher voc = Teacher.ofThings(things(recipe.things(), models), TEACHER_ROWS, answers)) {
            final RoadData roads = new RoadData(ROWS, streets);
            final List<RoadFrame> labelled = roads.labelled(camvid, "train");
            final List<RoadFrame> taught = new ArrayList<>();
            // Without a teacher there is nothing to be learnt from them.
            for (final String folder : recipe.teachers().isEmpty() ? List.<String>of() : recipe.unlabelled()) {
                taught.addAll(roads.taught(data.resolve(folder), recipe.every()));
            }
            final NatureData nature = new NatureData(streets, voc);
            nature.read(data.resolve(recipe.segments()), "train");
            final NatureData otherNature = new NatureData(streets, voc);
            otherNature.read(data.resolve(recipe.segments()), "val");
            final RoadData untaught = new RoadData(ROWS, Teacher.ofThings(null, ROWS, answers));
            final List<RoadFrame> rendered = new ArrayList<>();
            for (final String folder : recipe.rendered()) {
                rendered.addAll(untaught.labelled(data.resolve(folder), "train"));
            }
            validation = untaught.labelled(camvid, "val");
            final float[] weights = classWeights(labelled);
            samples = new RoadSamples(
                    new RoadSamples.Mix(
                            labelled,
                            taught,
                            rendered,
                            rendered.isEmpty() ? 0 : recipe.renderedShare(),
                            nature.frames(),
                            nature.things(),
                            nature.unnamed(),
                            OrdinaryThings.of(labelled),
                            weights),
                    form,
                    seed);
            heldOut = new RoadSamples(
                    new RoadSamples.Mix(
                            validation,
                            List.of(),
                            List.of(),
                            0,
                            List.of(),
                            otherNature.things(),
                            otherNature.unnamed(),
                            OrdinaryThings.of(validation),
                            weights),
                    form,
                    seed + 1);
        }
    }

    private static Path things(final String name, final List<Path> models) {
        return name == null ? null : ModelFile.resolve(name, List.of(EspNetV2.VOC), models);
    }

    /** Rare classes count more, by the root of how rare they are. */
    private float[] classWeights(final List<RoadFrame> frames) {
        final long[] pixels = new long[CHANNELS];
        for (final RoadFrame frame : frames) {
            for (final byte label : Mats.bytes(frame.labels())) {
                if ((label & 0xff) < RoadClasses.KNOWN) {
                    pixels[label]++;
                }
            }
        }
        final long all = Arrays.stream(pixels).sum();
        final float[] weights = new float[CHANNELS];
        for (int c = 0; c < RoadClasses.KNOWN; c++) {
            final double share = Math.max(1e-4, (double) pixels[c] / all);
            weights[c] = (float) Math.min(3.5, Math.max(0.6, Math.sqrt(0.1 / share)));
        }
        weights[RoadClasses.OTHER] = (float) recipe.otherWeight();
        return weights;
    }

    @Override
    public Network network(final Weights weights) {
        return RoadCas.of(weights);
    }

    @Override
    public SampleForm form() {
        return form;
    }

    @Override
    public Sample sample(final long index) {
        return samples.sample(index);
    }

    @Override
    public Tensor loss(final Tensor output, final Tensor target, final Tensor weight) {
        final Tensor logs = torch.log_softmax(output, 1);
        final Tensor entropy = target.mul(logs).sum(1L).neg();
        final Tensor energy = torch.logsumexp(output.narrow(1, 0, RoadClasses.KNOWN), 1L);
        final Tensor other = target.select(1, RoadClasses.OTHER);
        final Tensor low =
                torch.relu(energy.neg().add(new Scalar(ENERGY_INSIDE))).square();
        final Tensor high = torch.relu(energy.sub(new Scalar(ENERGY_OUTSIDE))).square();
        final Tensor margins = torch.lerp(low, high, other);
        final Tensor each = entropy.add(margins.mul(new Scalar(recipe.energyWeight())));
        return each.mul(weight).sum().div(weight.sum().add(new Scalar(1)));
    }

    @Override
    public Map<String, Double> validate(final Map<String, TensorData> weights) {
        final Network network = RoadCas.of(Weights.of("validation", weights));
        final double miou = 100 * classes(network);
        final PixelMetrics anomalies = anomalies(network);
        final Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("together", (miou + 100 * anomalies.auPrc()) / 2);
        figures.put("mIoU", miou);
        figures.put("AuPRC of pasted things", 100 * anomalies.auPrc());
        figures.put("FPR95 of pasted things", 100 * anomalies.fpr95Interpolated());
        return figures;
    }

    /** Mean IoU of the known classes on the validation pictures, at their own size. */
    private double classes(final Network network) {
        final ClassCounts counts = new ClassCounts(RoadClasses.KNOWN);
        try (ClassFinder finder = new ClassFinder(
                network, Normalisation.IMAGENET, RoadClasses.KNOWN, AnalysisSize.fraction(1), Compute.fastestCpu())) {
            for (final RoadFrame frame : validation) {
                try (Picture picture = Mats.picture(frame.picture())) {
                    counts.add(Mats.bytes(frame.labels()), finder.find(picture));
                }
            }
        }
        return counts.meanIou();
    }

    /** How well things pasted into validation pictures are told from the rest. */
    @SuppressWarnings("try") // the scope and the mode only have to be open
    private PixelMetrics anomalies(final Network network) {
        final PixelCounts counts = new PixelCounts();
        final int rows = form.height() / STRIDE;
        final int columns = form.width() / STRIDE;
        final ScoreMap scores = new ScoreMap(columns, rows);
        final LabelMap labels = new LabelMap(columns, rows);
        try (Program program = Program.of(sketch -> {
            final var logits = network.draw(sketch, sketch.input(3, form.height(), form.width()));
            return List.of(PixelRule.ODDS.draw(sketch, logits, RoadClasses.KNOWN));
        })) {
            for (int i = 0; i < PASTED_SCENES; i++) {
                final Sample sample = heldOut.sample(i);
                try (PointerScope scope = new PointerScope();
                        InferenceMode mode = new InferenceMode(true)) {
                    final Tensor score = program.run(Batches.planes(sample.picture(), 1, form.height(), form.width()));
                    new FloatPointer(score.contiguous().data_ptr()).get(scores.values());
                }
                for (int at = 0; at < rows * columns; at++) {
                    final float other = sample.target()[at * CHANNELS + RoadClasses.OTHER];
                    labels.labels()[at] = sample.weight()[at] == 0 || other > 0.2f && other < 0.8f
                            ? LabelMap.VOID
                            : other > 0.5f ? LabelMap.ANOMALY : LabelMap.ORDINARY;
                }
                counts.add(scores, labels);
            }
        }
        return PixelMetrics.of(counts);
    }
}
