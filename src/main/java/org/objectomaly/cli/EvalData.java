package org.objectomaly.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.objectomaly.Fault;
import org.objectomaly.dataset.Benchmark;
import org.objectomaly.dataset.LabelledPicture;
import org.objectomaly.dataset.MaskSequence;
import org.objectomaly.dataset.PictureSet;
import org.objectomaly.eval.LabelledPictures;
import org.objectomaly.eval.LabelledSource;
import org.objectomaly.eval.LabelledVideo;
import org.objectomaly.eval.MaskFolder;
import org.objectomaly.eval.MaskVideo;
import org.objectomaly.eval.Report;
import org.objectomaly.eval.Truth;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.VideoReader;

/**
 * What {@code eval} was pointed at: a folder of labelled pictures, or a video with masks.
 *
 * @param description of the data, for the report
 * @param opening gives the frames from the first on, each time it is asked
 */
record EvalData(Report.DataSet description, Supplier<LabelledSource> opening) {
    /** The data that the options name. */
    static EvalData open(final EvalCommand options) {
        final Path path = Path.of(options.inputs.get(0));
        if (!Files.exists(path)) {
            throw Fault.of(Fault.Kind.INPUT, "The data set '%s' is not there; check the path.", path);
        }
        if (options.truth != null) {
            return video(options, path);
        }
        if (!Files.isDirectory(path)) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "'%s' is a file: for a labelled video give its masks with --truth DIR|FILE, for pictures their folder.",
                    path);
        }
        return pictures(options, path);
    }

    private static EvalData pictures(final EvalCommand options, final Path path) {
        final PictureSet set = PictureSet.open(path, options.layout(), options.anomalyValue());
        final List<LabelledPicture> pictures = options.frames == null
                ? set.pictures()
                : set.pictures().stream().limit(options.frames).toList();
        final Report.DataSet description = new Report.DataSet(
                set.name(),
                path.toString(),
                Choice.word(set.layout()),
                set.benchmark(),
                pictures.size(),
                null,
                options.anomalyValue,
                set.notes());
        return new EvalData(description, () -> new LabelledPictures(pictures));
    }

    private static EvalData video(final EvalCommand options, final Path path) {
        final long most = options.frames == null ? Long.MAX_VALUE : options.frames;
        final Supplier<LabelledSource> opening = () -> {
            final VideoReader reader =
                    VideoReader.open(path.toString(), ReaderOptions.defaults().withThreads(options.method.threads));
            try {
                return new LabelledVideo(reader, truth(options.truth, options.anomalyValue()), most);
            } catch (final RuntimeException e) {
                reader.close();
                throw e;
            }
        };
        final long frames;
        try (LabelledSource first = opening.get()) {
            frames = first.expectedFrames();
        }
        final Report.DataSet description = new Report.DataSet(
                path.getFileName().toString(),
                path.toString(),
                "video",
                Benchmark.OTHER,
                frames,
                options.truth.toString(),
                options.anomalyValue,
                List.of());
        return new EvalData(description, opening);
    }

    /** Masks of a video: a folder of pictures, or another video. */
    static Truth truth(final Path masks, final OptionalInt anomalyValue) {
        if (Files.isDirectory(masks)) {
            return new MaskFolder(MaskSequence.open(masks, anomalyValue));
        }
        if (!Files.exists(masks)) {
            throw Fault.of(Fault.Kind.INPUT, "The masks '%s' are not there; check --truth.", masks);
        }
        return new MaskVideo(masks, anomalyValue.orElse(1));
    }

    /** The frames from the first on; the caller's to close. */
    LabelledSource source() {
        return opening.get();
    }
}
