package org.objectomaly.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.objectomaly.pipeline.Progress;

/** Shows how far a run has come: a bar on a terminal, a plain line every few seconds elsewhere. Writes to stderr. */
abstract sealed class ProgressDisplay implements Progress, AutoCloseable {
    /**
     * The display that fits where stderr goes.
     *
     * @param title what is being worked on
     * @param expected frames in all, or -1 when the file does not say
     * @return the display
     */
    static ProgressDisplay open(final String title, final long expected) {
        return open(title, "frames", expected);
    }

    /** The same for work that is not counted in frames. */
    static ProgressDisplay open(final String title, final String unit, final long expected) {
        return isTerminal() ? new Bar(title, unit, expected) : new Lines(unit, expected);
    }

    /** Asks the kernel where stderr goes: {@code System.console()} is about stdin and stdout, and not on every JDK. */
    private static boolean isTerminal() {
        try {
            final String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (final IOException e) {
            return false;
        }
    }

    @Override
    public abstract void close();

    private static final class Bar extends ProgressDisplay {
        private final ProgressBar bar;

        Bar(final String title, final String unit, final long expected) {
            bar = new ProgressBarBuilder()
                    .setTaskName(title)
                    .setInitialMax(expected)
                    .setUnit(" " + unit, 1)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(500)
                    .showSpeed()
                    .build();
        }

        @Override
        public void done(final long frames) {
            bar.stepTo(frames);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private static final class Lines extends ProgressDisplay {
        private static final long INTERVAL = Duration.ofSeconds(5).toNanos();

        private final String unit;
        private final long expected;
        private final long start = System.nanoTime();
        private long next = start + INTERVAL;
        /** What was done before this run, where it goes on from another. */
        private long before = -1;

        Lines(final String unit, final long expected) {
            this.unit = unit;
            this.expected = expected;
        }

        @Override
        public void done(final long frames) {
            if (before < 0) {
                before = frames - 1;
            }
            final long now = System.nanoTime();
            if (now < next) {
                return;
            }
            next = now + INTERVAL;
            final double fps = (frames - before) / ((now - start) / 1e9);
            if (expected > 0) {
                final double left = Math.max(0, expected - frames) / fps;
                System.err.printf(
                        Locale.ROOT, "%d of %d %s, %.1f a second, %.0f s left%n", frames, expected, unit, fps, left);
            } else {
                System.err.printf(Locale.ROOT, "%d %s, %.1f a second%n", frames, unit, fps);
            }
        }

        @Override
        public void close() {}
    }
}
