package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.image.MaskSet;
import org.objectomaly.nn.random.Fill;
import org.objectomaly.objectness.BoxRules;
import org.objectomaly.objectness.Detection;
import org.objectomaly.objectness.DetectionSettings;
import org.objectomaly.objectness.Letterbox;
import org.objectomaly.objectness.MaskLogits;
import org.objectomaly.objectness.PrototypeMasks;
import org.objectomaly.objectness.RegionSettings;

/**
 * The steps from raw predictions to masks, each from what the reference had before it, so that nothing is carried from
 * one step to the next.
 */
final class FastSamSteps {
    /** Middle, sides and score come before the coefficients. */
    static final int BEFORE_COEFFICIENTS = 5;

    private static final double PIXELS = 0.05;
    private static final double SCORE = 1e-4;
    private static final int BOX = 4;
    /** Pixels of the input that hang on the sign of one pixel of a cropped map: beside it all is exactly 0. */
    private static final int CELL = 16;
    /** What rounding may change in an overlap. */
    private static final double OVERLAP = 0.002;

    private final Expected expected;
    private final String prefix;
    private final Letterbox letterbox;
    private final DetectionSettings settings;
    private final float[] prototypes;
    private final int count;

    FastSamSteps(
            final Expected expected,
            final String prefix,
            final Letterbox letterbox,
            final DetectionSettings settings,
            final float[] prototypes,
            final int count) {
        this.expected = expected;
        this.prefix = prefix;
        this.letterbox = letterbox;
        this.settings = settings;
        this.prototypes = prototypes;
        this.count = count;
    }

    void check(final String name, final List<Detection> candidates) {
        switch (name.substring(prefix.length())) {
            case "nms_det" -> requireSameSet(name, BoxRules.suppressed(candidates, settings));
            case "det_after_fullbox" ->
                requireSame(name, BoxRules.completed(rows("nms_det"), letterbox.width(), letterbox.height()), true);
            case "boxes_in_original_image" ->
                requireSame(
                        name,
                        rows("det_after_fullbox").stream().map(letterbox::back).toList(),
                        false);
            case "masks_retina.area" -> requireAreas(name, retina(), 1);
            case "masks_retina.bits" -> requireBits(name, retina(), 1);
            case "masks_upsampled.area" -> requireAreas(name, upsampled(), CELL);
            case "masks_upsampled.bits" -> requireBits(name, upsampled(), CELL);
            default -> fail("no step makes " + name);
        }
    }

    /** One value of the raw prediction a detection was made of. */
    static double raw(final Detection detection, final int row) {
        return switch (row) {
            case 0 -> (detection.left() + detection.right()) / 2;
            case 1 -> (detection.top() + detection.bottom()) / 2;
            case 2 -> detection.right() - detection.left();
            case 3 -> detection.bottom() - detection.top();
            case 4 -> detection.score();
            default -> detection.coefficients()[row - BEFORE_COEFFICIENTS];
        };
    }

