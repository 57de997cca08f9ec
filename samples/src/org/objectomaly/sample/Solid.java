package org.objectomaly.sample;

import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** A thing with a firm surface, such as a car or a cow; a thing that walks has one shape for each phase of its step. */
final class Solid implements Model {
    private static final int STEPS = 70;

    /** Colours a point; the normal is already there. */
    @FunctionalInterface
    interface Skin {
        void paint(double x, double y, double z, double footprint, Surface surface);
    }

    private final Bounds bounds;
    private final Shape[] shapes;
    private final Field[] fields;
    private final Skin skin;

    private Solid(
            final Bounds bounds,
            final int phases,
            final double cell,
            final DoubleFunction<Shape> shape,
            final Skin skin) {
        this.bounds = bounds;
        this.skin = skin;
        this.shapes = new Shape[phases];
        this.fields = new Field[phases];
        IntStream.range(0, phases).parallel().forEach(i -> {
            shapes[i] = shape.apply((double) i / phases);
            fields[i] = new Field(shapes[i], bounds, cell);
        });
    }

    static Solid still(final Bounds bounds, final double cell, final Shape shape, final Skin skin) {
        return new Solid(bounds, 1, cell, phase -> shape, skin);
    }

    static Solid moving(
            final Bounds bounds,
            final int phases,
            final double cell,
            final DoubleFunction<Shape> shape,
            final Skin skin) {
        return new Solid(bounds, phases, cell, shape, skin);
    }

    @Override
    public Bounds bounds() {
        return bounds;
    }

    private int index(final double phase) {
        return shapes.length == 1 ? 0 : (int) (Noise.fraction(phase) * shapes.length) % shapes.length;
    }

    @Override
    public double trace(final Ray ray, final double from, final double to, final double phase) {
        double t = bounds.enter(ray, from, to);
        if (t > to) {
            return Double.POSITIVE_INFINITY;
        }
        final double end = Math.min(to, bounds.leave(ray));
        final Field field = fields[index(phase)];
        for (int i = 0; i < STEPS && t < end; i++) {
            final double d = field.at(ray.ox + ray.dx * t, ray.oy + ray.dy * t, ray.oz + ray.dz * t);
            if (d < 0.003 + 0.0002 * t) {
                return t;
            }
            t += d * 0.92;
        }
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public void paint(
            final Ray ray, final double distance, final double footprint, final double phase, final Surface surface) {
        final double x = ray.ox + ray.dx * distance;
        final double y = ray.oy + ray.dy * distance;
        final double z = ray.oz + ray.dz * distance;
        final Shape shape = shapes[index(phase)];
        final double e = Math.max(0.006, footprint * 0.5);
        final double a = shape.distance(x + e, y - e, z - e);
        final double b = shape.distance(x - e, y - e, z + e);
        final double c = shape.distance(x - e, y + e, z - e);
        final double d = shape.distance(x + e, y + e, z + e);
        surface.normal(a - b - c + d, -a - b + c + d, -a + b - c + d + 1e-9);
        surface.open = 0.35 + 0.65 * Noise.smooth(-0.9, 0.7, surface.ny);
        surface.open *= 0.45 + 0.55 * Noise.smooth(0, 0.5, y);
        skin.paint(x, y, z, footprint, surface);
    }

    @Override
    public double near(final double x, final double y, final double z, final double phase) {
        return bounds.holds(x, y, z, 0.8) ? fields[index(phase)].at(x, y, z) : Double.POSITIVE_INFINITY;
    }
}
