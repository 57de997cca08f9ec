package org.objectomaly.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.objectomaly.image.SegmentMap;

/**
 * Measures a hierarchy of regions against the segmentations of several people, picture by picture: the segmentation
 * covering of its cuts (P. Arbelaez, M. Maire, C. Fowlkes, J. Malik, TPAMI 2011, section 3.1.3). The covering of a
 * person's segments S by the regions R of a cut is
 *
 * <pre>
 * 1/N sum over S of |S| max over R of |S and R| / |S or R|
 * </pre>
 *
 * <p>of N pixels; a picture's is the mean over its people. Heights of cuts are 0, 0.02, .., 0.98. For one thread at a
 * time.
 */
public final class SegmentationCovering {
    private static final int HEIGHTS = 50;

    private final double[] sums = new double[HEIGHTS];
    private double sumOfBest;
    private int pictures;

    /** A measure of no picture. */
    public SegmentationCovering() {}

    /**
     * How well people's segments were covered over a set of pictures.
     *
     * @param pictures how many
     * @param height the one height of the cut that is best for all pictures
     * @param ods mean covering at that height, 0..1
     * @param ois mean covering at each picture's own best height, 0..1
     */
    public record Figures(int pictures, double height, double ods, double ois) {}

    /**
     * Measures a picture.
     *
     * @param cuts the regions at a height, numbered from 0 on without large gaps; asked once a height
     * @param people the segmentations, at least one, all of the cuts' size
     * @return the picture's covering at its own best height, 0..1
     * @throws IllegalArgumentException if there is nobody, or a size differs
     */
    public double add(final DoubleFunction<SegmentMap> cuts, final List<SegmentMap> people) {
        if (people.isEmpty()) {
            throw new IllegalArgumentException("a picture that nobody segmented cannot be measured");
        }
        final List<Person> persons = people.stream().map(Person::new).toList();
        final double[] here = new double[HEIGHTS];
        for (int i = 0; i < HEIGHTS; i++) {
            final SegmentMap cut = cuts.apply(height(i));
            for (final Person person : persons) {
                here[i] += person.covering(cut) / persons.size();
            }
        }
        double best = 0;
        for (int i = 0; i < HEIGHTS; i++) {
            sums[i] += here[i];
            best = Math.max(best, here[i]);
        }
        sumOfBest += best;
        pictures++;
        return best;
    }

    /**
     * The figures over all pictures so far.
     *
     * @return the figures, NaN without a picture
     */
    public Figures figures() {
        int best = 0;
        for (int i = 1; i < HEIGHTS; i++) {
            best = sums[i] > sums[best] ? i : best;
        }
        return new Figures(pictures, height(best), sums[best] / pictures, sumOfBest / pictures);
    }

    private static double height(final int i) {
        return (double) i / HEIGHTS;
    }

    /** A person's segments, numbered from 0 on. */
    private static final class Person {
        private final SegmentMap map;
        private final int[] numbers;
        private final int[] areas;

        Person(final SegmentMap map) {
            this.map = map;
            this.numbers = new int[map.numbers().length];
            final Map<Integer, Integer> places = new HashMap<>();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = places.computeIfAbsent(map.numbers()[i], number -> places.size());
            }
            this.areas = new int[places.size()];
            for (final int number : numbers) {
                areas[number]++;
            }
        }

        double covering(final SegmentMap cut) {
            if (cut.width() != map.width() || cut.height() != map.height()) {
                throw new IllegalArgumentException("the regions are " + cut.width() + "x" + cut.height()
                        + " pixels, but the segments " + map.width() + "x" + map.height());
            }
            final int[] regions = cut.numbers();
            final int[] regionAreas = new int[Arrays.stream(regions).max().orElseThrow() + 1];
            final int[] common = new int[regionAreas.length * areas.length];
            for (int i = 0; i < regions.length; i++) {
                regionAreas[regions[i]]++;
                common[regions[i] * areas.length + numbers[i]]++;
            }
            final double[] best = new double[areas.length];
            for (int r = 0; r < regionAreas.length; r++) {
                for (int s = 0; s < areas.length; s++) {
                    final int both = common[r * areas.length + s];
                    if (both > 0) {
                        best[s] = Math.max(best[s], (double) both / (regionAreas[r] + areas[s] - both));
                    }
                }
            }
            double covered = 0;
            for (int s = 0; s < areas.length; s++) {
                covered += areas[s] * best[s];
            }
            return covered / regions.length;
        }
    }
}
