package org.objectomaly.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectomaly.Fault;
import org.objectomaly.cas.Backbone;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.ClassFinder;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.cas.NoScores;
import org.objectomaly.cas.ScorerSettings;
import org.objectomaly.cas.ScriptScorer;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.mbp.BoundaryPrecision;
import org.objectomaly.mbp.CudaPrecision;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.models.ModelFile;
import org.objectomaly.models.Sha256;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.EspNetV2;
import org.objectomaly.nn.FastSam;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.random.RandomWeights;
import org.objectomaly.oasc.Calibration;
import org.objectomaly.oasc.CudaCalibration;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.BoundaryRegions;
import org.objectomaly.objectness.DetectionSettings;
import org.objectomaly.objectness.EdgeDetector;
import org.objectomaly.objectness.FastSamDetector;
import org.objectomaly.objectness.FastSamMasks;
import org.objectomaly.objectness.MaskGenerator;
import org.objectomaly.objectness.NetworkEdges;
import org.objectomaly.objectness.NoMasks;
import org.objectomaly.objectness.RegionSettings;
import org.objectomaly.objectness.SegmentAnything;
import org.objectomaly.pipeline.Method;

/** Brings up the networks that a choice names, from their checkpoints. */
final class Networks {
    /** The name of no network. */
    static final String NONE = "none";

    /** The networks that find objects, known by name, the default first. */
    static final List<ModelFile> MASK_FILES = Stream.of(NetworkEdges.FILES, FastSamMasks.FILES, SegmentAnything.FILES)
            .flatMap(List::stream)
            .toList();

    /** A network of the SAM family is asked about points, not about boxes that another one finds. */
    static final String POINTS = "points";

    private final List<Path> folders;
    private final String device;
    private final boolean random;
    private Compute compute;

    /**
     * Networks whose checkpoints lie in the user's folder or the usual ones.
     *
     * @param own the user's folder, or null
     * @param device where they run, as users write it
     */
    Networks(final Path own, final String device) {
        this(own, device, false);
    }

    /**
     * The same, with random weights for networks whose checkpoints are missing.
     *
     * @param own the user's folder, or null
     * @param device where they run, as users write it
     * @param random whether a missing checkpoint is made up
     */
    Networks(final Path own, final String device, final boolean random) {
        this.folders = ModelFolders.all(own);
        this.device = device;
        this.random = random;
    }

    /**
     * The models that this program can use, as users write them.
     *
     * @return the names of backbones, of networks that find objects, and of teachers
     */
    static Set<String> names() {
        return Stream.of(Backbones.all().stream().map(Backbone::file), MASK_FILES.stream(), Stream.of(EspNetV2.VOC))
                .flatMap(models -> models)
                .map(ModelFile::name)
                .collect(Collectors.toSet());
    }

    /**
     * The checkpoints a choice needs.
     *
     * @return what each is for, and its file; the files exist
     * @throws org.objectomaly.Fault of kind MODEL if one is nowhere
     */
    Map<String, Path> checkpoints(final MethodChoice choice) {
        final Map<String, Path> files = new LinkedHashMap<>();
        if (!choice.cas().equals(NONE) && !isMadeUp(choice.cas())) {
            files.put(
                    "cas",
                    ScriptScorer.isMeantBy(choice.cas())
                            ? ScriptScorer.file(choice.cas())
                            : Backbones.file(choice.cas(), folders));
        }
        if (!choice.masks().equals(NONE) && !isMadeUp(choice.masks())) {
            files.put("masks", maskCheckpoint(choice.masks()));
        }
        if (asksAboutBoxes(choice) && !isMadeUp(choice.sam().prompts)) {
            files.put("prompts", detectorCheckpoint(choice));
        }
        return files;
    }

    /**
     * The checkpoints a choice needs, with what tells them from all others.
     *
     * @return the files and their SHA-256
     */
    Map<String, String> hashes(final MethodChoice choice) {
        final Map<String, String> hashes = new LinkedHashMap<>();
        checkpoints(choice).values().forEach(file -> hashes.put(file.toString(), Sha256.of(file)));
        return hashes;
    }

    /**
     * The networks of a choice that get random weights.
     *
     * @return their names; none unless that was asked for
     */
    List<String> madeUp(final MethodChoice choice) {
        final Stream<String> all = asksAboutBoxes(choice)
                ? Stream.of(choice.cas(), choice.masks(), choice.sam().prompts)
                : Stream.of(choice.cas(), choice.masks());
        return all.filter(this::isMadeUp).toList();
    }

    private static boolean asksAboutBoxes(final MethodChoice choice) {
        return SegmentAnything.isMeantBy(choice.masks())
                && !choice.sam().prompts.equals(POINTS);
    }

    private boolean isMadeUp(final String nameOrFile) {
        return random
                && names().contains(nameOrFile)
                && ModelsList.whereIs(ModelFile.named(nameOrFile), folders).isEmpty();
    }

    private Weights maskWeights(final String masks) {
        return isMadeUp(masks) ? RandomWeights.of(masks) : Weights.of(Checkpoint.read(maskCheckpoint(masks)));
    }

