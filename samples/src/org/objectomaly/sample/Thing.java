package org.objectomaly.sample;

import java.util.function.DoubleFunction;

/**
 * A model at its place in the street.
 *
 * @param model what it is
 * @param moves whether it changes its place or its phase
 * @param kind what it belongs to
 * @param path where it is after some seconds
 */
record Thing(Model model, boolean moves, Kind kind, DoubleFunction<Pose> path) {
    /**
     * Where a thing is and which way it looks.
     *
     * @param turn 0 looks along z, a quarter turn (in radians) along x
     * @param phase of its step, whole numbers alike
     */
    record Pose(double x, double y, double z, double turn, double phase) {
        Pose ahead(final double by) {
            return new Pose(x, y, z + by, turn, phase);
        }
    }

    static Thing at(
            final Model model, final Kind kind, final double x, final double y, final double z, final double turn) {
        final Pose pose = new Pose(x, y, z, turn, 0);
        return new Thing(model, false, kind, seconds -> pose);
    }
}
