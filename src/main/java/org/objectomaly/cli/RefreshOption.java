package org.objectomaly.cli;

import org.objectomaly.Fault;

/**
 * The value of {@code --refresh}: the networks look at every Nth frame, or at as many as the video's own rate leaves time
 * for.
 *
 * @param frames N, or 0 for {@code auto}
 */
record RefreshOption(int frames) {
    private static final String AUTO = "auto";

    static RefreshOption parse(final String text) {
        if (text.equals(AUTO)) {
            return new RefreshOption(0);
        }
        try {
            final int frames = Integer.parseInt(text);
            if (frames >= 1) {
                return new RefreshOption(frames);
            }
        } catch (final NumberFormatException e) {
            // Said below, as for every other text.
        }
        throw Fault.of(Fault.Kind.USAGE, "--refresh is auto, or a number of frames from 1 on, not '%s'.", text);
    }

    boolean isAuto() {
        return frames == 0;
    }

    /** The networks look at one frame in so many at most. */
    int atMost() {
        return Math.max(1, frames);
    }

    /** Whether some frames show what the networks saw in an earlier one. */
    boolean carries() {
        return frames != 1;
    }

    @Override
    public String toString() {
        return isAuto() ? AUTO : Integer.toString(frames);
    }
}
