package org.objectomaly.eval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.objectomaly.Fault;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.metrics.BenchmarkCurve;
import org.objectomaly.metrics.ComponentMetrics;
import org.objectomaly.metrics.Components;
import org.objectomaly.metrics.FixedThreshold;
import org.objectomaly.metrics.PixelCounts;
import org.objectomaly.metrics.PixelMetrics;
import org.objectomaly.metrics.PrCurve;
import org.objectomaly.metrics.QuantileBins;
import org.objectomaly.metrics.SortedFrame;
import org.objectomaly.metrics.TrackSizes;
import org.objectomaly.pipeline.RunReport;
import org.objectomaly.pipeline.Slot;
import org.objectomaly.pipeline.Stage;

/** The corridor's last stage when it evaluates: holds each frame's maps against its truth. */
final class MeasureStage implements Stage, AutoCloseable {
    private final LabelledSource source;
    private final List<Variant> variants;
    private final Map<Variant, Pixels> pixels = new EnumMap<>(Variant.class);
    private final SortedFrame alone = new SortedFrame();
    private final LaplacianPrecision mbp = new LaplacianPrecision();
    private final List<FrameScore> frames = new ArrayList<>();
    private final Showcase showcase = new Showcase();
    private final TemporalChange steadiness = new TemporalChange();
    private final MapStore store;
    private ScoreMap mbpAlone;
    private int labelled;

    /**
     * A stage before its first frame.
     *
     * @param source where the frames come from; knows their truth
     * @param variants the maps to measure
     * @param scratch a folder with room for all maps
     */
    MeasureStage(final LabelledSource source, final List<Variant> variants, final Path scratch) {
        this.source = source;
        this.variants = variants;
        this.store = new MapStore(scratch, variants.size(), source.expectedFrames());
        variants.forEach(variant -> pixels.put(variant, new Pixels()));
    }

    @Override
    public String name() {
        return "measure";
    }

    @Override
    public void process(final Slot slot) {
        if (!slot.hasPicture()) {
            return;
        }
        final ScoreMap refined = slot.refined();
        final double change = source.isVideo() ? steadiness.next(slot.frame().planes(), refined) : Double.NaN;
        final LabelMap labels = source.labels(slot.index(), refined.width(), refined.height());
        final Map<Variant, Double> auPrc = labels == null ? Map.of() : measure(slot, labels);
        frames.add(new FrameScore(
                source.name(slot.index()),
                auPrc.getOrDefault(Variant.CAS, Double.NaN),
                auPrc.getOrDefault(Variant.BOTH, Double.NaN),
                change));
    }

    /** Adds a frame to the counts of all variants, and gives the AuPRC of each on this frame alone. */
    private Map<Variant, Double> measure(final Slot slot, final LabelMap labels) {
        final List<ScoreMap> maps =
                variants.stream().map(variant -> map(slot, variant)).toList();
        requireNumbers(maps, slot.index());
        store.add(labels, maps);
        labelled++;
        final Map<Variant, Double> auPrc = new EnumMap<>(Variant.class);
        for (int i = 0; i < maps.size(); i++) {
            alone.of(maps.get(i), labels);
            pixels.get(variants.get(i)).add(maps.get(i), labels, alone);
            auPrc.put(variants.get(i), alone.auPrc());
        }
        if (slot.isRefreshed()) {
            showcase.offer(
                    source.name(slot.index()),
                    auPrc.get(Variant.BOTH),
                    () -> Panels.jpeg(
                            slot.picture(), labels, List.of(slot.coarse(), slot.calibrated(), slot.refined())));
        }
        return auPrc;
    }

    /** A network with broken weights gives NaN or infinity, which no metric can rank. */
    private void requireNumbers(final List<ScoreMap> maps, final long frame) {
        for (final ScoreMap map : maps) {
            for (final float score : map.scores()) {
                if (!Float.isFinite(score)) {
                    throw Fault.of(
                            Fault.Kind.MODEL,
                            "The networks give %s for a pixel of %s: the checkpoint is damaged, or not of this network.",
                            score,
                            source.name(frame));
                }
            }
        }
    }

    private ScoreMap map(final Slot slot, final Variant variant) {
        return switch (variant) {
            case CAS -> slot.coarse();
            case OASC -> slot.calibrated();
            case BOTH -> slot.refined();
            case MBP -> {
                if (mbpAlone == null
                        || mbpAlone.width() != slot.coarse().width()
                        || mbpAlone.height() != slot.coarse().height()) {
                    mbpAlone = new ScoreMap(slot.coarse().width(), slot.coarse().height());
                }
                mbp.refine(slot.coarse(), mbpAlone);
                yield mbpAlone;
            }
        };
    }

    /**
     * The figures over all frames so far; to be asked after the run.
     *
     * @param run what the corridor reports
     * @param settings what describes the method
     * @param checkpoints the files of its networks
     * @param sizes which components count
     * @return the outcome
     */
    Outcome outcome(
            final RunReport run,
            final Map<String, String> settings,
            final Map<String, String> checkpoints,
            final TrackSizes sizes) {
        final Map<Variant, BenchmarkCurve> curves = new EnumMap<>(Variant.class);
        final Map<Variant, Components> components = new EnumMap<>(Variant.class);
        for (final Variant variant : variants) {
            final BenchmarkCurve curve = pixels.get(variant).bins.curve();
            curves.put(variant, curve);
            components.put(variant, new Components(sizes, curve.bestF1Threshold()));
        }
        store.replay((labels, maps) -> {
            for (int i = 0; i < maps.size(); i++) {
                components.get(variants.get(i)).add(maps.get(i), labels);
            }
        });
        final List<Row> rows = variants.stream()
                .map(variant -> pixels.get(variant)
                        .row(
                                variant,
                                curves.get(variant),
                                components.get(variant).metrics()))
                .toList();
        final double change = frames.stream()
                .mapToDouble(FrameScore::change)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
        return new Outcome(settings, checkpoints, rows, labelled, change, List.copyOf(frames), run, showcase);
    }

    /** What is counted of one variant's pixels. */
    private static final class Pixels {
        private static final int CURVE_POINTS = 400;

        private final PixelCounts all = new PixelCounts();
        private final QuantileBins bins = new QuantileBins();
        private final FixedThreshold fixed = new FixedThreshold(FixedThreshold.REFERENCE);

        void add(final ScoreMap map, final LabelMap labels, final SortedFrame sorted) {
            all.add(map, labels);
            bins.add(sorted);
            fixed.add(map, labels);
        }

        Row row(final Variant variant, final BenchmarkCurve curve, final ComponentMetrics components) {
            return new Row(
                    variant, PixelMetrics.of(all), curve, components, fixed.figures(), PrCurve.of(all, CURVE_POINTS));
        }
    }

    @Override
    public void close() {
        store.close();
        steadiness.close();
    }
}
