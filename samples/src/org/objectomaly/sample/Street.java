package org.objectomaly.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.objectomaly.sample.Thing.Pose;

/** The street and everything on it: houses, plants, traffic, people, and what nobody expects. */
final class Street {
    private static final double END = 260;
    private static final double LEFT_FRONT = -8.3;
    private static final double RIGHT_FRONT = 12.5;
    private static final double BACK = Math.PI;
    private static final double QUARTER = Math.PI / 2;

    private final List<Thing> things = new ArrayList<>();

    private Street() {}

    static List<Thing> build() {
        final Street street = new Street();
        street.houses();
        street.plants();
        street.furniture();
        street.parkedCars();
        street.traffic();
        street.people();
        street.unexpected();
        return List.copyOf(street.things);
    }

    private void put(final Model model, final double x, final double z, final double turn) {
        final boolean raised = x < Ground.LEFT_KERB || x > Ground.RIGHT_KERB;
        things.add(Thing.at(model, x, raised ? Ground.STEP : 0, z, turn));
    }

    private void drive(final Model model, final DoubleFunction<Pose> path) {
        things.add(new Thing(model, true, false, path));
    }

    private void houses() {
        double z = -14;
        for (int i = 0; z < END; i++) {
            final double wide = 7 + 6 * Noise.hash(i, 500);
            final double setBack = Noise.hash(i, 501) < 0.25 ? 1.2 : 0.4 * Noise.hash(i, 502);
            things.add(Thing.at(new House(100 + i, LEFT_FRONT - setBack, z, z + wide, true), 0, 0, 0, 0));
            // Now and then a side street or a yard.
            z += wide + (Noise.hash(i, 503) < 0.2 ? 5 : 0);
        }
        z = -8;
        for (int i = 0; z < END; i++) {
            final double wide = 8 + 5 * Noise.hash(i, 510);
            things.add(Thing.at(
                    new House(300 + i, RIGHT_FRONT + 2.5 * Noise.hash(i, 511), z, z + wide, false), 0, 0, 0, 0));
            z += wide + 2.5 + 5 * Noise.hash(i, 512);
        }
    }

    private void plants() {
        final double[] heights = {7.2, 8.6, 6.4};
        final double[][] greens = {{0.070, 0.088, 0.030}, {0.085, 0.098, 0.036}, {0.135, 0.098, 0.032}};
        final Model[] trunks = new Model[3];
        final Model[] crowns = new Model[3];
        for (int i = 0; i < 3; i++) {
            trunks[i] = Plants.trunk(i, heights[i]);
            crowns[i] = Plants.crown(i, heights[i], greens[i]);
        }
        for (int i = 0; i < 26; i++) {
            final int kind = (int) (3 * Noise.hash(i, 520));
            final double z = 7 + 10.5 * i + 3 * Noise.hash(i, 521);
            final double turn = 6 * Noise.hash(i, 522);
            put(trunks[kind], 4.45, z, turn);
            put(crowns[kind], 4.45, z, turn);
            if (Noise.hash(i, 523) < 0.45) {
                final int other = (kind + 1) % 3;
                put(trunks[other], 10.4 + Noise.hash(i, 524), z + 4, turn);
                put(crowns[other], 10.4 + Noise.hash(i, 524), z + 4, turn);
            }
            if (Noise.hash(i, 525) < 0.28) {
                put(trunks[2], -7.0, z + 2, turn);
                put(crowns[2], -7.0, z + 2, turn);
            }
        }
        final Model hedge = Plants.hedge(1, 4.2, 1.5, 0.042, 0.062, 0.022);
        final Model low = Plants.hedge(2, 4.2, 1.05, 0.06, 0.075, 0.03);
        final Model wall = Furniture.wall(4.2);
        for (int i = 0; i < 58; i++) {
            final double luck = Noise.hash(i / 3, 530);
            put(luck < 0.4 ? hedge : luck < 0.65 ? low : wall, luck < 0.65 ? 7.75 : 7.3, -6 + 4.2 * i, 0);
        }
    }

    private void furniture() {
        final Model lamp = Furniture.lamp();
        for (int i = 0; i < 9; i++) {
            put(lamp, 3.95, 13 + 27 * i, 0);
            put(lamp, -5.85, 26 + 27 * i, BACK);
        }
        put(Furniture.sign(false), 3.9, 22.5, 0.1);
        put(Furniture.sign(true), 3.9, 70, 0.05);
        put(Furniture.sign(true), -5.8, 41, 0);
        put(Furniture.sign(false), 3.9, 118, 0);
        final Model bin = Furniture.bin();
        put(bin, 6.7, 17, QUARTER);
        put(bin, 6.7, 17.9, QUARTER + 0.2);
        put(bin, -7.8, 33, -QUARTER);
        put(bin, 6.6, 58, QUARTER);
        put(bin, 6.6, 97, QUARTER);
        final Model post = Furniture.post();
        for (int i = 0; i < 9; i++) {
            put(post, -5.75, 52 + 1.6 * i, 0);
        }
    }

