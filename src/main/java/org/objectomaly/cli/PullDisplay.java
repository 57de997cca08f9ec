package org.objectomaly.cli;

import org.objectomaly.models.PullListener;

/** Shows on stderr how a pull goes: sentences, and a bar or lines while bytes come. */
final class PullDisplay implements PullListener {
    private static final long KILO = 1000;
    private static final long LARGE = 10 * KILO * KILO;

    private ProgressDisplay progress;
    private long unit = 1;

    @Override
    public void say(final String sentence) {
        System.err.println("objectomaly: " + sentence);
    }

    @Override
    public void begins(final String name, final long total) {
        final boolean isLarge = total < 0 || total >= LARGE;
        unit = isLarge ? KILO * KILO : KILO;
        progress = ProgressDisplay.open(name, isLarge ? "MB" : "kB", total < 0 ? total : total / unit);
    }

    @Override
    public void has(final long bytes) {
        progress.done(bytes / unit);
    }

    @Override
    public void ends() {
        progress.close();
    }
}