    /** The checkpoint of a network that finds objects, of whatever kind. */
    private Path maskCheckpoint(final String masks) {
        return ModelFile.resolve(masks, MASK_FILES, folders);
    }

    /** The method as chosen; the caller's to close. */
    Method method(final MethodChoice choice) {
        final CudaDevice gpu = Gpu.open(compute().device());
        CoarseScorer scorer = null;
        try {
            final Calibration oasc =
                    gpu == null ? new RunCalibration(choice.maskOrder()) : new CudaCalibration(gpu, choice.maskOrder());
            final BoundaryPrecision mbp = gpu == null ? new LaplacianPrecision() : new CudaPrecision(gpu);
            final Compute there = compute().with(gpu);
            scorer = scorer(choice, there);
            return new Method(scorer, generator(choice, there), oasc, mbp, gpu);
        } catch (final RuntimeException e) {
            if (scorer != null) {
                scorer.close();
            }
            if (gpu != null) {
                gpu.close();
            }
            throw e;
        }
    }

    /** Where networks run, in the precision that is fastest there. Found out when the first of them is brought up. */
    Compute compute() {
        if (compute == null) {
            compute = Compute.fastest(Device.chosen(device));
        }
        return compute;
    }

    /**
     * The checkpoint of a network that finds boundaries.
     *
     * @param masks its name, or a file
     * @return a file that exists
     * @throws org.objectomaly.Fault of kind MODEL if it is nowhere
     */
    Path edgeCheckpoint(final String masks) {
        return ModelFile.resolve(masks, NetworkEdges.FILES, folders);
    }

    /**
     * A network that finds boundaries.
     *
     * @param masks its name, or a file
     * @param size at which it looks at a frame
     * @return the detector; the caller's to close
     */
    EdgeDetector edges(final String masks, final AnalysisSize size) {
        return NetworkEdges.of(Weights.of(Checkpoint.read(edgeCheckpoint(masks))), size, compute());
    }

    /**
     * The checkpoint of a network that knows classes.
     *
     * @param cas its name, or a file
     * @return a file that exists
     * @throws org.objectomaly.Fault of kind MODEL if it is nowhere
     */
    Path casCheckpoint(final String cas) {
        return Backbones.file(cas, folders);
    }

    /**
     * A network that knows classes.
     *
     * @param cas its name, or a file
     * @param size at which it looks at a picture
     * @return the finder; the caller's to close
     */
    ClassFinder classes(final String cas, final AnalysisSize size) {
        return Backbones.classes(cas, folders, size, compute());
    }

    private CoarseScorer scorer(final MethodChoice choice, final Compute compute) {
        if (choice.cas().equals(NONE)) {
            return new NoScores();
        }
        final AnalysisSize size = choice.casSize() == null ? null : AnalysisSize.parse(choice.casSize());
        if (ScriptScorer.isMeantBy(choice.cas())) {
            if (choice.isMirrored()) {
                throw Fault.of(
                        Fault.Kind.USAGE,
                        "%s does not see the mirror image; networks that stand on Mask2Former do.",
                        choice.cas());
            }
            return ScriptScorer.open(choice.cas(), choice.rule(), size, compute);
        }
        final ScorerSettings settings =
                new ScorerSettings(choice.rule(), size, choice.casQuality(), choice.isMirrored(), compute);
        if (isMadeUp(choice.cas())) {
            final Weights weights = RandomWeights.of(choice.cas());
            return Backbones.recognise(Path.of(choice.cas()), weights).scorer(weights, settings);
        }
        return Backbones.open(choice.cas(), folders, settings);
    }

    private MaskGenerator generator(final MethodChoice choice, final Compute compute) {
        if (choice.masks().equals(NONE)) {
            return new NoMasks();
        }
        final RegionSettings settings = new RegionSettings(
                choice.maxMasks(),
                choice.minMaskArea(),
                RegionSettings.defaults().maximalArea());
        final AnalysisSize size = AnalysisSize.parse(choice.maskSize());
        final Weights weights = maskWeights(choice.masks());
        if (SegmentAnything.recognises(weights)) {
            return choice.sam().prompts.equals(POINTS)
                    ? SegmentAnything.everything(
                            weights,
                            choice.maskQuality(),
                            choice.sam()::over,
                            choice.sam().choice(),
                            settings,
                            compute)
                    : SegmentAnything.boxed(
                            weights, choice.maskQuality(), detector(choice, compute), settings, compute);
        }
        return FastSamMasks.recognises(weights)
                ? FastSamMasks.of(weights, size, settings, compute)
                : new BoundaryRegions(NetworkEdges.of(weights, size, compute), settings);
    }

    private Path detectorCheckpoint(final MethodChoice choice) {
        return ModelFile.resolve(choice.sam().prompts, FastSamMasks.FILES, folders);
    }

    private FastSamDetector detector(final MethodChoice choice, final Compute compute) {
        final Weights weights = isMadeUp(choice.sam().prompts)
                ? RandomWeights.of(choice.sam().prompts)
                : Weights.of(Checkpoint.read(detectorCheckpoint(choice)));
        return new FastSamDetector(
                FastSam.of(weights), AnalysisSize.parse(FastSamMasks.USUAL_SIZE), DetectionSettings.fastSam(), compute);
    }
}
