package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A table of our figures beside those of a table of the paper, and below what the paper has besides. In percent. */
final class Comparison {
    private final List<String> figures;
    private final Map<String, double[]> paper;
    private final Set<String> met = new HashSet<>();
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param figures names of the figures
     * @param paper the paper's figures by its names; empty where the paper has no such data set: then only ours are shown
     */
    Comparison(final List<String> figures, final Map<String, double[]> paper) {
        this.figures = figures;
        this.paper = paper;
    }

    /**
     * Adds a row.
     *
     * @param name what it is
     * @param ours our figures, shares of 1
     * @param paperName what the paper calls it; null if the paper has none such
     */
    void add(final String name, final double[] ours, final String paperName) {
        final List<String> cells = new ArrayList<>(List.of(name));
        Arrays.stream(ours).mapToObj(Tables::percent).forEach(cells::add);
        if (!paper.isEmpty()) {
            final double[] theirs = paper.get(paperName);
            met.add(paperName);
            for (int i = 0; i < ours.length; i++) {
                cells.add(theirs == null ? Tables.NONE : Tables.decimal(theirs[i]));
            }
            for (int i = 0; i < ours.length; i++) {
                cells.add(theirs == null ? Tables.NONE : Tables.signed(100 * ours[i] - theirs[i]));
            }
        }
        rows.add(cells);
    }

    /**
     * The table.
     *
     * @param title what it shows
     * @param first name of the first column
     * @return our rows, then those of the paper that none of ours stands beside
     */
    Table table(final String title, final String first) {
        final List<List<String>> all = new ArrayList<>(rows);
        paper.forEach((name, theirs) -> {
            if (!met.contains(name)) {
                all.add(alone(name, theirs));
            }
        });
        final List<String> header = new ArrayList<>(List.of(first));
        header.addAll(figures);
        if (!paper.isEmpty()) {
            figures.forEach(figure -> header.add("paper " + figure));
            figures.forEach(figure -> header.add(figure + " difference"));
        }
        return new Table(title, header, all, 1);
    }

    private List<String> alone(final String name, final double[] theirs) {
        final List<String> cells = new ArrayList<>(List.of("paper: " + name));
        IntStream.range(0, theirs.length).forEach(i -> cells.add(Tables.NONE));
        Arrays.stream(theirs).mapToObj(Tables::decimal).forEach(cells::add);
        IntStream.range(0, theirs.length).forEach(i -> cells.add(Tables.NONE));
        return cells;
    }
}