    /** The candidates of {@code [rows,columns]} raw predictions, one a column. */
    static List<Detection> candidates(final float[] raw, final int rows, final int columns) {
        final List<Detection> candidates = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            final float[] coefficients = new float[rows - BEFORE_COEFFICIENTS];
            for (int c = 0; c < coefficients.length; c++) {
                coefficients[c] = raw[(BEFORE_COEFFICIENTS + c) * columns + i];
            }
            candidates.add(Detection.around(
                    raw[i],
                    raw[columns + i],
                    raw[2 * columns + i],
                    raw[3 * columns + i],
                    raw[4 * columns + i],
                    coefficients));
        }
        return candidates;
    }

    /** Prototypes of blocks of eight pixels with values in [-1,1). */
    static float[] blocks(final String key, final int channels, final int height, final int width) {
        final long seed = Fill.seed(key);
        final int down = (height + 7) / 8;
        final int across = (width + 7) / 8;
        final float[] values = new float[channels * height * width];
        for (int i = 0; i < values.length; i++) {
            final int c = i / (height * width);
            final int y = i / width % height / 8;
            final int x = i % width / 8;
            values[i] = (float) (2 * Fill.uniform(seed, ((long) c * down + y) * across + x) - 1);
        }
        return values;
    }

    /** Rows of x1, y1, x2, y2, score, class, coefficients. */
    private List<Detection> rows(final String step) {
        final int columns = (int) expected.shape(prefix + step)[1];
        final float[] values = expected.floats(prefix + step);
        final List<Detection> rows = new ArrayList<>();
        for (int at = 0; at < values.length; at += columns) {
            rows.add(new Detection(
                    values[at],
                    values[at + 1],
                    values[at + 2],
                    values[at + 3],
                    values[at + BOX],
                    Arrays.copyOfRange(values, at + BOX + 2, at + Math.max(columns, BOX + 2))));
        }
        return rows;
    }

    private void requireSame(final String name, final List<Detection> is, final boolean withCoefficients) {
        final List<Detection> must = rows(name.substring(prefix.length()));
        assertEquals(must.size(), is.size(), "detections of " + name);
        for (int i = 0; i < is.size(); i++) {
            assertTrue(boxDistance(must.get(i), is.get(i)) <= PIXELS * 0.01, name + ": row " + i + " is " + is.get(i));
            assertEquals(must.get(i).score(), is.get(i).score());
            assertTrue(!withCoefficients
                    || Arrays.equals(must.get(i).coefficients(), is.get(i).coefficients()));
        }
    }

    /**
     * Detections may change places where scores are the same up to rounding. One may be kept in place of another only
     * where rounding decides: where boxes overlap by just about the limit, which may move others in or out in turn.
     */
    private void requireSameSet(final String name, final List<Detection> is) {
        final List<Detection> must = rows(name.substring(prefix.length()));
        final List<Detection> extra = new ArrayList<>(is);
        final List<Detection> missing = new ArrayList<>();
        for (final Detection one : must) {
            final Detection partner = extra.stream()
                    .filter(other -> Math.abs(one.score() - other.score()) <= SCORE)
                    .filter(other -> boxDistance(one, other) <= 2 * PIXELS)
                    .findFirst()
                    .orElse(null);
            if (!extra.remove(partner)) {
                missing.add(one);
            }
        }
        final List<Detection> alone = new ArrayList<>(missing);
        alone.addAll(extra);
        for (final Detection one : alone) {
            assertTrue(
                    isDelicate(one, must, alone) || isDelicate(one, is, alone),
                    () -> "%s: of %d detections %d are missing, %d others are there; not by rounding: %s"
                            .formatted(name, must.size(), missing.size(), extra.size(), one));
        }
        for (int i = 1; i < is.size(); i++) {
            assertTrue(is.get(i - 1).score() >= is.get(i).score(), name + " is not sorted by score");
        }
    }

    private boolean isDelicate(final Detection one, final List<Detection> list, final List<Detection> alone) {
        final boolean atLimit = list.stream()
                .filter(other -> other != one)
                .anyMatch(other -> Math.abs(one.overlap(other) - settings.overlap()) <= OVERLAP);
        final boolean follows =
                alone.stream().anyMatch(other -> other != one && one.overlap(other) > settings.overlap() - OVERLAP);
        final boolean isUnsure = Math.abs(one.score() - settings.confidence()) <= SCORE;
        // What is kept or dropped earlier moves the end of a full list.
        final boolean isLast = list.size() == settings.most() && list.indexOf(one) >= list.size() - alone.size();
        return atLimit || follows || isUnsure || isLast;
    }

    private static double boxDistance(final Detection a, final Detection b) {
        return Math.max(
                Math.max(Math.abs(a.left() - b.left()), Math.abs(a.top() - b.top())),
                Math.max(Math.abs(a.right() - b.right()), Math.abs(a.bottom() - b.bottom())));
    }

    private int mapWidth() {
        return letterbox.width() / 4;
    }

    private int mapHeight() {
        return letterbox.height() / 4;
    }

    @SuppressWarnings("try") // the scope only has to be open
    private List<BitSet> retina() {
        final MaskSet masks = new MaskSet();
        masks.reset(letterbox.pictureWidth(), letterbox.pictureHeight());
        try (PointerScope scope = new PointerScope()) {
            final List<Detection> detections = rows("det_after_fullbox");
            final RegionSettings all = new RegionSettings(10_000, 0, 1);
            new PrototypeMasks(all)
                    .paint(
                            logits(detections),
                            letterbox.window(mapWidth(), mapHeight()),
                            detections.stream().map(letterbox::back).toList(),
                            masks);
        }
        final List<BitSet> bits = new ArrayList<>();
        for (int mask = 0; mask < masks.size(); mask++) {
            final BitSet pixels = new BitSet();
            for (int run = masks.firstRun(mask); run < masks.firstRun(mask + 1); run++) {
                final int row = masks.row(run) * masks.width();
                pixels.set(row + masks.from(run), row + masks.to(run));
            }
            bits.add(pixels);
        }
        return bits;
    }

    /**
     * The reference's other form of masks, in the size of the network's input and cropped before they are enlarged. The
     * program has no use for it; here it checks the mixed prototypes themselves.
     */
    @SuppressWarnings("try") // the scope only has to be open
    private List<BitSet> upsampled() {
        final List<BitSet> bits = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            final List<Detection> detections = rows("det_after_fullbox");
            final MaskLogits logits = logits(detections);
            final float[] map = new float[mapWidth() * mapHeight()];
            for (int i = 0; i < detections.size(); i++) {
                logits.values().get(i * map.length, map);
                for (int at = 0; at < map.length; at++) {
                    final int x = at % mapWidth();
                    final int y = at / mapWidth();
                    final Detection box = detections.get(i);
                    final boolean inside =
                            x >= box.left() / 4 && x < box.right() / 4 && y >= box.top() / 4 && y < box.bottom() / 4;
                    map[at] = inside ? map[at] : 0;
                }
                bits.add(enlarged(map));
            }
        }
        return bits;
    }

    private BitSet enlarged(final float[] map) {
        final BitSet bits = new BitSet();
        for (int y = 0; y < letterbox.height(); y++) {
            final float down = Math.max(0, (y + 0.5f) / 4 - 0.5f);
            final int y0 = (int) down;
            final int y1 = Math.min(y0 + 1, mapHeight() - 1);
            for (int x = 0; x < letterbox.width(); x++) {
                final float across = Math.max(0, (x + 0.5f) / 4 - 0.5f);
                final int x0 = (int) across;
                final int x1 = Math.min(x0 + 1, mapWidth() - 1);
                final float fx = across - x0;
                final float above = (1 - fx) * map[y0 * mapWidth() + x0] + fx * map[y0 * mapWidth() + x1];
                final float below = (1 - fx) * map[y1 * mapWidth() + x0] + fx * map[y1 * mapWidth() + x1];
                bits.set(y * letterbox.width() + x, (1 - (down - y0)) * above + (down - y0) * below > 0);
            }
        }
        return bits;
    }

    private MaskLogits logits(final List<Detection> detections) {
        final Tensor maps = Tensor.create(prototypes, new long[] {1, count, mapHeight(), mapWidth()});
        return MaskLogits.of(maps, detections);
    }

    private void requireAreas(final String name, final List<BitSet> masks, final int few) {
        final double[] must = expected.values(name);
        assertEquals(must.length, masks.size(), "masks of " + name);
        for (int i = 0; i < must.length; i++) {
            assertEquals(must[i], masks.get(i).cardinality(), rounding(must[i], few), name + " of mask " + i);
        }
    }

    private void requireBits(final String name, final List<BitSet> masks, final int few) {
        final double[] bytes = expected.values(name);
        final int each = (int) expected.shape(name)[1];
        for (int i = 0; i < bytes.length / each; i++) {
            final BitSet must = new BitSet();
            for (int bit = 0; bit < 8 * each; bit++) {
                must.set(bit, ((int) bytes[i * each + bit / 8] >> 7 - bit % 8 & 1) != 0);
            }
            final BitSet different = (BitSet) must.clone();
            different.xor(masks.get(i));
            assertTrue(
                    different.cardinality() <= rounding(must.cardinality(), few),
                    name + ": mask " + i + " differs in " + different.cardinality() + " of " + must.cardinality());
        }
    }

    /** Pixels whose logit is 0 up to rounding may be in the mask or not. */
    private static double rounding(final double area, final int few) {
        return few + 0.001 * area;
    }
}
