/**
 * How good an anomaly map is: the metrics of the field over frames with ground truth, frame after frame, in little
 * memory.
 *
 * <ul>
 *   <li>exact, over pixels: {@link org.objectomaly.metrics.PixelCounts} collects,
 *       {@link org.objectomaly.metrics.PixelMetrics} has AuPRC, FPR95, AUROC and the best F1,
 *       {@link org.objectomaly.metrics.PrCurve} the curve to be drawn
 *   <li>over pixels as the SegmentMeIfYouCan benchmark approximates them: {@link org.objectomaly.metrics.QuantileBins}
 *       or {@link org.objectomaly.metrics.UniformBins} collect, {@link org.objectomaly.metrics.BenchmarkCurve} results
 *   <li>over components as the benchmark does, in a second pass at the best threshold of the first:
 *       {@link org.objectomaly.metrics.Components} collects, {@link org.objectomaly.metrics.ComponentMetrics} has sIoU,
 *       PPV and F1*
 *   <li>what the published Objectomaly script prints under these three names:
 *       {@link org.objectomaly.metrics.FixedThreshold}
 * </ul>
 *
 * <p>How well boundaries are found, which the masks are made of: {@link org.objectomaly.metrics.BoundaryMeasure};
 * how well the regions between them: {@link org.objectomaly.metrics.SegmentationCovering}.
 */
package org.objectomaly.metrics;
