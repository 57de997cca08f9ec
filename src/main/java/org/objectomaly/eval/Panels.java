package org.objectomaly.eval;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.annotate.MapColours;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;

/** A frame as a strip of small pictures for the report: source, truth, and maps. */
final class Panels {
    private static final int PANEL_WIDTH = 320;
    private static final int JPEG_QUALITY = 85;
    private static final int ORDINARY = 0x303030;
    private static final int ANOMALY = 0xff7a00;
    private static final int VOID = 0x808080;

    /** The colour of a pixel, {@code 0xRRGGBB}. */
    @FunctionalInterface
    private interface Painter {
        int colour(int x, int y);
    }

    private final int step;
    private final int width;
    private final int height;
    private final int rowBytes;
    private final byte[] bgr;
    private int panel;

    private Panels(final int sourceWidth, final int sourceHeight, final int count) {
        this.step = Math.max(1, Math.round((float) sourceWidth / PANEL_WIDTH));
        this.width = Math.max(1, sourceWidth / step);
        this.height = Math.max(1, sourceHeight / step);
        this.rowBytes = 3 * width * count;
        this.bgr = new byte[rowBytes * height];
    }

    /**
     * Draws a frame.
     *
     * @param picture the source
     * @param labels its truth: anomalies orange, void grey
     * @param maps drawn in the colours of the heat map
     * @return a JPEG
     */
    static byte[] jpeg(final Picture picture, final LabelMap labels, final List<ScoreMap> maps) {
        final Panels panels = new Panels(picture.width(), picture.height(), 2 + maps.size());
        final byte[] rgb = new byte[picture.stride() * picture.height()];
        picture.rgb().get(rgb);
        panels.add((x, y) -> {
            final int at = y * picture.stride() + 3 * x;
            return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | rgb[at + 2] & 0xff;
        });
        panels.add((x, y) -> switch (labels.labels()[y * labels.width() + x]) {
            case LabelMap.ANOMALY -> ANOMALY;
            case LabelMap.VOID -> VOID;
            default -> ORDINARY;
        });
        for (final ScoreMap map : maps) {
            panels.add((x, y) -> MapColours.of(map.at(x, y)));
        }
        return panels.encode();
    }

    /** Draws the next panel; each of its pixels is the mean of those it stands for. */
    private void add(final Painter painter) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int v = 0; v < step; v++) {
                    for (int u = 0; u < step; u++) {
                        final int colour = painter.colour(x * step + u, y * step + v);
                        red += colour >> 16;
                        green += colour >> 8 & 0xff;
                        blue += colour & 0xff;
                    }
                }
                final int at = y * rowBytes + 3 * (panel * width + x);
                final int pixels = step * step;
                bgr[at] = (byte) (blue / pixels);
                bgr[at + 1] = (byte) (green / pixels);
                bgr[at + 2] = (byte) (red / pixels);
            }
        }
        panel++;
    }

    private byte[] encode() {
        try (BytePointer pixels = new BytePointer(bgr);
                Mat mat = new Mat(height, rowBytes / 3, opencv_core.CV_8UC3, pixels);
                IntPointer settings = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, JPEG_QUALITY);
                BytePointer encoded = new BytePointer()) {
            if (!opencv_imgcodecs.imencode(".jpg", mat, encoded, settings)) {
                throw new IllegalStateException("OpenCV cannot encode a JPEG of " + rowBytes / 3 + " x " + height);
            }
            final byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }
}
