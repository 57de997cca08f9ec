package org.objectomaly.annotate;

import java.util.Arrays;

/** Puts a small plate with track number and score beside each object, where no other plate is. */
final class Labels {
    private final GlyphAtlas glyphs;
    private final int gap;
    private final Plate plate;
    private final Caption caption = new Caption();
    /** Places that are taken: left, top, right, bottom of each. */
    private int[] taken = new int[4 * 16];

    private int takenSize;

    Labels(final GlyphAtlas glyphs, final Sizes sizes) {
        this.glyphs = glyphs;
        this.gap = sizes.gap();
        this.plate = new Plate(glyphs, gap);
    }

    /** Forgets the labels of the last frame and keeps one place free, which may be empty. */
    void begin(final int x, final int y, final int width, final int height) {
        takenSize = 0;
        take(x, y, width, height);
    }

    /**
     * Draws the label of an object: above it, else below it, beside it or at its top; left out where all of that is
     * taken or outside of the picture.
     */
    void draw(final AnomalyObject object, final Canvas canvas, final Ink ink) {
        caption.clear();
        if (object.track() > 0) {
            caption.text("#").number(object.track(), 1).text(" ");
        }
        caption.score(object.max());
        final int width = even(glyphs.width(caption) + 2 * gap);
        final int height = even(glyphs.height() + gap);
        final int column = Math.max(0, Math.min(object.x(), canvas.width() - width)) & ~1;
        final int row = Math.max(0, Math.min(object.y(), canvas.height() - height)) & ~1;
        final int right = object.x() + object.width() + gap;
        final boolean placed = place(column, (object.y() - height - gap) & ~1, width, height, canvas)
                || place(column, even(object.y() + object.height() + gap), width, height, canvas)
                || place(even(right), row, width, height, canvas)
                || place((object.x() - width - gap) & ~1, row, width, height, canvas)
                || place(column, row, width, height, canvas);
        if (placed) {
            plate.reset(width, height);
            plate.write(caption, gap, gap / 2);
            plate.draw(canvas, ink, taken[takenSize - 4], taken[takenSize - 3]);
        }
    }

    private boolean place(final int x, final int y, final int width, final int height, final Canvas canvas) {
        if (x < 0 || y < 0 || x + width > canvas.width() || y + height > canvas.height()) {
            return false;
        }
        for (int i = 0; i < takenSize; i += 4) {
            if (x < taken[i + 2] && x + width > taken[i] && y < taken[i + 3] && y + height > taken[i + 1]) {
                return false;
            }
        }
        take(x, y, width, height);
        return true;
    }

    private void take(final int x, final int y, final int width, final int height) {
        if (takenSize == taken.length) {
            taken = Arrays.copyOf(taken, 2 * takenSize);
        }
        taken[takenSize++] = x;
        taken[takenSize++] = y;
        taken[takenSize++] = x + width;
        taken[takenSize++] = y + height;
    }

    private static int even(final int value) {
        return value + (value & 1);
    }
}
