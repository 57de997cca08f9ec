package org.objectomaly.sample;

/** A house along the street: walls, a roof, and a front with windows, doors and shops, each house with its own. */
final class House implements Model {
    private static final double DEPTH = 9;
    private static final double EAVES = 0.35;
    private static final double SLOPE = 0.75;
    private static final double RECESS = 0.16;
    private static final double[][] WALLS = {
        {0.50, 0.46, 0.38},
        {0.42, 0.34, 0.25},
        {0.36, 0.35, 0.33},
        {0.52, 0.50, 0.46},
        {0.30, 0.135, 0.09},
        {0.25, 0.125, 0.085},
        {0.44, 0.40, 0.28},
        {0.34, 0.28, 0.24},
        {0.40, 0.42, 0.42}
    };

    private final int number;
    private final int side;
    private final double front;
    private final double z0;
    private final double z1;
    private final double height;
    private final double bay;
    private final double storey;
    private final double base;
    private final boolean shop;
    private final boolean brick;
    private final double[] wall;
    private final Bounds bounds;

    /**
     * A house.
     *
     * @param number what makes it differ from its neighbours
     * @param front x of its front wall, below 0 on the left of the street
     * @param shops whether there may be a shop on the ground floor
     */
    House(final int number, final double front, final double z0, final double z1, final boolean shops) {
        this.number = number;
        this.side = front < 0 ? -1 : 1;
        this.front = front;
        this.z0 = z0;
        this.z1 = z1;
        this.shop = shops && chance(1) < 0.6;
        this.storey = 2.8 + 0.5 * chance(2);
        this.base = shop ? 3.5 : 0.7 + 0.4 * chance(3);
        final int storeys = (shops ? 2 : 1) + (int) (2 * chance(4));
        this.height = base + storeys * storey + 0.4;
        final int bays = Math.max(1, (int) Math.round((z1 - z0) / (2.3 + 0.9 * chance(5))));
        this.bay = (z1 - z0) / bays;
        final int kind = (int) (WALLS.length * chance(6));
        this.wall = WALLS[kind];
        this.brick = kind == 4 || kind == 5;
        final double back = front + side * DEPTH;
        final double top = height + SLOPE * (DEPTH / 2 + EAVES);
        this.bounds =
                new Bounds(Math.min(front - side * EAVES, back), 0, z0, Math.max(front - side * EAVES, back), top, z1);
    }

    private double chance(final int what) {
        return Noise.hash(number, 1000 + what);
    }

    @Override
    public Bounds bounds() {
        return bounds;
    }

    @Override
    public double trace(final Ray ray, final double from, final double to, final double phase) {
        return Math.min(walls(ray, from, to), roof(ray, from, to));
    }

    private double walls(final Ray ray, final double from, final double to) {
        final double back = front + side * DEPTH;
        final double xa = (front - ray.ox) / ray.dx;
        final double xb = (back - ray.ox) / ray.dx;
        final double za = (z0 - ray.oz) / ray.dz;
        final double zb = (z1 - ray.oz) / ray.dz;
        final double ya = -ray.oy / ray.dy;
        final double yb = (height - ray.oy) / ray.dy;
        final double near = Math.max(from, Math.max(Math.min(xa, xb), Math.max(Math.min(ya, yb), Math.min(za, zb))));
        final double far = Math.min(to, Math.min(Math.max(xa, xb), Math.min(Math.max(ya, yb), Math.max(za, zb))));
        return near < far ? near : Double.POSITIVE_INFINITY;
    }

    /** A prism on top of the walls: below both slopes, above the eaves, between the gables. */
    private double roof(final Ray ray, final double from, final double to) {
        double near = from;
        double far = to;
        final double ridge = front + side * DEPTH / 2;
        final double top = height + SLOPE * DEPTH / 2;
        for (int plane = 0; plane < 5; plane++) {
            final double slope;
            final double room;
            if (plane < 2) {
                final double lean = plane == 0 ? SLOPE : -SLOPE;
                slope = ray.dy + lean * ray.dx;
                room = top - ray.oy - lean * (ray.ox - ridge);
            } else if (plane == 2) {
                slope = -ray.dy;
                room = ray.oy - height + SLOPE * EAVES;
            } else {
                slope = plane == 3 ? ray.dz : -ray.dz;
                room = plane == 3 ? z1 - ray.oz : ray.oz - z0;
            }
            final double t = room / slope;
            if (slope > 0) {
                far = Math.min(far, t);
            } else {
                near = Math.max(near, t);
            }
        }
        return near < far ? near : Double.POSITIVE_INFINITY;
    }

