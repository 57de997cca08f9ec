package org.objectomaly.annotate;

import java.util.Arrays;

/** A dark, slightly transparent plate with round corners that carries light text and ticks. */
final class Plate {
    /** Levels up to this are plate of rising opacity, those above are plate turning into text. */
    private static final int BARE = Ink.TOP / 4;

    private final GlyphAtlas glyphs;
    private final int radius;
    private short[] levels = new short[0];
    private int width;
    private int height;

    Plate(final GlyphAtlas glyphs, final int radius) {
        this.glyphs = glyphs;
        this.radius = radius;
    }

    /** What a plate's levels look like. */
    static Ink.Paint paint() {
        return new Ink.Paint() {
            private static final double PLATE = 0.62;

            @Override
            public Rgb colour(final double part) {
                // The colour of text over plate, with the text's share of what both hide.
                return Rgb.BLACK.towards(Rgb.WHITE, text(part) / Math.max(opacity(part), 1e-9));
            }

            @Override
            public double opacity(final double part) {
                final double plate = PLATE * Math.min(1, part * Ink.TOP / BARE);
                return 1 - (1 - plate) * (1 - text(part));
            }

            private static double text(final double part) {
                return Math.max(0, part * Ink.TOP - BARE) / (Ink.TOP - BARE);
            }
        };
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** A bare plate of an even size. */
    void reset(final int columns, final int rows) {
        width = columns;
        height = rows;
        if (levels.length < columns * rows) {
            levels = new short[columns * rows];
        }
        Arrays.fill(levels, 0, columns * rows, (short) BARE);
        final int round = Math.min(radius, Math.min(columns, rows) / 2);
        for (int y = 0; y < round; y++) {
            for (int x = 0; x < round; x++) {
                final double reach = Math.hypot(round - x - 0.5, round - y - 0.5);
                final short level = (short) (BARE * Math.min(1, Math.max(0, round + 0.5 - reach)));
                set(x, y, level);
                set(width - 1 - x, y, level);
                set(x, height - 1 - y, level);
                set(width - 1 - x, height - 1 - y, level);
            }
        }
    }

    /** Makes a rectangle bare again. */
    void wipe(final int x, final int y, final int columns, final int rows) {
        fill(x, y, columns, rows, (short) BARE);
    }

    /** Draws a light rectangle. */
    void tick(final int x, final int y, final int columns, final int rows) {
        fill(x, y, columns, rows, (short) Ink.TOP);
    }

    /** Writes a text with its upper left corner at a place; what does not fit onto the plate is left out. */
    void write(final Caption text, final int x, final int y) {
        int at = x;
        for (int i = 0; i < text.length(); i++) {
            final char character = text.at(i);
            final int columns = glyphs.width(character);
            if (at + columns > width || y + glyphs.height() > height) {
                return;
            }
            for (int row = 0; row < glyphs.height(); row++) {
                for (int column = 0; column < columns; column++) {
                    final int covered = glyphs.coverage(character, column, row);
                    if (covered > 0) {
                        set(at + column, y + row, BARE + covered * (Ink.TOP - BARE) / GlyphAtlas.COVERED);
                    }
                }
            }
            at += columns;
        }
    }

    /** Draws the plate with its upper left corner at an even place; it must lie within the canvas. */
    void draw(final Canvas canvas, final Ink ink, final int x, final int y) {
        for (int row = 0; row < height; row += 2) {
            canvas.blend(ink, x, y + row, width, levels, row * width, (row + 1) * width);
        }
    }

    private void fill(final int x, final int y, final int columns, final int rows, final short level) {
        for (int row = y; row < y + rows; row++) {
            Arrays.fill(levels, row * width + x, row * width + x + columns, level);
        }
    }

    private void set(final int x, final int y, final int level) {
        levels[y * width + x] = (short) level;
    }
}
