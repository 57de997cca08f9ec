package org.objectomaly.sample;

import java.util.SplittableRandom;

/** What the camera's microphone hears: the engine through its gears, tyres, wind, and a car that comes past. */
final class Sound {
    static final int RATE = 48_000;
    /** Speed in metres a second above which the next gear is in. */
    private static final double[] GEARS = {0, 5, 9.2, 15};

    private static final double[] TURNS_A_METRE = {8.4, 4.9, 3.3, 2.5};
    private static final double[] HARMONICS = {0.30, 1.0, 0.35, 0.6, 0.2, 0.32, 0.1, 0.16};

    private final SplittableRandom random = new SplittableRandom(77);
    private final double[] passing;
    private double angle;
    private double turns = Double.NaN;
    private double tyre;
    private double tyre2;
    private double windLeft;
    private double windRight;
    private double rush;
    private double thump;
    private long at;

    /**
     * The sound of the whole drive.
     *
     * @param passing seconds at which a car comes past
     */
    Sound(final double... passing) {
        this.passing = passing.clone();
    }

    /** The next samples, left and right in turn. */
    short[] next(final int count) {
        final short[] samples = new short[2 * count];
        for (int i = 0; i < count; i++, at++) {
            final double seconds = (double) at / RATE;
            final double speed = Drive.speed(seconds);
            final double middle = engine(seconds, speed) + road(speed) + bump(seconds);
            double left = middle + wind(true, speed);
            double right = middle + wind(false, speed);
            for (final double pass : passing) {
                final double gone = seconds - pass;
                final double loud = 0.16 / (0.16 + gone * gone * 5);
                rush += 0.22 * (noise() - rush);
                // It comes from ahead and goes by on the left.
                left += 0.20 * loud * rush;
                right += 0.09 * loud * rush;
            }
            samples[2 * i] = sample(left);
            samples[2 * i + 1] = sample(right);
        }
        return samples;
    }

    private double noise() {
        return 2 * random.nextDouble() - 1;
    }

    private double engine(final double seconds, final double speed) {
        int gear = 0;
        while (gear + 1 < GEARS.length && speed > GEARS[gear + 1]) {
            gear++;
        }
        final double wanted = Math.max(13, speed * TURNS_A_METRE[gear]);
        // Clutch and flywheel let the engine follow in a third of a second.
        turns = Double.isNaN(turns) ? wanted : turns + (wanted - turns) * 6 / RATE;
        angle += turns / RATE * (1 + 0.01 * noise());
        final double pull = 0.5 + 0.12 * (Drive.speed(seconds + 0.3) - Drive.speed(seconds - 0.1));
        double sum = 0;
        for (int i = 0; i < HARMONICS.length; i++) {
            sum += HARMONICS[i] * Math.sin(2 * Math.PI * angle * (i + 1) + i * i);
        }
        return 0.055 * Math.max(0.3, pull) * sum;
    }

    private double road(final double speed) {
        tyre += 0.035 * (noise() - tyre);
        tyre2 += 0.006 * (noise() - tyre2);
        return speed / 11 * (0.55 * tyre + 1.2 * tyre2);
    }

    private double wind(final boolean left, final double speed) {
        final double strength = 0.02 * speed * speed / 121;
        if (left) {
            windLeft += 0.4 * (noise() - windLeft);
            return strength * windLeft;
        }
        windRight += 0.4 * (noise() - windRight);
        return strength * windRight;
    }

    /** A seam of the road under the wheels, front and then rear. */
    private double bump(final double seconds) {
        final double z = Drive.z(seconds);
        final double since = Noise.fraction(z / 21.9) * 21.9;
        final double again = since > 2.6 ? since - 2.6 : since;
        thump += 0.02 * (noise() - thump);
        return again < 1 ? 2.2 * thump * Math.exp(-again * 6) + 0.12 * Math.exp(-again * 9) * Math.sin(again * 40) : 0;
    }

    private static short sample(final double value) {
        return (short) Math.round(30_000 * Math.tanh(1.3 * value));
    }
}