    @Override
    public void paint(
            final Ray ray, final double distance, final double footprint, final double phase, final Surface s) {
        final double x = ray.ox + ray.dx * distance;
        final double y = ray.oy + ray.dy * distance;
        final double z = ray.oz + ray.dz * distance;
        final double roofAt = height + SLOPE * (DEPTH / 2 - Math.abs(x - front - side * DEPTH / 2));
        final boolean gable = z < z0 + 0.002 || z > z1 - 0.002;
        if (y > roofAt - 0.01 && !gable && y > height - SLOPE * EAVES - 0.001) {
            tiles(x, z, footprint, s);
        } else if (gable) {
            s.normal(0, 0, z < z0 + 0.002 ? -1 : 1);
            plaster(x, y, footprint, s);
        } else if (Math.abs(x - front) < 0.004) {
            s.normal(-side, 0, 0);
            plaster(z, y, footprint, s);
            face(ray, z, y, footprint, s);
        } else {
            s.normal(0, -1, 0);
            s.grey(0.22);
        }
        s.open *= 0.55 + 0.25 * Noise.smooth(0, 5, y);
        s.open *= 0.6 + 0.4 * Noise.smooth(0, 0.9, y);
    }

    private void tiles(final double x, final double z, final double footprint, final Surface s) {
        final double ridge = front + side * DEPTH / 2;
        s.normal(x < ridge ? -SLOPE : SLOPE, 1, 0);
        final double row = Math.abs(x - ridge) * 1.25 / 0.28;
        final double seen = Noise.clamp(1.3 - footprint * 7);
        final double lip = 1 - 0.5 * seen * Noise.smooth(0.75, 1, Noise.fraction(row));
        final double each = Noise.hash(Noise.floor(row), Noise.floor(z / 0.22) + 77L) - 0.5;
        final double age = Noise.cloud(x * 0.8, z * 0.8, 5, footprint);
        final double tone = lip * (1 + 0.4 * seen * each) * (0.6 + 0.8 * age);
        if (chance(7) < 0.55) {
            s.colour(0.17 * tone, 0.085 * tone, 0.06 * tone);
        } else {
            s.colour(0.085 * tone, 0.087 * tone, 0.095 * tone);
        }
    }

    private void plaster(final double u, final double v, final double footprint, final Surface s) {
        final double dirt = Noise.cloud(u * 0.7 + number * 13, v * 0.25, 5, footprint * 0.7);
        final double grain = Noise.cloud(u * 14, v * 14, 3, footprint * 14);
        double tone = 0.58 + 0.45 * dirt + 0.22 * grain;
        tone *= 0.72 + 0.28 * Noise.smooth(0, 1.2, v + 0.8 * dirt);
        if (brick) {
            final int course = Noise.floor(v / 0.085);
            final double along = u / 0.25 + 0.5 * (course & 1);
            final double seen = Noise.clamp(1.4 - footprint * 26);
            final double mortar = Math.max(
                    Noise.smooth(0.12, 0.06, Noise.fraction(v / 0.085)),
                    Noise.smooth(0.05, 0.03, Noise.fraction(along)));
            tone *= 1 + seen * 0.5 * (Noise.hash(course, Noise.floor(along)) - 0.5);
            s.colour(wall[0] * tone, wall[1] * tone, wall[2] * tone);
            s.cover(0.3 * tone, 0.28 * tone, 0.25 * tone, seen * mortar * 0.7);
        } else {
            s.colour(wall[0] * tone, wall[1] * tone, wall[2] * tone);
        }
    }

