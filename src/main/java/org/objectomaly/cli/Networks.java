package org.objectomaly.cli;

import java.nio.file.Path;
import java.util.List;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.cas.NoScores;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.ModelFile;
import org.objectomaly.nn.PidiNet;
import org.objectomaly.objectness.BoundaryRegions;
import org.objectomaly.objectness.MaskGenerator;
import org.objectomaly.objectness.NoMasks;
import org.objectomaly.objectness.PidinetEdges;
import org.objectomaly.objectness.RegionSettings;

/** The networks that the options name, brought up from their checkpoints. */
final class Networks {
    private static final String NONE = "none";
    /** ESPNetv2 finds small unexpected objects more surely at 288 rows than at 448 or 576, and faster. */
    private static final AnalysisSize CAS_SIZE = AnalysisSize.rows(288);
    /** At 288 rows a small object shares its region with what is behind it. */
    private static final AnalysisSize MASK_SIZE = AnalysisSize.rows(360);

    private final ProcessCommand options;
    private final List<Path> folders;

    Networks(final ProcessCommand options) {
        this.options = options;
        this.folders = ModelFolders.all(options.models);
    }

    CoarseScorer scorer() {
        if (options.cas.equals(NONE)) {
            return new NoScores();
        }
        return Backbones.open(options.cas, folders, options.scoreRule(), size(options.casSize, CAS_SIZE));
    }

    MaskGenerator generator() {
        if (options.masks.equals(NONE)) {
            return new NoMasks();
        }
        final Path checkpoint = ModelFile.resolve(options.masks, PidiNet.FILES, folders);
        final RegionSettings settings = new RegionSettings(
                options.maxMasks, options.minMaskArea, RegionSettings.defaults().maximalArea());
        return new BoundaryRegions(PidinetEdges.of(checkpoint, size(options.maskSize, MASK_SIZE)), settings);
    }

    private static AnalysisSize size(final String text, final AnalysisSize usual) {
        final AnalysisSize asked = ProcessCommand.analysisSize(text);
        return asked == null ? usual : asked;
    }
}
