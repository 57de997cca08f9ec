package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The published benchmark that a set of pictures is, as far as its layout and names tell. */
public enum Benchmark {
    /** RoadAnomaly of EPFL, 60 pictures. */
    ROAD_ANOMALY("RoadAnomaly", Layout.ROAD_ANOMALY),
    /** The anomaly track of SegmentMeIfYouCan, RoadAnomaly21. */
    ANOMALY_TRACK("SMIYC AnomalyTrack (RoadAnomaly21)", Layout.SMIYC),
    /** The obstacle track of SegmentMeIfYouCan, RoadObstacle21. */
    OBSTACLE_TRACK("SMIYC ObstacleTrack (RoadObstacle21)", Layout.SMIYC),
    /** The validation pictures of Fishyscapes Static. */
    FISHYSCAPES_STATIC("Fishyscapes Static", Layout.FISHYSCAPES),
    /** The validation pictures of Fishyscapes Lost and Found. */
    FISHYSCAPES_LOST_AND_FOUND("Fishyscapes Lost and Found", Layout.FISHYSCAPES),
    /** Lost and Found with its own labels. */
    LOST_AND_FOUND("Lost and Found", Layout.LOST_AND_FOUND),
    /** None of these, or nothing tells which. */
    OTHER("other", Layout.AUTO);

    private record Sign(String part, Benchmark benchmark) {}

    /**
     * Parts of folder names; the first that occurs decides, so that RoadAnomaly21 is not taken for RoadAnomaly. The
     * misspelling is the reference repository's own.
     */
    private static final List<Sign> SIGNS = List.of(
            new Sign("fsstatic", FISHYSCAPES_STATIC),
            new Sign("fishystatic", FISHYSCAPES_STATIC),
            new Sign("fishyscapesstatic", FISHYSCAPES_STATIC),
            new Sign("fslost", FISHYSCAPES_LOST_AND_FOUND),
            new Sign("fslaf", FISHYSCAPES_LOST_AND_FOUND),
            new Sign("fishylaf", FISHYSCAPES_LOST_AND_FOUND),
            new Sign("fishyscapeslost", FISHYSCAPES_LOST_AND_FOUND),
            new Sign("fishyscapeslaf", FISHYSCAPES_LOST_AND_FOUND),
            new Sign("roadobstacle21", OBSTACLE_TRACK),
            new Sign("roadobsticle21", OBSTACLE_TRACK),
            new Sign("obstacletrack", OBSTACLE_TRACK),
            new Sign("roadanomaly21", ANOMALY_TRACK),
            new Sign("anomalytrack", ANOMALY_TRACK),
            new Sign("roadanomaly", ROAD_ANOMALY),
            new Sign("lostandfound", LOST_AND_FOUND));

    private final String title;
    private final Layout layout;

    Benchmark(final String title, final Layout layout) {
        this.title = title;
        this.layout = layout;
    }

    /**
     * What people call it.
     *
     * @return a name for a heading
     */
    public String title() {
        return title;
    }

    /** The layout whose label values it has; AUTO for {@link #OTHER}. */
    Layout layout() {
        return layout;
    }

    /**
     * What a folder's name says. {@code Static} and {@code LostAndFound} are Fishyscapes' in a folder whose name begins
     * with that word.
     */
    static Benchmark named(final Path folder) {
        final String name = letters(folder.getFileName());
        final Path above = folder.getParent();
        if (above != null && letters(above.getFileName()).startsWith("fishyscapes")) {
            final Benchmark fishy = first("fishyscapes" + name);
            if (fishy != OTHER) {
                return fishy;
            }
        }
        return first(name);
    }

    private static Benchmark first(final String name) {
        return SIGNS.stream()
                .filter(sign -> name.contains(sign.part()))
                .map(Sign::benchmark)
                .findFirst()
                .orElse(OTHER);
    }

    /** The name's letters and digits in lower case: {@code dataset_AnomalyTrack} as {@code datasetanomalytrack}. */
    private static String letters(final Path name) {
        return name == null ? "" : name.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
