package org.objectomaly.objectness;

import java.util.Arrays;
import java.util.Random;

/** Edge maps drawn by hand, whose regions are known. */
final class DrawnEdges {
    private DrawnEdges() {}

    static EdgeMap blank(final int width, final int height, final float strength) {
        final EdgeMap edges = new EdgeMap();
        edges.reset(width, height);
        Arrays.fill(edges.values(), strength);
        return edges;
    }

    static EdgeMap noise(final int width, final int height, final float strongest, final long seed) {
        final EdgeMap edges = blank(width, height, 0);
        addNoise(edges, strongest, seed);
        return edges;
    }

    static void addNoise(final EdgeMap edges, final float strongest, final long seed) {
        final Random random = new Random(seed);
        for (int p = 0; p < edges.width() * edges.height(); p++) {
            edges.values()[p] = Math.min(1, edges.values()[p] + strongest * random.nextFloat());
        }
    }

    /** A contour two pixels wide around the pixels of a rectangle, one of them inside. */
    static void rectangle(
            final EdgeMap edges,
            final int left,
            final int top,
            final int width,
            final int height,
            final float strength) {
        for (int x = left - 1; x <= left + width; x++) {
            for (final int y : new int[] {top - 1, top, top + height - 1, top + height}) {
                strengthen(edges, x, y, strength);
            }
        }
        for (int y = top - 1; y <= top + height; y++) {
            for (final int x : new int[] {left - 1, left, left + width - 1, left + width}) {
                strengthen(edges, x, y, strength);
            }
        }
    }

    /** A contour as thick as the networks draw them, around a circle. */
    static void circle(
            final EdgeMap edges, final int centreX, final int centreY, final double radius, final float strength) {
        for (int y = 0; y < edges.height(); y++) {
            for (int x = 0; x < edges.width(); x++) {
                final double off = Math.abs(Math.hypot(x - centreX, y - centreY) - radius);
                strengthen(edges, x, y, (float) (strength * Math.max(0, 1 - off / 2.5)));
            }
        }
    }

    static void weaken(
            final EdgeMap edges,
            final int left,
            final int top,
            final int width,
            final int height,
            final float strength) {
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                final int p = y * edges.width() + x;
                edges.values()[p] = Math.min(edges.values()[p], strength);
            }
        }
    }

    private static void strengthen(final EdgeMap edges, final int x, final int y, final float strength) {
        if (x >= 0 && y >= 0 && x < edges.width() && y < edges.height()) {
            final int p = y * edges.width() + x;
            edges.values()[p] = Math.max(edges.values()[p], strength);
        }
    }
}
