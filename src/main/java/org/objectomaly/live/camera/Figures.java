package org.objectomaly.live.camera;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.objectomaly.live.CameraState;
import org.objectomaly.live.CameraStatus;
import org.objectomaly.live.DropCause;
import org.objectomaly.video.StreamInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one camera fares. Told by its threads, asked by any. Each change of the state is said once in the log. */
final class Figures {
    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);
    private static final long SHORTEST_STALL = 1_000_000_000L;
    /** A stall is so many frames that should have come. */
    private static final int MISSED = 5;
    /** The delays that count as those by now. */
    private static final long RECENT = 10_000_000_000L;

    private final String name;
    private final Rate in = new Rate();
    private final Rate out = new Rate();
    private final Rate looks = new Rate();
    private final Map<DropCause, Long> drops = new EnumMap<>(DropCause.class);
    private final long[] delays = new long[512];
    private final long[] delayTimes = new long[512];
    private CameraState state = CameraState.CONNECTING;
    private Instant since = Instant.now();
    private String trouble;
    private int width;
    private int height;
    private String codec;
    private double usualRate = 25;
    private long framesIn;
    private long framesOut;
    private long reconnects;
    private long seenLooks;
    private int nextDelay;
    private int delayCount;
    private double evidenceAge = Double.NaN;
    private long lastFrame;

    Figures(final String name) {
        this.name = name;
        for (final DropCause cause : DropCause.values()) {
            drops.put(cause, 0L);
        }
    }

    /**
     * The source was opened.
     *
     * @param info what it shows
     * @param isAgain whether it was lost before
     */
    synchronized void opened(final StreamInfo info, final boolean isAgain) {
        reconnects += isAgain ? 1 : 0;
        width = info.width();
        height = info.height();
        codec = info.codec();
        usualRate = Math.max(1, Math.min(120, info.frameRate()));
    }

    /** A frame has come. */
    synchronized void frameIn(final long now) {
        framesIn++;
        in.tick(now);
        lastFrame = now;
        if (state != CameraState.LIVE) {
            change(CameraState.LIVE, null);
        }
    }

    /** An annotated frame has gone out. */
    synchronized void frameOut(final long now, final double age, final long looksSoFar) {
        framesOut++;
        out.tick(now);
        evidenceAge = age;
        for (; seenLooks < looksSoFar; seenLooks++) {
            looks.tick(now);
        }
    }

    synchronized void dropped(final DropCause cause, final long count) {
        drops.merge(cause, count, Long::sum);
    }

    /** The connection was lost, or could not be made. */
    synchronized void lost(final String reason) {
        if (state != CameraState.RECONNECTING) {
            change(CameraState.RECONNECTING, reason);
        } else {
            trouble = reason;
        }
    }

    /**
     * Nothing will come any more.
     *
     * @param reason why, if that is not simply the film's end; null if it is
     */
    synchronized void ended(final String reason) {
        if (state != CameraState.ENDED) {
            change(CameraState.ENDED, reason);
        }
    }

    /** Looks at the clock: a camera that says nothing has no thread that could tell. */
    synchronized void tick(final long now) {
        final long longest = Math.max(SHORTEST_STALL, Math.round(MISSED * 1e9 / usualRate));
        if (state == CameraState.LIVE && now - lastFrame > longest) {
            change(CameraState.STALLED, "no frame for a second or more");
        }
    }

    /** A piece has reached a viewer. */
    synchronized void delayed(final long nanos) {
        delays[nextDelay] = nanos;
        delayTimes[nextDelay] = System.nanoTime();
        nextDelay = (nextDelay + 1) % delays.length;
        delayCount = Math.min(delayCount + 1, delays.length);
    }

    synchronized double usualRate() {
        return usualRate;
    }

    private void change(final CameraState next, final String reason) {
        state = next;
        since = Instant.now();
        trouble = reason;
        if (next == CameraState.LIVE) {
            LOG.info("{}: live, {} x {}, {}", name, width, height, codec);
        } else if (reason == null) {
            LOG.info("{}: {}", name, next);
        } else {
            LOG.warn("{}: {}: {}", name, next, reason);
        }
    }

    synchronized CameraStatus status(final int viewers, final CameraStatus.Forward forward) {
        final long now = System.nanoTime();
        final long[] recent = recentDelays(now);
        return new CameraStatus(
                state,
                since,
                trouble,
                width,
                height,
                codec,
                framesIn,
                framesOut,
                in.perSecond(now),
                out.perSecond(now),
                looks.perSecond(now),
                Map.copyOf(drops),
                reconnects,
                evidenceAge,
                percentile(recent, 0.5),
                percentile(recent, 0.95),
                viewers,
                forward);
    }

    private long[] recentDelays(final long now) {
        final long[] recent = new long[delayCount];
        int count = 0;
        for (int i = 0; i < delayCount; i++) {
            if (now - delayTimes[i] < RECENT) {
                recent[count++] = delays[i];
            }
        }
        final long[] sorted = Arrays.copyOf(recent, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static double percentile(final long[] sorted, final double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1e9;
    }
}
