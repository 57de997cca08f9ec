package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.objectomaly.Fault;
import org.objectomaly.image.LabelMap;

/**
 * What the values and colours of a label picture mean. Everything else in such a picture is an error: a wrong layout
 * would otherwise pass for a bad result.
 */
final class LabelRule {
    /** The end of the name of SegmentMeIfYouCan's labels in colours. */
    static final String COLOUR_FORM = "_labels_semantic_color";
    /** The end of the name of Lost and Found's labels by class. */
    static final String TRAIN_IDS = "_gtCoarse_labelTrainIds";

    /** No meaning. */
    static final byte UNKNOWN = -1;

    private static final int VALUES = 256;
    private static final int VOID_VALUE = 255;
    private static final Map<Integer, Byte> BLUE_AND_RED =
            Map.of(0x0000FF, LabelMap.ORDINARY, 0xFF0000, LabelMap.ANOMALY);
    /** Both oranges are in published files: one in the anomaly track, the other in the obstacle track. */
    private static final Map<Integer, Byte> WHITE_AND_ORANGE = Map.of(
            0xFFFFFF, LabelMap.ORDINARY,
            0xFF6600, LabelMap.ANOMALY,
            0xFF7D00, LabelMap.ANOMALY,
            0x000000, LabelMap.VOID);

    private final byte[] values = new byte[VALUES];
    private final Map<Integer, Byte> colours;
    private final boolean coloursOnly;
    private final String meaning;

    private LabelRule(final Map<Integer, Byte> colours, final boolean coloursOnly, final String meaning) {
        Arrays.fill(values, UNKNOWN);
        this.colours = colours;
        this.coloursOnly = coloursOnly;
        this.meaning = meaning;
    }

    /**
     * The rule for one file.
     *
     * @param layout what was found; not AUTO
     * @param anomalyValue the value that the user says is the anomaly
     * @param file the label picture, whose name may tell its form
     */
    static LabelRule of(final Layout layout, final OptionalInt anomalyValue, final Path file) {
        final String stem = Folder.stem(file);
        if (stem.endsWith(COLOUR_FORM)) {
            return new LabelRule(
                    WHITE_AND_ORANGE,
                    true,
                    "white (ordinary), orange 255,102,0 or 255,125,0 (anomaly) and black (void)");
        }
        if (anomalyValue.isPresent()) {
            return anomalyIs(anomalyValue.getAsInt());
        }
        return switch (layout) {
            case ROAD_ANOMALY ->
                plain("0 (ordinary), 1 and 2 (anomaly)")
                        .with(0, LabelMap.ORDINARY)
                        .with(1, LabelMap.ANOMALY)
                        .with(2, LabelMap.ANOMALY);
            case LOST_AND_FOUND -> stem.endsWith(TRAIN_IDS) ? trainIds() : labelIds();
            case AUTO, SMIYC, FISHYSCAPES, FOLDERS ->
                plain("0 (ordinary), 1 (anomaly) and 255 (void)")
                        .with(0, LabelMap.ORDINARY)
                        .with(1, LabelMap.ANOMALY)
                        .with(VOID_VALUE, LabelMap.VOID);
        };
    }

    /** @throws Fault of kind USAGE if the value cannot be an anomaly's */
    static void check(final OptionalInt anomalyValue) {
        if (anomalyValue.isPresent() && (anomalyValue.getAsInt() < 1 || anomalyValue.getAsInt() >= VALUES)) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "The value that marks an anomaly is between 1 and 255, not %d; 0 is always ordinary.",
                    anomalyValue.getAsInt());
        }
    }

    private static LabelRule anomalyIs(final int value) {
        final LabelRule rule = plain(
                value == VOID_VALUE
                        ? "0 (ordinary) and 255 (anomaly)"
                        : "0 (ordinary), " + value + " (anomaly) and 255 (void)");
        return rule.with(VOID_VALUE, LabelMap.VOID).with(0, LabelMap.ORDINARY).with(value, LabelMap.ANOMALY);
    }

    /**
     * As SegmentMeIfYouCan's LostAndFound splits: what is not free road and no object is not judged. These would pass over
     * 201 and above too, which the published files do not have; here 255 is an error, because it gives away labels of
     * Fishyscapes, whose 0 and 1 mean something else.
     */
    private static LabelRule labelIds() {
        final LabelRule rule = plain("0 (void), 1 (ordinary) and 2 to 200 (anomaly)");
        Arrays.fill(rule.values, 2, 201, LabelMap.ANOMALY);
        return rule.with(0, LabelMap.VOID).with(1, LabelMap.ORDINARY);
    }

    /**
     * Class 0 are objects that the authors call no hazard. As label ids SegmentMeIfYouCan counts them as anomalies, other
     * evaluations count them as road: here they are not judged.
     */
    private static LabelRule trainIds() {
        return plain("1 (ordinary), 2 (anomaly), 0 and 255 (void)")
                .with(0, LabelMap.VOID)
                .with(1, LabelMap.ORDINARY)
                .with(2, LabelMap.ANOMALY)
                .with(VOID_VALUE, LabelMap.VOID);
    }

    private static LabelRule plain(final String meaning) {
        return new LabelRule(BLUE_AND_RED, false, meaning);
    }

    private LabelRule with(final int value, final byte label) {
        values[value] = label;
        return this;
    }

    /** Whether the picture is in colours even if no pixel happens to have one. */
    boolean coloursOnly() {
        return coloursOnly;
    }

    /** A label, or {@link #UNKNOWN}. */
    byte ofValue(final int value) {
        return value >= 0 && value < VALUES ? values[value] : UNKNOWN;
    }

    /** A label, or {@link #UNKNOWN}. */
    byte ofColour(final int rgb) {
        return colours.getOrDefault(rgb, UNKNOWN);
    }

    /** What is allowed, for a message. */
    String meaning(final boolean coloured) {
        return coloured && !coloursOnly ? "blue 0,0,255 (ordinary) and red 255,0,0 (anomaly)" : meaning;
    }
}
