package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Keeps pictures of the best and the worst frames of a run, and of no others, while it goes on. */
final class Showcase {
    private static final int EACH = 3;

    /**
     * A frame to be shown.
     *
     * @param name of the frame
     * @param auPrc of its map A, 0..1
     * @param jpeg the picture
     */
    record Exhibit(String name, double auPrc, byte[] jpeg) {}

    private final List<Exhibit> best = new ArrayList<>();
    private final List<Exhibit> worst = new ArrayList<>();

    /**
     * Takes a frame if it is among the best or worst so far.
     *
     * @param name of the frame
     * @param auPrc of its map A, 0..1; NaN is passed over
     * @param jpeg draws the picture, when it is wanted
     */
    void offer(final String name, final double auPrc, final Supplier<byte[]> jpeg) {
        if (Double.isNaN(auPrc)) {
            return;
        }
        final boolean isBest = best.size() < EACH || auPrc > best.get(EACH - 1).auPrc();
        final boolean isWorst =
                worst.size() < EACH || auPrc < worst.get(EACH - 1).auPrc();
        if (isBest || isWorst) {
            final Exhibit exhibit = new Exhibit(name, auPrc, jpeg.get());
            if (isBest) {
                keep(best, exhibit, Comparator.comparingDouble(Exhibit::auPrc).reversed());
            }
            if (isWorst) {
                keep(worst, exhibit, Comparator.comparingDouble(Exhibit::auPrc));
            }
        }
    }

    private static void keep(final List<Exhibit> list, final Exhibit exhibit, final Comparator<Exhibit> order) {
        list.add(exhibit);
        list.sort(order);
        if (list.size() > EACH) {
            list.remove(EACH);
        }
    }

    /** The best frames, the best first. */
    List<Exhibit> best() {
        return List.copyOf(best);
    }

    /** The worst frames, the worst first, without those that are also among the best. */
    List<Exhibit> worst() {
        return worst.stream().filter(exhibit -> !best.contains(exhibit)).toList();
    }
}
