package org.objectomaly.cli;

import java.nio.file.Path;
import java.util.List;
import org.objectomaly.Fault;
import org.objectomaly.dataset.BerkeleySegments;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.eval.BoundaryEvaluation;
import org.objectomaly.eval.BoundaryOutcome;
import org.objectomaly.eval.BoundaryPages;
import org.objectomaly.eval.PictureReport;
import org.objectomaly.eval.ReportPages;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.objectness.EdgeDetector;

/** {@code eval} on BSDS500: the boundaries of the networks that {@code --masks} names. */
final class BoundaryRun extends PictureRun<BoundaryOutcome> {
    BoundaryRun(final EvalCommand options, final List<String> arguments, final Interruption interruption) {
        super(options, arguments, interruption);
    }

    @Override
    List<SegmentedPicture> open(final Path folder, final String split) {
        return BerkeleySegments.open(folder, split);
    }

    @Override
    List<String> names(final MethodOptions method) {
        final List<String> masks = method.masks();
        if (masks.contains(Networks.NONE)) {
            throw Fault.of(Fault.Kind.USAGE, "--masks none finds no boundaries to be measured; name a network.");
        }
        masks.forEach(networks()::edgeCheckpoint);
        return masks;
    }

    @Override
    List<String> sizes(final MethodOptions method) {
        return method.maskSizes(AnalysisSize.OWN);
    }

    @Override
    void evaluate(final String name, final String size, final ProgressDisplay progress) {
        try (EdgeDetector detector = networks().edges(name, AnalysisSize.parse(size))) {
            measure(new BoundaryEvaluation(detector), name, size, networks().edgeCheckpoint(name), progress);
        }
    }

    @Override
    ReportPages pages(final PictureReport<BoundaryOutcome> report) {
        return BoundaryPages.of(report);
    }
}
