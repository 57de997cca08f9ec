package org.objectomaly.eval;

import java.nio.file.Path;
import org.objectomaly.Fault;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.YuvPlanes;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.StreamInfo;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.VideoReader;

/**
 * Truth as a video of masks, frame for frame: the luma of a lossless video (FFV1 or any other) is the label.
 *
 * <p>0 is ordinary, {@code anomalyValue} an anomaly; 255, when it is not the anomaly, is void.
 */
public final class MaskVideo implements Truth {
    private static final int VOID = 255;

    private final Path file;
    private final int anomalyValue;
    private final VideoReader reader;
    private final VideoFrame mask = new VideoFrame();
    private byte[] row = new byte[0];

    /**
     * Opens a video of masks.
     *
     * @param file the video
     * @param anomalyValue the value of anomalous pixels, 1 to 255
     * @throws Fault of kind INPUT if it cannot be read
     */
    public MaskVideo(final Path file, final int anomalyValue) {
        this.file = file;
        this.anomalyValue = anomalyValue;
        this.reader = VideoReader.open(file.toString(), ReaderOptions.defaults());
        final String format = reader.info().pixelFormat();
        if (!format.startsWith("gray") && !format.startsWith("yuv")) {
            reader.close();
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "The masks of %s are stored as %s, whose values change on the way to luma: store them as gray"
                            + " (ffmpeg -pix_fmt gray).",
                    file,
                    format);
        }
    }

    @Override
    public LabelMap labels(final long frame, final int width, final int height) {
        final StreamInfo info = reader.info();
        if (info.width() != width || info.height() != height) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "The masks of %s are %d x %d pixels and the video %d x %d: they must have one size.",
                    file,
                    info.width(),
                    info.height(),
                    width,
                    height);
        }
        while (mask.index() < frame) {
            if (!reader.read(mask)) {
                throw Fault.of(
                        Fault.Kind.INPUT,
                        "%s ends before frame %d: it must have a mask for every frame of the video; a folder of masks"
                                + " need not.",
                        file,
                        frame);
            }
        }
        final LabelMap labels = new LabelMap(width, height);
        final YuvPlanes planes = mask.planes();
        if (row.length < width) {
            row = new byte[width];
        }
        for (int y = 0; y < height; y++) {
            planes.y().get(y * planes.yStride(), row, 0, width);
            for (int x = 0; x < width; x++) {
                labels.labels()[y * width + x] = label(row[x] & 0xff, frame);
            }
        }
        return labels;
    }

    private byte label(final int value, final long frame) {
        if (value == anomalyValue) {
            return LabelMap.ANOMALY;
        }
        if (value == 0) {
            return LabelMap.ORDINARY;
        }
        if (value == VOID) {
            return LabelMap.VOID;
        }
        throw Fault.of(
                Fault.Kind.INPUT,
                "Frame %d of %s has the value %d: masks are 0 (ordinary), %d (anomaly) and 255 (void), losslessly coded.",
                frame,
                file,
                value,
                anomalyValue);
    }

    @Override
    public void close() {
        mask.close();
        reader.close();
    }
}