    private void face(final Ray ray, final double z, final double y, final double footprint, final Surface s) {
        // The shade of the eaves, bands between storeys, and pipes at the edges.
        s.scale(1 - 0.45 * Noise.smooth(height - 0.9, height - 0.15, y));
        if (y > height - 0.22) {
            s.cover(0.42, 0.41, 0.38, 0.8);
            s.scale(0.55 + 0.45 * Noise.smooth(height - 0.1, height - 0.2, y));
        }
        final double edge = Math.min(z - z0, z1 - z);
        if (edge < 0.14 && footprint < 0.05 && chance(8) < 0.7) {
            s.grey(edge > 0.04 && edge < 0.12 ? 0.13 : 0.05);
            return;
        }
        if (y < 0.45 && !shop) {
            s.cover(0.16, 0.155, 0.15, 0.75);
        }
        final int column = Math.min(Noise.floor((z - z0) / bay), (int) Math.round((z1 - z0) / bay) - 1);
        final double u = z - z0 - (column + 0.5) * bay;
        if (shop && y < base) {
            shopFront(ray, z, u, y, column, footprint, s);
            return;
        }
        final int floor = Noise.floor((y - base) / storey);
        if (y < base || y > base + storey * Math.floor((height - base) / storey)) {
            band(y - base, s);
            return;
        }
        final double v = y - base - floor * storey;
        band(shop || floor > 0 ? v : 1, s);
        final boolean door = !shop && floor == 0 && column == (int) (chance(9) * 2.99);
        final double half = door ? 0.5 : 0.42 + 0.22 * chance(10);
        final double low = door ? -base : 0.75;
        final double high = door ? 1.5 : 0.75 + 1.25 + 0.35 * chance(11);
        opening(ray, z, u, v, half, low, high, door, Noise.hash(number * 64L + floor, column), footprint, s);
    }

    private void band(final double v, final Surface s) {
        if (chance(12) < 0.5 && v > -0.02 && v < 0.2) {
            s.scale(v < 0.03 ? 0.55 : 1.2);
        }
    }

    /** A window or a door, set back into the wall; the side that one sees into shows the thickness of the wall. */
    private void opening(
            final Ray ray,
            final double z,
            final double u,
            final double v,
            final double half,
            final double low,
            final double high,
            final boolean door,
            final double luck,
            final double footprint,
            final Surface s) {
        final double beside = Math.abs(u) - half;
        if (beside > 0.16 || v < low - 0.16 || v > high + 0.2) {
            return;
        }
        if (beside > 0 || v < low || v > high) {
            surround(v, low, high, s);
            return;
        }
        final double deep = RECESS / Math.abs(ray.dx);
        final double u2 = u + ray.dz * deep;
        final double v2 = v + ray.dy * deep;
        if (Math.abs(u2) > half || v2 > high || v2 < low) {
            s.normal(0, v2 > high ? -1 : 0.2, u2 > half ? -1 : 1);
            s.scale(v2 > high ? 0.4 : 0.75);
            return;
        }
        final double frame = 0.055;
        final boolean bars = Math.abs(u2) > half - frame
                || v2 > high - frame
                || v2 < low + frame
                || Math.abs(u2) < 0.03 && chance(13) < 0.75
                || Math.abs(v2 - low - (high - low) * 0.68) < 0.025 && chance(14) < 0.5;
        final double shade = 0.6 + 0.4 * Noise.smooth(high, high - 0.35, v2);
        if (door) {
            final double panel = Math.abs(Math.abs(u2) - half / 2) < 0.16 && Noise.fraction(v2 * 1.3) > 0.2 ? 0.8 : 1;
            final double tone = shade * panel;
            s.colour(
                    (0.05 + 0.2 * chance(15)) * tone,
                    (0.05 + 0.1 * chance(16)) * tone,
                    (0.05 + 0.1 * chance(17)) * tone);
            s.gloss = 0.02;
        } else if (bars) {
            final double tone = shade * (chance(18) < 0.7 ? 0.5 : 0.12);
            s.colour(tone, tone * 0.98, tone * 0.94);
        } else {
            pane(z + ray.dz * deep, u2 / half, (v2 - low) / (high - low), luck, shade, s);
        }
    }

