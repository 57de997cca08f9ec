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

    /** Numbers of one street's luck; those of the next begin after them. */
    private static final long LUCK = 10_000;

    private final List<Thing> things = new ArrayList<>();
    private final int number;

    private Street(final int number) {
        this.number = number;
    }

    /** The street of the sample clip. */
    static List<Thing> ofSample() {
        final Street street = ordinary(0);
        street.unexpected();
        return List.copyOf(street.things);
    }

    /**
     * Another street, on which is nothing that nobody expects.
     *
     * @param number 1 or more; another number, another street
     */
    static List<Thing> another(final int number) {
        return List.copyOf(ordinary(number).things);
    }

    private static Street ordinary(final int number) {
        final Street street = new Street(number);
        street.houses();
        street.plants();
        street.furniture();
        street.parkedCars();
        street.traffic();
        street.people();
        return street;
    }

    /** 0 to 1. */
    private double luck(final long a, final long b) {
        return Noise.hash(a, b + LUCK * number);
    }

    /** Elsewhere on every street but the sample's. */
    private double elsewhere(final double z, final double by) {
        return number == 0 ? z : z + by * (luck(things.size(), 550) - 0.5);
    }

    /** What stands on the pavement stands higher. */
    private void put(final Kind kind, final Model model, final double x, final double z, final double turn) {
        final boolean raised = x < Ground.LEFT_KERB || x > Ground.RIGHT_KERB;
        things.add(Thing.at(model, kind, x, raised ? Ground.STEP : 0, z, turn));
    }

    private void drive(final Kind kind, final Model model, final DoubleFunction<Pose> path) {
        final double ahead = elsewhere(0, 16);
        things.add(new Thing(model, true, kind, t -> path.apply(t).ahead(ahead)));
    }

    /** A car, in another paint on every street but the sample's. */
    private Model car(
            final Car.Body body, final int which, final boolean driven, final double... paint) {
        final double[] rgb = paint.clone();
        for (int c = 0; c < rgb.length && number > 0; c++) {
            rgb[c] *= (0.6 + 0.8 * luck(which, 560)) * (0.75 + 0.5 * luck(which, 561 + c));
        }
        return Car.of(body, which, driven, rgb[0], rgb[1], rgb[2]);
    }

    private void houses() {
        double z = -14;
        for (int i = 0; z < END; i++) {
            final double wide = 7 + 6 * luck(i, 500);
            final double setBack = luck(i, 501) < 0.25 ? 1.2 : 0.4 * luck(i, 502);
            final House house = new House(100 + i + 1000 * number, LEFT_FRONT - setBack, z, z + wide, true);
            things.add(Thing.at(house, Kind.BUILDING, 0, 0, 0, 0));
            // Now and then a side street or a yard.
            z += wide + (luck(i, 503) < 0.2 ? 5 : 0);
        }
        z = -8;
        for (int i = 0; z < END; i++) {
            final double wide = 8 + 5 * luck(i, 510);
            final double front = RIGHT_FRONT + 2.5 * luck(i, 511);
            final House house = new House(300 + i + 1000 * number, front, z, z + wide, false);
            things.add(Thing.at(house, Kind.BUILDING, 0, 0, 0, 0));
            z += wide + 2.5 + 5 * luck(i, 512);
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
            final int kind = (int) (3 * luck(i, 520));
            final double z = 7 + 10.5 * i + 3 * luck(i, 521);
            final double turn = 6 * luck(i, 522);
            put(Kind.TREE, trunks[kind], 4.45, z, turn);
            put(Kind.TREE, crowns[kind], 4.45, z, turn);
            if (luck(i, 523) < 0.45) {
                final int other = (kind + 1) % 3;
                put(Kind.TREE, trunks[other], 10.4 + luck(i, 524), z + 4, turn);
                put(Kind.TREE, crowns[other], 10.4 + luck(i, 524), z + 4, turn);
            }
            if (luck(i, 525) < 0.28) {
                put(Kind.TREE, trunks[2], -7.0, z + 2, turn);
                put(Kind.TREE, crowns[2], -7.0, z + 2, turn);
            }
        }
        final Model hedge = Plants.hedge(1, 4.2, 1.5, 0.042, 0.062, 0.022);
        final Model low = Plants.hedge(2, 4.2, 1.05, 0.06, 0.075, 0.03);
        final Model wall = Furniture.wall(4.2);
        for (int i = 0; i < 58; i++) {
            final double luck = luck(i / 3, 530);
            if (luck < 0.65) {
                put(Kind.TREE, luck < 0.4 ? hedge : low, 7.75, -6 + 4.2 * i, 0);
            } else {
                put(Kind.FENCE, wall, 7.3, -6 + 4.2 * i, 0);
            }
        }
    }

    private void furniture() {
        final Model lamp = Furniture.lamp();
        for (int i = 0; i < 9; i++) {
            put(Kind.POLE, lamp, 3.95, 13 + 27 * i, 0);
            put(Kind.POLE, lamp, -5.85, 26 + 27 * i, BACK);
        }
        put(Kind.SIGN, Furniture.sign(false), 3.9, elsewhere(22.5, 20), 0.1);
        put(Kind.SIGN, Furniture.sign(true), 3.9, elsewhere(70, 20), 0.05);
        put(Kind.SIGN, Furniture.sign(true), -5.8, elsewhere(41, 20), 0);
        put(Kind.SIGN, Furniture.sign(false), 3.9, elsewhere(118, 20), 0);
        final Model bin = Furniture.bin();
        put(Kind.NO_CLASS, bin, 6.7, elsewhere(17, 20), QUARTER);
        put(Kind.NO_CLASS, bin, 6.7, elsewhere(17.9, 20), QUARTER + 0.2);
        put(Kind.NO_CLASS, bin, -7.8, elsewhere(33, 20), -QUARTER);
        put(Kind.NO_CLASS, bin, 6.6, elsewhere(58, 20), QUARTER);
        put(Kind.NO_CLASS, bin, 6.6, elsewhere(97, 20), QUARTER);
        final Model post = Furniture.post();
        for (int i = 0; i < 9; i++) {
            put(Kind.POLE, post, -5.75, 52 + 1.6 * i, 0);
        }
    }

    private void parkedCars() {
        final Model[] cars = {
            car(Car.Body.ESTATE, 1, false, 0.035, 0.037, 0.042),
            car(Car.Body.HATCHBACK, 2, false, 0.40, 0.41, 0.42),
            car(Car.Body.SALOON, 3, false, 0.03, 0.043, 0.08),
            car(Car.Body.HATCHBACK, 4, false, 0.23, 0.022, 0.02),
            car(Car.Body.SALOON, 5, false, 0.20, 0.205, 0.21),
            car(Car.Body.VAN, 6, false, 0.52, 0.52, 0.51)
        };
        double z = 4;
        for (int i = 0; z < 220; i++) {
            final int kind = (int) (6 * luck(i, 540));
            if (luck(i, 541) > 0.2) {
                final double askew = 0.03 * (luck(i, 542) - 0.5);
                put(Kind.CAR, cars[kind], -4.45 + 0.12 * luck(i, 543), z, (luck(i, 544) < 0.8 ? BACK : 0) + askew);
            }
            z += 6.1 + 1.6 * luck(i, 545);
        }
        put(Kind.CAR, cars[4], 9.9, elsewhere(33.5, 20), -QUARTER);
        put(Kind.CAR, cars[1], 9.6, elsewhere(83, 20), QUARTER);
    }

    private void traffic() {
        drive(
                Kind.CAR,
                car(Car.Body.HATCHBACK, 11, true, 0.055, 0.10, 0.16),
                t -> new Pose(1.2 + 0.4 * Noise.smooth(3.5, 6, t), 0, 27 + 13.4 * t, 0, 0));
        drive(Kind.CAR, car(Car.Body.SALOON, 12, true, 0.33, 0.335, 0.34), t -> new Pose(-1.7, 0, 31 - 10.5 * t, BACK, 0));
        // This one waits for the cow to have crossed.
        final Model waiting = car(Car.Body.ESTATE, 13, true, 0.028, 0.03, 0.034);
        drive(Kind.CAR, waiting, t -> new Pose(-1.75, 0, 79 + 3.2 * Math.pow(Math.max(0, 3 - t), 2), BACK, 0));
        drive(
                Kind.CAR,
                car(Car.Body.HATCHBACK, 14, true, 0.36, 0.35, 0.33),
                t -> new Pose(-1.7, 0, 87 + 6 * Math.max(0, 4.5 - t), BACK, 0));
        drive(
                Kind.CAR,
                car(Car.Body.VAN, 15, true, 0.45, 0.45, 0.45),
                t -> new Pose(-1.7, 0, 98 + 7 * Math.max(0, 6 - t), BACK, 0));
        drive(Kind.CAR, car(Car.Body.SALOON, 16, true, 0.12, 0.02, 0.022), t -> new Pose(1.6, 0, 58 + 13 * t, 0, 0));
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
        put(Kind.PEDESTRIAN, waiting, -6.5, elsewhere(47, 20), QUARTER);
        put(Kind.PEDESTRIAN, waiting, 6.4, elsewhere(64, 20), -QUARTER);
        put(Kind.PEDESTRIAN, waiting, 5.9, elsewhere(108, 20), BACK);
    }

    private void walk(final Model model, final double x, final double z, final double speed, final double turn) {
        final double way = turn == 0 ? speed : -speed;
        drive(Kind.PEDESTRIAN, model, t -> new Pose(x, Ground.STEP, z + way * t, turn, speed * t / 1.45));
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
        things.add(new Thing(Animal.cow(), true, Kind.UNEXPECTED, t -> {
            final double x = 7.3 - pace * t;
            final double kerb = Ground.STEP
                    * (Noise.smooth(3.2, 3.9, x) + Noise.smooth(Ground.LEFT_KERB + 0.3, Ground.LEFT_KERB - 0.3, x));
            return new Pose(x, kerb, 62 + 0.12 * t, -QUARTER + 0.12, pace * t / 1.5);
        }));
        final Model sheep = Animal.sheep();
        things.add(new Thing(
                sheep,
                true,
                Kind.UNEXPECTED,
                t -> new Pose(
                        2.2 + 0.55 * Math.min(2.4, Math.max(0, t - 5)),
                        0,
                        101,
                        QUARTER - 0.5,
                        0.7 * Math.min(2.4, Math.max(0, t - 5)))));
        strange(sheep, 4.6, 99, 2.4);
    }

    private void strange(final Model model, final double x, final double z, final double turn) {
        put(Kind.UNEXPECTED, model, x, z, turn);
    }
}
