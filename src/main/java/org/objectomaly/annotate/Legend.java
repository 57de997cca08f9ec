package org.objectomaly.annotate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The small plate at the bottom left: the frame's time, how long before it the networks looked, the colours of the scores
 * from 0 to 1, and the threshold.
 *
 * <pre>
 *   00:12.345      -0.08s
 *   0 [=======|=====] 1
 *            0.5
 * </pre>
 */
final class Legend {
    /** The longest time that is sure to fit. */
    private static final double LONGEST_TIME = 99 * 3600;

    private final GlyphAtlas glyphs;
    private final Plate plate;
    private final int gap;
    private final int timeRow;
    private final int barColumn;
    private final int barRow;
    private final int barHeight;
    private final short[] bar;
    private final Caption time = new Caption();
    private final Caption age = new Caption();

    /**
     * Lays the legend out.
     *
     * @param glyphs the characters
     * @param sizes sizes of the picture
     * @param threshold where objects begin
     */
    Legend(final GlyphAtlas glyphs, final Sizes sizes, final float threshold) {
        this.glyphs = glyphs;
        gap = sizes.gap();
        plate = new Plate(glyphs, 2 * gap);
        final Caption low = new Caption().text("0");
        final Caption high = new Caption().text("1");
        final int textHeight = glyphs.height();
        bar = new short[even(Math.max(12 * sizes.text(), glyphs.width(new Caption().time(LONGEST_TIME))))];
        for (int i = 0; i < bar.length; i++) {
            bar[i] = (short) Math.round((float) i / (bar.length - 1) * Ink.TOP);
        }
        timeRow = gap + gap / 2;
        barHeight = even(sizes.text());
        barRow = even(timeRow + textHeight + gap);
        barColumn = even(2 * gap + glyphs.width(low) + gap / 2);
        final int thresholdRow = barRow + barHeight + gap;
        final int end = barColumn + bar.length + gap / 2;
        plate.reset(even(end + glyphs.width(high) + 2 * gap), even(thresholdRow + textHeight + gap));
        final int beside = barRow + (barHeight - textHeight) / 2;
        plate.write(low, 2 * gap, beside);
        plate.write(high, end, beside);
        tick(threshold, thresholdRow, Math.max(2, gap / 2));
    }

    private void tick(final float threshold, final int row, final int width) {
        final float place = Math.min(Math.max(threshold, 0), 1);
        final int centre = barColumn + Math.round(place * (bar.length - 1));
        final int left = Math.min(Math.max(centre - width / 2, barColumn), barColumn + bar.length - width);
        plate.tick(left, barRow - gap / 2, width, barHeight + gap);
        final Caption number = new Caption().text(shown(threshold));
        final int wanted = centre - glyphs.width(number) / 2;
        plate.write(number, Math.max(gap, Math.min(wanted, plate.width() - gap - glyphs.width(number))), row);
    }

    private static String shown(final float threshold) {
        final BigDecimal rounded = new BigDecimal(Float.toString(threshold)).setScale(3, RoundingMode.HALF_UP);
        final String text = rounded.stripTrailingZeros().toPlainString();
        return text.length() > 8 ? "" : text;
    }

    /** Whether the picture has room for it without losing much of itself. */
    boolean fits(final Canvas canvas) {
        return 2 * plate.width() < canvas.width() && 2 * plate.height() < canvas.height();
    }

    int x() {
        return 2 * gap;
    }

    int y(final Canvas canvas) {
        return canvas.height() - plate.height() - 2 * gap & ~1;
    }

    int width() {
        return plate.width();
    }

    int height() {
        return plate.height();
    }

    /**
     * Draws the legend.
     *
     * @param seconds time of the frame
     * @param evidenceAge how long before it the networks looked, seconds; NaN to say nothing about it
     * @param canvas what is drawn into; the legend fits
     * @param plateInk look of plates
     * @param colours the solid colours of the scores
     */
    void draw(
            final double seconds,
            final double evidenceAge,
            final Canvas canvas,
            final Ink plateInk,
            final Ink colours) {
        plate.wipe(2 * gap, timeRow, plate.width() - 4 * gap, glyphs.height());
        plate.write(time.clear().time(seconds), 2 * gap, timeRow);
        if (!Double.isNaN(evidenceAge)) {
            age.clear().text("-").score(evidenceAge).text("s");
            final int right = plate.width() - 2 * gap - glyphs.width(age);
            if (right > 2 * gap + glyphs.width(time)) {
                plate.write(age, right, timeRow);
            }
        }
        plate.draw(canvas, plateInk, x(), y(canvas));
        for (int row = 0; row < barHeight; row += 2) {
            canvas.blend(colours, x() + barColumn, y(canvas) + barRow + row, bar.length, bar, 0, 0);
        }
    }

    private static int even(final int value) {
        return value + (value & 1);
    }
}
