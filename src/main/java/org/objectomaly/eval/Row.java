package org.objectomaly.eval;

import java.util.List;
import org.objectomaly.metrics.BenchmarkCurve;
import org.objectomaly.metrics.ComponentMetrics;
import org.objectomaly.metrics.FixedThreshold;
import org.objectomaly.metrics.PixelMetrics;
import org.objectomaly.metrics.PrPoint;

/**
 * The figures of one variant over all labelled frames, as shares of 1.
 *
 * @param variant which map was measured
 * @param pixels figures over pixels, exact
 * @param smiyc the same as the SegmentMeIfYouCan benchmark counts them, in bins
 * @param components figures over connected components, at the benchmark's threshold of best F1
 * @param referenceScript figures as the published script of the paper counts them, at the threshold 0.95
 * @param curve precision against recall
 */
public record Row(
        Variant variant,
        PixelMetrics pixels,
        BenchmarkCurve smiyc,
        ComponentMetrics components,
        FixedThreshold.Figures referenceScript,
        List<PrPoint> curve) {}
