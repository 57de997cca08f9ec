package org.objectomaly.live.camera;

/** How often something happened in the last seconds. Not for use by two threads at once. */
final class Rate {
    private static final double WINDOW = 2e9;

    private final long[] times = new long[256];
    private int next;
    private int size;

    /** Something happened. */
    void tick(final long now) {
        times[next] = now;
        next = (next + 1) % times.length;
        size = Math.min(size + 1, times.length);
    }

    /** How often a second it happened. */
    double perSecond(final long now) {
        int count = 0;
        long oldest = now;
        for (int i = 1; i <= size; i++) {
            final long time = times[Math.floorMod(next - i, times.length)];
            if (now - time > WINDOW) {
                break;
            }
            oldest = time;
            count++;
        }
        if (count == times.length) {
            return (count - 1) * 1e9 / Math.max(1, times[Math.floorMod(next - 1, times.length)] - oldest);
        }
        return count * 1e9 / WINDOW;
    }
}