    private void parkedCars() {
        final Model[] cars = {
            Car.of(Car.Body.ESTATE, 1, false, 0.035, 0.037, 0.042),
            Car.of(Car.Body.HATCHBACK, 2, false, 0.40, 0.41, 0.42),
            Car.of(Car.Body.SALOON, 3, false, 0.03, 0.043, 0.08),
            Car.of(Car.Body.HATCHBACK, 4, false, 0.23, 0.022, 0.02),
            Car.of(Car.Body.SALOON, 5, false, 0.20, 0.205, 0.21),
            Car.of(Car.Body.VAN, 6, false, 0.52, 0.52, 0.51)
        };
        double z = 4;
        for (int i = 0; z < 220; i++) {
            final int kind = (int) (6 * Noise.hash(i, 540));
            if (Noise.hash(i, 541) > 0.2) {
                final double askew = 0.03 * (Noise.hash(i, 542) - 0.5);
                put(cars[kind], -4.45 + 0.12 * Noise.hash(i, 543), z, (Noise.hash(i, 544) < 0.8 ? BACK : 0) + askew);
            }
            z += 6.1 + 1.6 * Noise.hash(i, 545);
        }
        put(cars[4], 9.9, 33.5, -QUARTER);
        put(cars[1], 9.6, 83, QUARTER);
    }

    private void traffic() {
        drive(
                Car.of(Car.Body.HATCHBACK, 11, true, 0.055, 0.10, 0.16),
                t -> new Pose(1.2 + 0.4 * Noise.smooth(3.5, 6, t), 0, 27 + 13.4 * t, 0, 0));
        drive(Car.of(Car.Body.SALOON, 12, true, 0.33, 0.335, 0.34), t -> new Pose(-1.7, 0, 31 - 10.5 * t, BACK, 0));
        // This one waits for the cow to have crossed.
        final Model waiting = Car.of(Car.Body.ESTATE, 13, true, 0.028, 0.03, 0.034);
        drive(waiting, t -> new Pose(-1.75, 0, 79 + 3.2 * Math.pow(Math.max(0, 3 - t), 2), BACK, 0));
        drive(
                Car.of(Car.Body.HATCHBACK, 14, true, 0.36, 0.35, 0.33),
                t -> new Pose(-1.7, 0, 87 + 6 * Math.max(0, 4.5 - t), BACK, 0));
        drive(
                Car.of(Car.Body.VAN, 15, true, 0.45, 0.45, 0.45),
                t -> new Pose(-1.7, 0, 98 + 7 * Math.max(0, 6 - t), BACK, 0));
        drive(Car.of(Car.Body.SALOON, 16, true, 0.12, 0.02, 0.022), t -> new Pose(1.6, 0, 58 + 13 * t, 0, 0));
    }

    private void people() {
        final Model walker = Person.of(0.9, 0.035, 0.04, 0.06, 0.03, 0.035, 0.055);
        final Model other = Person.of(0.85, 0.20, 0.15, 0.11, 0.02, 0.02, 0.022);
        final Model third = Person.of(0.9, 0.16, 0.03, 0.035, 0.05, 0.05, 0.055);
        final Model waiting = Person.of(0, 0.10, 0.11, 0.12, 0.03, 0.035, 0.06);
        walk(walker, 6.1, 24, 1.3, 0);
        walk(other, 5.6, 39, 1.2, BACK);
        walk(third, 6.0, 39.7, 1.2, BACK);
        walk(walker, -6.9, 30, 1.25, 0);
        walk(third, -7.2, 57, 1.3, BACK);
        walk(other, -6.6, 76, 1.25, 0);
        walk(walker, 6.0, 88, 1.2, BACK);
        put(waiting, -6.5, 47, QUARTER);
        put(waiting, 6.4, 64, -QUARTER);
        put(waiting, 5.9, 108, BACK);
    }

    private void walk(final Model model, final double x, final double z, final double speed, final double turn) {
        final double way = turn == 0 ? speed : -speed;
        drive(model, t -> new Pose(x, Ground.STEP, z + way * t, turn, speed * t / 1.45));
    }

    private void unexpected() {
        strange(Lost.boxes(), 2.75, 30, 0.4);
        strange(Lost.tyre(), -0.35, 41.5, 0);
        strange(Lost.boulder(0.62), -2.35, 46, 0.7);
        strange(Lost.crate(), 3.2, 50.5, -0.5);
        strange(Lost.sofa(), 4.55, 77, -2.3);
        strange(Lost.suitcase(), -0.1, 95, 0.5);
        strange(Animal.deer(), 5.7, 48.5, -1.9);
        // The cow crosses the whole street; its phase follows its steps, so that its hooves do not slide.
        final double pace = 1.3;
        things.add(new Thing(Animal.cow(), true, true, t -> {
            final double x = 7.3 - pace * t;
            final double kerb = Ground.STEP
                    * (Noise.smooth(3.2, 3.9, x) + Noise.smooth(Ground.LEFT_KERB + 0.3, Ground.LEFT_KERB - 0.3, x));
            return new Pose(x, kerb, 62 + 0.12 * t, -QUARTER + 0.12, pace * t / 1.5);
        }));
        final Model sheep = Animal.sheep();
        things.add(new Thing(
                sheep,
                true,
                true,
                t -> new Pose(
                        2.2 + 0.55 * Math.min(2.4, Math.max(0, t - 5)),
                        0,
                        101,
                        QUARTER - 0.5,
                        0.7 * Math.min(2.4, Math.max(0, t - 5)))));
        things.add(Thing.at(sheep, 4.6, Ground.STEP, 99, 2.4).asUnexpected());
    }

    private void strange(final Model model, final double x, final double z, final double turn) {
        put(model, x, z, turn);
        things.set(things.size() - 1, things.get(things.size() - 1).asUnexpected());
    }
}
