package org.objectomaly.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Renders the street by rays, a few for each pixel. Each ray has a place of its own in the pixel and a time of its own
 * while the shutter is open, so edges are smooth and what moves is blurred at no further cost.
 */
final class Renderer {
    private static final int TILE = 8;
    private static final int INSTANTS = 8;
    /** Rays of a pixel that differs little from its neighbours. */
    private static final int FIRST = 1;

    private static final double SHUTTER = 0.009;
    /** Nearer than this the road is blurred by its motion, and each ray looks for itself. */
    private static final double NEAR_GROUND = 7;

    private static final double[] AMBIENT = {0.50, 0.57, 0.67};
    private static final double[] BOUNCE = {0.20, 0.185, 0.16};

    /** Labels of the truth: what the thing covers is judged, what it half covers is not. */
    private static final byte ANOMALY = 1;

    private static final byte VOID = (byte) 255;

    private final int width;
    private final int height;
    private final int samples;
    private final List<Thing> street;
    private final Model[] models;
    private final int[] moving;
    private final ShadowMap shadows;
    private final Bonnet bonnet;

    /**
     * A renderer of the whole drive.
     *
     * @param street what is there
     * @param samples rays of a pixel where edges are, at least 1
     * @param seconds how much of the drive will be asked for
     */
    Renderer(
            final List<Thing> street, final int width, final int height, final int samples, final double seconds) {
        this.street = street;
        this.models = street.stream().map(Thing::model).toArray(Model[]::new);
        this.moving = IntStream.range(0, models.length)
                .filter(i -> street.get(i).moves())
                .toArray();
        this.width = width;
        this.height = height;
        this.samples = samples;
        this.bonnet = new Bonnet(width, height);
        this.shadows = new ShadowMap(street, Drive.z(seconds) + 130);
    }

    /** A frame's instants and, for each tile, the things that may be seen in it, nearest first. */
    private final class Scene {
        private final Moment[] instants;
        private final int[][] tiles;
        private final int[][] standing;
        private final double start;
        private final long seed;
        private final double shift;

        Scene(final double seconds, final int count, final boolean onlyUnexpected) {
            instants = new Moment[count];
            for (int i = 0; i < count; i++) {
                final double part = count == 1 ? 0 : (i + 0.5) / count - 0.5;
                instants[i] = new Moment(street, seconds + SHUTTER * part, width, height);
            }
            seed = Math.round(seconds * 1000);
            shift = Noise.hash(seed, 1);
            start = instants[0].cameraZ - 4;
            tiles = tiles(onlyUnexpected);
            standing = standing();
        }

        private int across() {
            return (width + TILE - 1) / TILE;
        }

        int[] candidates(final int x, final int y) {
            return tiles[y / TILE * across() + x / TILE];
        }

