package org.objectomaly.annotate;

import java.nio.IntBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.objectomaly.Natives;

/**
 * The few characters that are ever drawn, rendered once at the size of the video: for each pixel of a character how
 * much of it is covered, 0 to {@value #COVERED}.
 */
final class GlyphAtlas {
    /** The characters there are. */
    static final String CHARACTERS = "0123456789#.:- s";
    /** A fully covered pixel. */
    static final int COVERED = 255;

    private static final int FONT = opencv_imgproc.FONT_HERSHEY_SIMPLEX;
    /** Height of a digit in font units. */
    private static final double FONT_HEIGHT = 21;
    /** Height of a digit in widths of its stroke. */
    private static final double STROKE = 7.5;
    /** Characters are drawn this much larger and averaged down, which gives smoother edges than drawing them small. */
    private static final int FINER = 8;

    /** Size of the number sign, which in this font reaches far above and below the digits. */
    private static final double NUMBER_SIGN = 0.78;

    private final int height;
    private final byte[][] pixels = new byte[128][];
    private final int[] widths = new int[128];

    /**
     * Renders the characters.
     *
     * @param digitHeight height of a digit in pixels
     */
    GlyphAtlas(final int digitHeight) {
        Natives.loadAll();
        height = digitHeight + 2;
        for (int i = 0; i < CHARACTERS.length(); i++) {
            render(CHARACTERS.charAt(i), digitHeight);
        }
    }

    /** Rows of every character: a digit and one row above and below. */
    int height() {
        return height;
    }

    /** Columns that a text takes. */
    int width(final Caption text) {
        int width = 0;
        for (int i = 0; i < text.length(); i++) {
            width += widths[text.at(i)];
        }
        return width;
    }

    int width(final char character) {
        return widths[character];
    }

    /** How much of a character's pixel is covered. */
    int coverage(final char character, final int x, final int y) {
        return pixels[character][y * widths[character] + x] & 0xFF;
    }

    private void render(final char character, final int digitHeight) {
        final int stroke = (int) Math.round(digitHeight * FINER / STROKE);
        // The font's height is that of its lines, to which the stroke adds half of its width above and below.
        final double digit = (digitHeight * FINER - stroke) / FONT_HEIGHT;
        final double size = character == '#' ? NUMBER_SIGN * digit : digit;
        final String text = String.valueOf(character);
        try (Size box = opencv_imgproc.getTextSize(text, FONT, size, 1, (IntBuffer) null);
                Scalar white = Scalar.all(COVERED);
                Mat small = new Mat()) {
            final int width = Math.max(2, Math.round((box.width() + stroke * 0.5f) / FINER));
            final int left = (width * FINER - box.width()) / 2;
            final int below = character == '#' ? digitHeight * FINER / 7 : stroke / 2;
            try (Mat fine = new Mat(height * FINER, width * FINER, opencv_core.CV_8UC1, Scalar.BLACK);
                    Point origin = new Point(left, (height - 1) * FINER - below);
                    Size cell = new Size(width, height)) {
                opencv_imgproc.putText(fine, text, origin, FONT, size, white, stroke, opencv_imgproc.LINE_AA, false);
                opencv_imgproc.resize(fine, small, cell, 0, 0, opencv_imgproc.INTER_AREA);
            }
            final byte[] covered = new byte[width * height];
            small.data().get(covered);
            widths[character] = width;
            pixels[character] = covered;
        }
    }
}
