package org.objectomaly.cli;

import java.nio.file.Path;
import java.util.List;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.cas.NoScores;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.ModelFile;
import org.objectomaly.nn.PidiNet;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.BoundaryRegions;
import org.objectomaly.objectness.MaskGenerator;
import org.objectomaly.objectness.NoMasks;
import org.objectomaly.objectness.PidinetEdges;
import org.objectomaly.objectness.RegionSettings;
import org.objectomaly.pipeline.Method;

/** Brings up the networks that a choice names, from their checkpoints. */
final class Networks {
    private static final String NONE = "none";

    private final List<Path> folders;

    /**
     * Networks whose checkpoints lie in the user's folder or the usual ones.
     *
     * @param own the user's folder, or null
     */
    Networks(final Path own) {
        this.folders = ModelFolders.all(own);
    }

    /** The method as chosen; the caller's to close. */
    Method method(final MethodChoice choice) {
        final CoarseScorer scorer = scorer(choice);
        try {
            return new Method(
                    scorer, generator(choice), new RunCalibration(choice.maskOrder()), new LaplacianPrecision());
        } catch (final RuntimeException e) {
            scorer.close();
            throw e;
        }
    }

    private CoarseScorer scorer(final MethodChoice choice) {
        if (choice.cas().equals(NONE)) {
            return new NoScores();
        }
        return Backbones.open(choice.cas(), folders, choice.rule(), AnalysisSize.parse(choice.casSize()));
    }

    private MaskGenerator generator(final MethodChoice choice) {
        if (choice.masks().equals(NONE)) {
            return new NoMasks();
        }
        final Path checkpoint = ModelFile.resolve(choice.masks(), PidiNet.FILES, folders);
        final RegionSettings settings = new RegionSettings(
                choice.maxMasks(),
                choice.minMaskArea(),
                RegionSettings.defaults().maximalArea());
        return new BoundaryRegions(PidinetEdges.of(checkpoint, AnalysisSize.parse(choice.maskSize())), settings);
    }
}