        private int[][] tiles(final boolean onlyUnexpected) {
            final int columns = across();
            final int rows = (height + TILE - 1) / TILE;
            final List<List<Integer>> lists = new ArrayList<>();
            final boolean[] wanted = new boolean[columns * rows];
            for (int i = 0; i < columns * rows; i++) {
                lists.add(new ArrayList<>());
            }
            final double[] nearest = new double[models.length];
            for (int i = 0; i < models.length; i++) {
                final double[] r = {1e9, 1e9, -1e9, -1e9};
                nearest[i] = Math.min(instants[0].cover(i, r), instants[instants.length - 1].cover(i, r));
                final int top = (int) Math.max(0, (r[1] - 3) / TILE);
                final int bottom = (int) Math.min(rows - 1.0, Math.floor((r[3] + 3) / TILE));
                final int left = (int) Math.max(0, (r[0] - 3) / TILE);
                final int right = (int) Math.min(columns - 1.0, Math.floor((r[2] + 3) / TILE));
                for (int y = top; y <= bottom; y++) {
                    for (int x = left; x <= right; x++) {
                        lists.get(y * columns + x).add(i);
                        wanted[y * columns + x] |= street.get(i).kind() == Kind.UNEXPECTED;
                    }
                }
            }
            final int[][] sorted = new int[lists.size()][];
            for (int i = 0; i < sorted.length; i++) {
                final List<Integer> list = onlyUnexpected && !wanted[i] ? List.of() : lists.get(i);
                sorted[i] = list.stream()
                        .sorted((a, b) -> Double.compare(nearest[a], nearest[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
            return sorted;
        }

        /** Things that may darken the ground below them, by every two metres of the street. */
        private int[][] standing() {
            final int[][] lists = new int[40][];
            for (int i = 0; i < lists.length; i++) {
                final double z = start + 2 * i + 1;
                lists[i] = IntStream.range(0, models.length)
                        .filter(thing ->
                                !(models[thing] instanceof House) && Math.abs(instants[0].placeZ(thing) - z) < 4.6)
                        .toArray();
            }
            return lists;
        }
    }

    /** What one thread needs for its rays. */
    private static final class Worker {
        private final Ray ray = new Ray();
        private final Ray local = new Ray();
        private final Ray beam = new Ray();
        private final Surface surface = new Surface();
        private final Surface ground = new Surface();
        private final double[] light = new double[3];
        private final double[] mirrored = new double[3];
        private long random;
        private int met;
        private double distance;
        /** Whether the ground in this pixel has its colour: far away, the rays of a pixel share it. */
        private boolean painted;

        double next() {
            random = random * 6364136223846793005L + 1442695040888963407L;
            return ((random >>> 33) ^ (random >>> 47)) * 0x1p-31 % 1;
        }
    }

    /**
     * Renders what the lens throws onto the sensor.
     *
     * @param seconds from the start of the drive, the middle of the exposure
     * @return linear light, red, green and blue of each pixel, {@code [H,W,3]}
     */
    float[] light(final double seconds) {
        final Scene scene = new Scene(seconds, INSTANTS, false);
        final float[] first = new float[3 * width * height];
        final boolean[] leaves = new boolean[width * height];
        byTiles((worker, x, y) -> {
            expose(scene, worker, x, y, 0, FIRST, first);
            leaves[y * width + x] = worker.met >= 0 && models[worker.met] instanceof Foliage;
        });
        final float[] picture = first.clone();
        byTiles((worker, x, y) -> {
            if (busy(first, x, y) && !within(leaves, x, y)) {
                expose(scene, worker, x, y, FIRST, samples, picture);
            }
        });
        return picture;
    }

    @FunctionalInterface
    private interface Task {
        void pixel(Worker worker, int x, int y);
    }

    private void byTiles(final Task task) {
        IntStream.range(0, (height + TILE - 1) / TILE).parallel().forEach(row -> {
            final Worker worker = new Worker();
            for (int y = row * TILE; y < Math.min(height, (row + 1) * TILE); y++) {
                for (int x = 0; x < width; x++) {
                    task.pixel(worker, x, y);
                }
            }
        });
    }

    /** Whether all around a pixel are leaves, whose unrest no number of rays would calm. */
    private boolean within(final boolean[] leaves, final int x, final int y) {
        final int at = y * width + x;
        return leaves[at]
                && leaves[x > 0 ? at - 1 : at]
                && leaves[x + 1 < width ? at + 1 : at]
                && leaves[y > 0 ? at - width : at]
                && leaves[y + 1 < height ? at + width : at];
    }

    /** Whether a pixel differs so much from its neighbours that an edge may run through it. */
    private boolean busy(final float[] picture, final int x, final int y) {
        float darkest = Float.MAX_VALUE;
        float brightest = 0;
        for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
            for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
                final float green = picture[3 * (v * width + u) + 1];
                darkest = Math.min(darkest, green);
                brightest = Math.max(brightest, green);
            }
        }
        return brightest > darkest * 1.5f + 0.03f;
    }

    /** Adds rays to a pixel that has some, so that it is the mean of all. */
    private void expose(
            final Scene scene,
            final Worker w,
            final int x,
            final int y,
            final int from,
            final int to,
            final float[] picture) {
        final int[] candidates = scene.candidates(x, y);
        w.random = (long) (Noise.hash(scene.seed * 4096 + y, x + 8192L * from) * 0x1p53);
        w.next();
        // Neighbours differ as much as they can, so that what noise is left is fine and lens and codec take it away.
        final double turn = Noise.fraction(52.9829189 * Noise.fraction(0.06711056 * x + 0.00583715 * y) + scene.shift);
        final int at = 3 * (y * width + x);
        double r = picture[at] * from;
        double g = picture[at + 1] * from;
        double b = picture[at + 2] * from;
        w.painted = false;
        for (int i = from; i < to; i++) {
            // Spread within the pixel by a rotated lattice.
            final double u = Noise.fraction(0.25 + 0.5 * (i % 2) + 0.19 * (i / 2) + turn);
            final double v = Noise.fraction(i * 0.618 + turn * 7);
            final Moment moment = scene.instants[(int) (Noise.fraction(i * 0.382 + turn * 3) * INSTANTS)];
            moment.sight(x + u, y + v, w.ray);
            if (bonnet.covers(x + u, y + v)) {
                bonnet.look(x + u, y + v, w.ray, w.light);
            } else {
                look(scene, moment, candidates, w);
            }
            r += w.light[0];
            g += w.light[1];
            b += w.light[2];
        }
        picture[at] = (float) (r / to);
        picture[at + 1] = (float) (g / to);
        picture[at + 2] = (float) (b / to);
    }

    /** The nearest thing along the worker's ray: its number, -1 for the ground, -2 for the sky. */
    private void meet(final Moment moment, final int[] candidates, final Worker w) {
        w.distance = Ground.trace(w.ray);
        w.met = w.distance < 700 ? -1 : -2;
        for (final int thing : candidates) {
            moment.into(thing, w.ray, w.local);
            final double t = models[thing].trace(w.local, 0.05, w.distance, moment.phase(thing));
            if (t < w.distance) {
                w.distance = t;
                w.met = thing;
            }
        }
    }

    private void look(final Scene scene, final Moment moment, final int[] candidates, final Worker w) {
        meet(moment, candidates, w);
        final Ray ray = w.ray;
        if (w.met == -2) {
            Sky.look(ray.dx, ray.dy, ray.dz, w.light);
            return;
        }
        Surface s = w.surface;
        s.reset();
        final double t = w.distance;
        final double x = ray.ox + ray.dx * t;
        final double y = ray.oy + ray.dy * t;
        final double z = ray.oz + ray.dz * t;
        final double footprint = moment.pixel() * t;
        if (w.met == -1) {
            if (!w.painted || t < NEAR_GROUND) {
                // Looked at from so low a place, a pixel is long along the road.
                final Surface road = w.ground;
                road.reset();
                Ground.paint(x, y, z, footprint * Math.min(4, 0.5 + 0.35 / -ray.dy), road);
                road.open *= contact(scene, moment, x, y, z);
                w.painted = true;
            }
            s = w.ground;
        } else {
            moment.into(w.met, ray, w.local);
            models[w.met].paint(w.local, t, footprint, moment.phase(w.met), s);
            moment.outOf(w.met, s);
        }
        shine(moment, w, s, x, y, z);
        Sky.haze(t, w.light);
    }

    /** How much of the sky a place on the ground sees past what stands on it. */
    private double contact(final Scene scene, final Moment moment, final double x, final double y, final double z) {
        final int bucket = (int) ((z - scene.start) / 2);
        double open = 1;
        if (bucket >= 0 && bucket < scene.standing.length) {
            for (final int thing : scene.standing[bucket]) {
                final double d = moment.near(thing, x, y + 0.22, z);
                if (d < 0.75) {
                    final double close = 1 - Math.max(0, d) / 0.75;
                    open *= 1 - 0.82 * close * close;
                }
            }
        }
        return open * (0.62 + 0.38 * Noise.smooth(-9, -4, x));
    }

    /** Sun, sky, what the ground throws back, what is mirrored, and own light. */
    private void shine(
            final Moment moment, final Worker w, final Surface s, final double x, final double y, final double z) {
        final double facing = s.nx * Sky.SUN_X + s.ny * Sky.SUN_Y + s.nz * Sky.SUN_Z;
        double sun = Math.max(0, facing) + s.thin * Math.max(0, 0.6 - facing);
        if (sun > 0) {
            sun *= sunlight(moment, w, x + 0.04 * s.nx, y + 0.04 * s.ny, z + 0.04 * s.nz);
        }
        final double above = s.open * (0.5 + 0.5 * s.ny);
        final double below = (0.35 + 0.65 * s.open) * (0.5 - 0.5 * s.ny);
        for (int c = 0; c < 3; c++) {
            final double albedo = c == 0 ? s.red : c == 1 ? s.green : s.blue;
            w.light[c] = albedo * (Sky.SUNLIGHT[c] * sun + AMBIENT[c] * (above + 0.12) + BOUNCE[c] * below + s.glow);
        }
        if (s.gloss > 0) {
            mirror(w, s, sun > 0);
        }
    }

    private static void mirror(final Worker w, final Surface s, final boolean sunny) {
        final Ray ray = w.ray;
        final double into = ray.dx * s.nx + ray.dy * s.ny + ray.dz * s.nz;
        final double rx = ray.dx - 2 * into * s.nx;
        final double ry = ray.dy - 2 * into * s.ny;
        final double rz = ray.dz - 2 * into * s.nz;
        if (s.gloss > 0.02) {
            Sky.mirror(rx, ry, rz, w.mirrored);
        } else {
            // So dull a surface mirrors the mean of the sky at most.
            w.mirrored[0] = 0.8;
            w.mirrored[1] = 0.83;
            w.mirrored[2] = 0.87;
        }
        final double flat = Math.max(0, 1 + Math.min(0, into));
        final double much = Math.min(0.9, s.gloss * (1 + 11 * flat * flat * flat * flat * flat));
        final double glint = sunny ? rx * Sky.SUN_X + ry * Sky.SUN_Y + rz * Sky.SUN_Z : 0;
        final double spark = s.gloss > 0.03 && glint > 0.95 ? 14 * Math.pow(glint, 350) : 0;
        for (int c = 0; c < 3; c++) {
            w.light[c] += (w.mirrored[c] * Math.min(1, 0.4 + s.open) - w.light[c]) * much + spark * s.gloss * 8;
        }
    }

    /** How much of the sun a place sees past what stands and past what moves. */
    private double sunlight(final Moment moment, final Worker w, final double x, final double y, final double z) {
        final double lit = shadows.lit(x, y, z);
        if (lit == 0) {
            return 0;
        }
        w.beam.set(x, y, z, Sky.SUN_X + 0.02 * (w.next() - 0.5), Sky.SUN_Y, Sky.SUN_Z + 0.02 * (w.next() - 0.5));
        for (final int thing : moving) {
            if (Math.abs(moment.placeZ(thing) - z) < 5.5) {
                moment.into(thing, w.beam, w.local);
                if (models[thing].trace(w.local, 0.06, 8, moment.phase(thing)) < 8) {
                    return 0;
                }
            }
        }
        return lit;
    }

    /**
     * The ground truth of a frame at the middle of its exposure.
     *
     * @return 0 for ordinary, 1 where an unexpected thing covers nearly the whole pixel, 255 where it covers a part
     */
    byte[] truth(final double seconds) {
        final Scene scene = new Scene(seconds, 1, true);
        final byte[] middles = new byte[width * height];
        byTiles((worker, x, y) -> {
            if (scene.candidates(x, y).length > 0) {
                middles[y * width + x] = strange(scene, worker, x + 0.5, y + 0.5) ? ANOMALY : 0;
            }
        });
        final byte[] labels = middles.clone();
        byTiles((worker, x, y) -> {
            if (border(middles, x, y)) {
                labels[y * width + x] = label(scene, worker, x, y);
            }
        });
        return labels;
    }

    private boolean border(final byte[] labels, final int x, final int y) {
        final byte here = labels[y * width + x];
        for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
            for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
                if (labels[v * width + u] != here) {
                    return true;
                }
            }
        }
        return false;
    }

