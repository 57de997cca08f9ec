package org.objectomaly.cli;

import com.beust.jcommander.Parameter;
import org.objectomaly.Fault;
import org.objectomaly.annotate.View;
import org.objectomaly.video.WriterOptions;

/** The options about what a marked picture shows and how it is encoded, the same for films and cameras. */
final class DrawingOptions {
    @Parameter(
            names = "--view",
            category = Help.FREQUENT,
            order = 3,
            placeholder = "overlay|heatmap|split",
            description = "the map over the video, the map alone, or source and overlay side by side")
    String view = "overlay";

    @Parameter(
            names = "--threshold",
            category = Help.FREQUENT,
            order = 3,
            placeholder = "T",
            description = "the score above which an object counts as an anomaly: 0 is ordinary road, 1 certainly not")
    float threshold = 0.4f;

    @Parameter(
            names = "--encoder",
            category = Help.RARE,
            order = 3,
            placeholder = "NAME",
            description =
                    "the H.264 encoder: h264_nvenc, libx264, libopenh264, mpeg4 (films only; `doctor` says which open"
                            + " here)",
            defaultValueDescription = "auto, the first of these that opens")
    String encoder = "auto";

    @Parameter(
            names = "--quality",
            category = Help.RARE,
            order = 3,
            placeholder = "1..100",
            description = "picture quality of the output; of a live picture, the best that is used")
    int quality = WriterOptions.DEFAULT_QUALITY;

    @Parameter(
            names = "--min-object-area",
            category = Help.RARE,
            order = 9,
            placeholder = "SHARE",
            description = "anomalies smaller than this share of the frame are not reported",
            defaultValueDescription = "0.0003")
    double minObjectArea = 0.0003;

    void validate() {
        Checks.within("--quality", quality, 1, 100);
        Checks.within("--min-object-area", minObjectArea, 0, 1);
        if (!Float.isFinite(threshold)) {
            throw Fault.of(Fault.Kind.USAGE, "--threshold is a number such as 0.5, not %s.", threshold);
        }
        view();
    }

    View view() {
        return Choice.of("--view", view, View.values());
    }

    /** Encoder and quality. */
    WriterOptions encoding() {
        return WriterOptions.defaults()
                .withEncoder(encoder.equals("auto") ? null : encoder)
                .withQuality(quality);
    }
}
