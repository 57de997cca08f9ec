package org.objectomaly.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.objectomaly.bench.Agreement;
import org.objectomaly.bench.Combination;
import org.objectomaly.bench.KeptMaps;
import org.objectomaly.eval.Truth;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.metrics.PixelCounts;
import org.objectomaly.metrics.PixelMetrics;
import org.objectomaly.video.StreamInfo;

/** What the speed of each combination is paid with: how right its maps are, and how like those of the best. */
final class BenchPrices {
    private final Path truth;
    private final StreamInfo original;
    private final Map<KeptMaps, Double> known = new IdentityHashMap<>();
    private List<LabelMap> labels;

    /**
     * Prices of maps of one video.
     *
     * @param truth its masks, or null
     * @param original the video as it is in the file
     */
    BenchPrices(final Path truth, final StreamInfo original) {
        this.truth = truth;
        this.original = original;
    }

    /**
     * The prices of several combinations.
     *
     * @param auPrc of each; NaN where it is not known
     * @param agreements of each with the best
     * @param best number of the best; -1 if none can be
     * @param labelledFrames frames with truth
     */
    record Prices(List<Double> auPrc, List<Agreement> agreements, int best, int labelledFrames) {}

    /** Prices of combinations that have run at least once. A combination with random weights sees nothing: no price. */
    Prices of(final List<Combination> combinations) {
        final List<Double> auPrc = new ArrayList<>();
        int best = -1;
        for (int i = 0; i < combinations.size(); i++) {
            final Combination combination = combinations.get(i);
            auPrc.add(combination.isRandom() ? Double.NaN : auPrc(combination.maps()));
            final boolean better = best < 0 || auPrc.get(i) > auPrc.get(best);
            best = !combination.isRandom() && better ? i : best;
        }
        final List<Agreement> agreements = new ArrayList<>();
        for (final Combination combination : combinations) {
            agreements.add(
                    combination.isRandom()
                            ? Agreement.UNKNOWN
                            : Agreement.of(
                                    combination.maps().maps(),
                                    combinations.get(best).maps().maps()));
        }
        return new Prices(auPrc, agreements, best, labels == null ? 0 : labelled());
    }

    private int labelled() {
        return (int) labels.stream().filter(map -> map != null).count();
    }

    /** Maps do not change once they are kept. */
    private double auPrc(final KeptMaps kept) {
        return truth == null ? Double.NaN : known.computeIfAbsent(kept, this::measure);
    }

    private double measure(final KeptMaps kept) {
        final List<ScoreMap> maps = kept.maps();
        read(maps);
        if (maps.stream().anyMatch(BenchPrices::isBroken)) {
            return Double.NaN;
        }
        final PixelCounts counts = new PixelCounts();
        for (int i = 0; i < maps.size(); i++) {
            if (labels.get(i) != null) {
                counts.add(maps.get(i), labels.get(i));
            }
        }
        final boolean both = counts.anomalous() > 0 && counts.ordinary() > 0;
        return both ? PixelMetrics.of(counts).auPrc() : Double.NaN;
    }

    /** Damaged weights give scores that no metric can rank. */
    private static boolean isBroken(final ScoreMap map) {
        for (final float score : map.scores()) {
            if (Float.isNaN(score)) {
                return true;
            }
        }
        return false;
    }

    /** All combinations see the same frames, so that the labels are read once. */
    private void read(final List<ScoreMap> maps) {
        if (labels != null) {
            return;
        }
        labels = new ArrayList<>();
        try (Truth opened = EvalData.truth(truth, OptionalInt.empty())) {
            for (int i = 0; i < maps.size(); i++) {
                final LabelMap whole = opened.labels(i, original.width(), original.height());
                labels.add(whole == null ? null : KeptMaps.sampled(whole, maps.get(i)));
            }
        }
    }
}
