package org.objectomaly.cli;

import java.nio.file.Path;
import java.util.List;
import org.objectomaly.Fault;
import org.objectomaly.cas.ClassFinder;
import org.objectomaly.dataset.CamVid;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.eval.ClassEvaluation;
import org.objectomaly.eval.ClassOutcome;
import org.objectomaly.eval.ClassPages;
import org.objectomaly.eval.PictureReport;
import org.objectomaly.eval.ReportPages;
import org.objectomaly.nn.AnalysisSize;

/** {@code eval} on CamVid: the classes of the networks that {@code --cas} names. */
final class ClassRun extends PictureRun<ClassOutcome> {
    /** The pictures' own size, rounded to what the networks can halve. */
    private static final String USUAL_SIZE = "1";

    ClassRun(final EvalCommand options, final List<String> arguments, final Interruption interruption) {
        super(options, arguments, interruption);
    }

    @Override
    List<SegmentedPicture> open(final Path folder, final String split) {
        return CamVid.open(folder, split);
    }

    @Override
    List<String> names(final MethodOptions method) {
        final List<String> cas = method.cas();
        if (cas.contains(Networks.NONE)) {
            throw Fault.of(Fault.Kind.USAGE, "--cas none knows no classes to be measured; name a network.");
        }
        cas.forEach(networks()::casCheckpoint);
        return cas;
    }

    @Override
    List<String> sizes(final MethodOptions method) {
        return method.casSizes(USUAL_SIZE);
    }

    @Override
    void evaluate(final String name, final String size, final ProgressDisplay progress) {
        try (ClassFinder finder = networks().classes(name, AnalysisSize.parse(size))) {
            measure(new ClassEvaluation(name, finder), name, size, networks().casCheckpoint(name), progress);
        }
    }

    @Override
    ReportPages pages(final PictureReport<ClassOutcome> report) {
        return ClassPages.of(report);
    }
}