    private byte label(final Scene scene, final Worker w, final int x, final int y) {
        int covered = 0;
        for (int part = 0; part < 9; part++) {
            covered += strange(scene, w, x + (part % 3 + 0.5) / 3, y + (part / 3 + 0.5) / 3) ? 1 : 0;
        }
        return covered >= 7 ? ANOMALY : covered > 2 ? VOID : 0;
    }

    private boolean strange(final Scene scene, final Worker w, final double column, final double row) {
        if (bonnet.covers(column, row)) {
            return false;
        }
        scene.instants[0].sight(column, row, w.ray);
        final int x = (int) Math.min(width - 1.0, column);
        meet(scene.instants[0], scene.candidates(x, (int) row), w);
        return w.met >= 0 && street.get(w.met).kind() == Kind.UNEXPECTED;
    }

    /**
     * What each pixel of a frame shows at the middle of the exposure.
     *
     * @return numbers of {@link Kind}
     */
    byte[] kinds(final double seconds) {
        final Scene scene = new Scene(seconds, 1, false);
        final byte[] kinds = new byte[width * height];
        byTiles((worker, x, y) -> kinds[y * width + x] = (byte) kind(scene, worker, x, y).ordinal());
        return kinds;
    }

    private Kind kind(final Scene scene, final Worker w, final int x, final int y) {
        if (bonnet.covers(x + 0.5, y + 0.5)) {
            return Kind.CAR;
        }
        scene.instants[0].sight(x + 0.5, y + 0.5, w.ray);
        meet(scene.instants[0], scene.candidates(x, y), w);
        if (w.met >= 0) {
            return street.get(w.met).kind();
        }
        return w.met == -2 ? Kind.SKY : Ground.kind(w.ray.ox + w.ray.dx * w.distance);
    }
}
