package org.objectomaly.sample;

import java.util.List;
import java.util.stream.IntStream;

/** Where the things that stand still keep the sun away: for each sunbeam, the height at which it is first caught. */
final class ShadowMap {
    private static final double CELL = 0.1;
    private static final double LEFT = -20;
    private static final double NEAR = -12;
    private static final int COLUMNS = 420;
    private static final double TOP = 16;

    private final int rows;
    private final float[] caught;

    /**
     * Follows the sunbeams of a street.
     *
     * @param end how far along the street, in metres
     */
    ShadowMap(final List<Thing> street, final double end) {
        rows = (int) ((end - NEAR) / CELL);
        caught = new float[rows * COLUMNS];
        final Moment moment = new Moment(street, 0, 2, 2);
        final double[][] covers = new double[street.size()][];
        for (int i = 0; i < covers.length; i++) {
            covers[i] = street.get(i).moves() ? new double[] {1, 1, 0, 0} : shadow(street.get(i));
        }
        IntStream.range(0, rows / 64 + 1).parallel().forEach(band -> {
            for (int i = 0; i < covers.length; i++) {
                fill(street.get(i).model(), i, covers[i], band * 64, moment);
            }
        });
    }

    /** Left, near, right and far end of a thing's shadow on the ground, in cells. */
    private double[] shadow(final Thing thing) {
        final Bounds box = thing.model().bounds();
        final Thing.Pose pose = thing.path().apply(0);
        final double[] cover = {COLUMNS, rows, 0, 0};
        for (int corner = 0; corner < 8; corner++) {
            final double lx = (corner & 1) == 0 ? box.x0() : box.x1();
            final double y = pose.y() + ((corner & 2) == 0 ? box.y0() : box.y1());
            final double lz = (corner & 4) == 0 ? box.z0() : box.z1();
            final double x = pose.x() + Math.cos(pose.turn()) * lx + Math.sin(pose.turn()) * lz;
            final double z = pose.z() - Math.sin(pose.turn()) * lx + Math.cos(pose.turn()) * lz;
            final double column = (x - y * Sky.SUN_X / Sky.SUN_Y - LEFT) / CELL;
            final double row = (z - y * Sky.SUN_Z / Sky.SUN_Y - NEAR) / CELL;
            cover[0] = Math.min(cover[0], column);
            cover[1] = Math.min(cover[1], row);
            cover[2] = Math.max(cover[2], column + 1);
            cover[3] = Math.max(cover[3], row + 1);
        }
        return cover;
    }

    private void fill(final Model model, final int thing, final double[] cover, final int first, final Moment moment) {
        final Ray beam = new Ray();
        final Ray local = new Ray();
        final double reach = TOP / Sky.SUN_Y;
        final int from = (int) Math.max(first, cover[1]);
        final int to = (int) Math.min(Math.min(first + 64, rows), cover[3]);
        for (int row = from; row < to; row++) {
            for (int column = (int) Math.max(0, cover[0]); column < Math.min(COLUMNS, cover[2]); column++) {
                beam.set(
                        LEFT + (column + 0.5) * CELL + Sky.SUN_X * reach,
                        TOP,
                        NEAR + (row + 0.5) * CELL + Sky.SUN_Z * reach,
                        -Sky.SUN_X,
                        -Sky.SUN_Y,
                        -Sky.SUN_Z);
                moment.into(thing, beam, local);
                final double t = model.trace(local, 0, reach + 1, 0);
                if (t < reach + 1) {
                    final int at = row * COLUMNS + column;
                    caught[at] = Math.max(caught[at], (float) (TOP - t * Sky.SUN_Y));
                }
            }
        }
    }

    /** How much of the sun reaches a place, 0 to 1, soft over the width of a cell. */
    double lit(final double x, final double y, final double z) {
        final double u = (x - y * Sky.SUN_X / Sky.SUN_Y - LEFT) / CELL - 0.5;
        final double v = (z - y * Sky.SUN_Z / Sky.SUN_Y - NEAR) / CELL - 0.5;
        final int column = Noise.floor(u);
        final int row = Noise.floor(v);
        if (column < 0 || column + 1 >= COLUMNS || row < 0 || row + 1 >= rows) {
            return 1;
        }
        final double fu = u - column;
        final double fv = v - row;
        final int at = row * COLUMNS + column;
        final float free = (float) (y + 0.16);
        final double near = (caught[at] < free ? 1 - fu : 0) + (caught[at + 1] < free ? fu : 0);
        final double far = (caught[at + COLUMNS] < free ? 1 - fu : 0) + (caught[at + COLUMNS + 1] < free ? fu : 0);
        return near + (far - near) * fv;
    }
}
