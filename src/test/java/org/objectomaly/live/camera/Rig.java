package org.objectomaly.live.camera;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.objectomaly.Natives;
import org.objectomaly.annotate.View;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.image.Picture;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.live.Look;
import org.objectomaly.live.events.AnomalyEvent;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventListener;
import org.objectomaly.live.events.Retention;
import org.objectomaly.live.metrics.WatchMetrics;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.NoMasks;
import org.objectomaly.pipeline.Lookout;
import org.objectomaly.pipeline.Method;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.Transport;
import org.objectomaly.video.WriterOptions;

/** Everything that cameras need, with a scorer that costs nothing and marks a square in the middle. */
final class Rig implements AutoCloseable {
    private final List<Camera> cameras = new ArrayList<>();
    final WatchMetrics metrics = new WatchMetrics();
    final Lookout lookout;
    final EventKeeper keeper;
    final AtomicLong begun = new AtomicLong();
    final AtomicLong ended = new AtomicLong();

    Rig(final Path folder) {
        this(folder, false);
    }

    /** The same with a square that comes and goes, five seconds of eight. */
    Rig(final Path folder, final boolean comesAndGoes) {
        Natives.loadAll();
        final Method method = new Method(
                new Marking(comesAndGoes),
                new NoMasks(),
                new RunCalibration(MaskOrder.PAPER),
                new LaplacianPrecision());
        lookout = new Lookout(method, (step, nanos) -> {}, 0);
        keeper = new EventKeeper(folder, Retention.ALL);
        keeper.addListener(new EventListener() {
            @Override
            public void begun(final AnomalyEvent event) {
                begun.incrementAndGet();
            }

            @Override
            public void changed(final AnomalyEvent event) {}

            @Override
            public void ended(final AnomalyEvent event) {
                ended.incrementAndGet();
            }
        });
    }

    Camera watch(final CameraSettings settings) {
        final Camera camera =
                new Camera(settings, lookout, keeper, metrics, ReaderOptions.defaults(), WriterOptions.defaults());
        cameras.add(camera);
        return camera;
    }

    static CameraSettings camera(final String name, final String address) {
        return new CameraSettings(
                name,
                address,
                Transport.TCP,
                Duration.ofSeconds(2),
                false,
                1,
                new Look(View.OVERLAY, 0.5f),
                0.001,
                null,
                false);
    }

    static CameraSettings with(final CameraSettings base, final boolean clips) {
        return with(base, base.transport(), clips);
    }

    static CameraSettings with(final CameraSettings base, final Transport transport, final boolean clips) {
        return new CameraSettings(
                base.name(),
                base.address(),
                transport,
                base.stall(),
                base.loop(),
                base.refresh(),
                base.look(),
                base.smallestObject(),
                base.forward(),
                clips);
    }

    /** Waits until something holds, looking at the cameras' clocks meanwhile. */
    boolean await(final Duration longest, final BooleanSupplier condition) throws InterruptedException {
        final long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            cameras.forEach(Camera::tick);
            Thread.sleep(20);
        }
        return true;
    }

    @Override
    public void close() {
        cameras.forEach(Camera::close);
        keeper.close();
        lookout.close();
    }

    private static final class Marking implements CoarseScorer {
        private final long begin = System.nanoTime();
        private final boolean comesAndGoes;

        Marking(final boolean comesAndGoes) {
            this.comesAndGoes = comesAndGoes;
        }

        @Override
        public void score(final Picture picture, final ScoreMap into) {
            into.fill(0);
            if (comesAndGoes && (System.nanoTime() - begin) / 1_000_000_000L % 8 >= 5) {
                return;
            }
            for (int y = into.height() / 3; y < into.height() / 2; y++) {
                for (int x = into.width() / 3; x < into.width() / 2; x++) {
                    into.values()[y * into.width() + x] = 0.9f;
                }
            }
        }

        @Override
        public void close() {}
    }
}
