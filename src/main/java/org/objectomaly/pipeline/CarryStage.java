package org.objectomaly.pipeline;

import org.objectomaly.image.YuvPlanes;
import org.objectomaly.motion.FlowCarrier;
import org.objectomaly.motion.Motion;
import org.objectomaly.motion.SceneChange;

/** The stage that brings the map of the frame which the networks saw last to each frame after it. */
class CarryStage implements Stage, AutoCloseable {
    private Motion motion;
    private FlowCarrier carrier;
    private double evidence = Double.NaN;
    private double masks = Double.NaN;

    @Override
    public String name() {
        return "carry";
    }

    @Override
    public void process(final Slot slot) throws InterruptedException {
        advance(slot);
        if (slot.isRefreshed()) {
            carrier.take(slot.refined());
            evidence(slot.frame().seconds(), slot.frame().seconds());
        } else {
            carry(slot);
        }
    }

    /** Takes the frame's motion; a cut leaves nothing to be carried. */
    final void advance(final Slot slot) {
        final YuvPlanes planes = slot.frame().planes();
        if (motion == null || !motion.fits(planes)) {
            restart();
            close();
            motion = new Motion(planes.width(), planes.height());
            carrier = new FlowCarrier(motion);
            evidence(Double.NaN, Double.NaN);
        }
        if (slot.change() == SceneChange.Kind.CUT) {
            carrier.forget();
            evidence(Double.NaN, Double.NaN);
            restart();
        }
        motion.next(planes);
        carrier.follow();
    }

    /** Is told that nothing before the present frame counts any more. */
    void restart() {}

    final void carry(final Slot slot) {
        carrier.carry(slot.refined());
        slot.evidenceAge(slot.frame().seconds() - evidence, slot.frame().seconds() - masks);
    }

    /** Notes of when the map is that is carried from now on, and of when its masks are. */
    final void evidence(final double seconds, final double masksSeconds) {
        evidence = seconds;
        masks = masksSeconds;
    }

    final Motion motion() {
        return motion;
    }

    final FlowCarrier carrier() {
        return carrier;
    }

    @Override
    public void close() {
        if (motion != null) {
            carrier.close();
            motion.close();
            motion = null;
        }
    }
}