    private void surround(final double v, final double low, final double high, final Surface s) {
        if (v < low) {
            s.cover(0.4, 0.39, 0.36, 0.7);
            s.scale(v > low - 0.07 ? 1.15 : 0.6);
        } else if (chance(19) < 0.6) {
            s.cover(0.48, 0.46, 0.42, 0.75);
            s.scale(v > high + 0.16 ? 0.8 : 1);
        }
    }

    private static void pane(
            final double z, final double u, final double v, final double luck, final double shade, final Surface s) {
        final double folds = 0.75 + 0.25 * Math.sin(z * 38 + 3 * Math.sin(z * 7));
        double tone = 0.018 + 0.03 * luck;
        if (luck > 0.45 && Math.abs(u) > 0.55 - 0.4 * (luck - 0.45)) {
            tone = 0.22 * folds;
        } else if (luck < 0.2 && v > 0.45 + luck) {
            tone = 0.26;
        }
        s.colour(tone * shade, tone * shade * 0.99, tone * shade * 0.95);
        s.gloss = 0.07;
        // Old panes are not quite flat.
        s.normal(s.nx, 0.02 * Math.sin(z * 3 + luck * 40), 0.02 * Math.sin(v * 5 + luck * 90));
    }

    private void shopFront(
            final Ray ray,
            final double z,
            final double u,
            final double y,
            final int column,
            final double footprint,
            final Surface s) {
        final double r = 0.06 + 0.34 * chance(20) * chance(20);
        final double g = 0.06 + 0.16 * chance(21);
        final double b = 0.06 + 0.3 * chance(22) * chance(22);
        if (y > 2.75) {
            // The sign: strokes like letters, too far away to be read.
            final double board = y < 3.3 ? 1 : 0.45;
            s.colour(r * board, g * board, b * board);
            final double run = z * 5.2;
            final boolean word = Noise.hash(Noise.floor(z / 2.1), number) > 0.35 && edgeOf(z) > 0.8;
            final double glyph = Noise.cloud(run, y * 6, 2, footprint * 5);
            final double letters = word && y > 2.88 && y < 3.2 && Noise.fraction(run / 1.15) > 0.2
                    ? Noise.smooth(0.5, 0.58, glyph)
                    : 0;
            s.cover(0.6, 0.58, 0.5, letters * 0.85);
            return;
        }
        if (Math.abs(u) > bay / 2 - 0.2 || y < 0.45) {
            s.colour(r * 0.8, g * 0.8, b * 0.8);
            s.scale(0.8 + 0.4 * Noise.cloud(z * 6, y * 6, 3, footprint * 6));
            return;
        }
        final double deep = 0.5 / Math.max(0.15, Math.abs(ray.dx));
        final double zi = z + ray.dz * deep;
        final double yi = y + ray.dy * deep;
        // Wares on shelves, dark between them, and lamps further in.
        final int shelf = Noise.floor(yi / 0.42);
        final int item = Noise.floor(zi / (0.16 + 0.2 * Noise.hash(shelf, column)));
        final double luck = Noise.hash(item * 31L + shelf, number);
        final boolean ware = Noise.fraction(yi / 0.42) < 0.3 + 0.5 * luck && yi < 1.75 && luck > 0.35;
        final double lit = (ware ? 0.03 + 0.14 * luck : 0.02) * (0.5 + 0.8 * chance(23));
        s.colour(
                lit * (0.6 + Noise.hash(item, 3)),
                lit * (0.6 + Noise.hash(item, 4)),
                lit * (0.6 + Noise.hash(item, 5)));
        if (yi > 2.2 && Noise.fraction(zi * 0.6) < 0.35 && Math.abs(yi - 2.35) < 0.04) {
            s.glow = 25 * chance(24);
        }
        if (Math.abs(u) < 0.035 || y > 2.6) {
            s.grey(0.09);
        } else {
            s.gloss = 0.08;
        }
    }

    private double edgeOf(final double z) {
        return Math.min(z - z0, z1 - z);
    }
}
