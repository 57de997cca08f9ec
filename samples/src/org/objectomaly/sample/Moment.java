package org.objectomaly.sample;

import java.util.List;
import org.objectomaly.sample.Thing.Pose;

/** Camera and things at one instant. */
final class Moment {
    /** Half of what the lens sees, as a slope: 64 degrees from side to side. */
    private static final double WIDE = Math.tan(Math.toRadians(32));

    final double cameraX;
    final double cameraY;
    final double cameraZ;
    private final double[] right;
    private final double[] up;
    private final double[] ahead;
    private final Thing[] things;
    private final Pose[] poses;
    private final double[] cos;
    private final double[] sin;
    private final double halfWidth;
    private final double halfHeight;

    Moment(final List<Thing> street, final double seconds, final int width, final int height) {
        cameraX = Drive.x(seconds);
        cameraY = Drive.y(seconds);
        cameraZ = Drive.z(seconds);
        halfWidth = width / 2.0;
        halfHeight = height / 2.0;
        final double yaw = Drive.yaw(seconds);
        final double pitch = Drive.pitch(seconds);
        final double roll = Drive.roll(seconds);
        final double cy = Math.cos(yaw);
        final double sy = Math.sin(yaw);
        final double cp = Math.cos(pitch);
        final double sp = Math.sin(pitch);
        final double cr = Math.cos(roll);
        final double sr = Math.sin(roll);
        ahead = new double[] {sy * cp, sp, cy * cp};
        final double[] level = {cy, 0, -sy};
        final double[] upright = {-sy * sp, cp, -cy * sp};
        right = new double[3];
        up = new double[3];
        for (int i = 0; i < 3; i++) {
            right[i] = cr * level[i] + sr * upright[i];
            up[i] = cr * upright[i] - sr * level[i];
        }
        things = street.toArray(Thing[]::new);
        poses = new Pose[things.length];
        cos = new double[things.length];
        sin = new double[things.length];
        for (int i = 0; i < things.length; i++) {
            poses[i] = things[i].path().apply(seconds);
            cos[i] = Math.cos(poses[i].turn());
            sin[i] = Math.sin(poses[i].turn());
        }
    }

    /** The line of sight through a place of the picture, in pixels from its upper left corner. */
    void sight(final double column, final double row, final Ray ray) {
        final double a = (column - halfWidth) / halfWidth * WIDE;
        final double b = (halfHeight - row) / halfWidth * WIDE;
        final double length = Math.sqrt(1 + a * a + b * b);
        ray.set(
                cameraX,
                cameraY,
                cameraZ,
                (ahead[0] + a * right[0] + b * up[0]) / length,
                (ahead[1] + a * right[1] + b * up[1]) / length,
                (ahead[2] + a * right[2] + b * up[2]) / length);
    }

    /** Width of a pixel at a distance of one metre. */
    double pixel() {
        return WIDE / halfWidth;
    }

    /** A ray of the street in the axes of a thing. */
    void into(final int thing, final Ray ray, final Ray local) {
        final double x = ray.ox - poses[thing].x();
        final double z = ray.oz - poses[thing].z();
        final double c = cos[thing];
        final double s = sin[thing];
        local.set(
                c * x - s * z,
                ray.oy - poses[thing].y(),
                s * x + c * z,
                c * ray.dx - s * ray.dz,
                ray.dy,
                s * ray.dx + c * ray.dz);
    }

    /** Turns a surface's normal from the axes of a thing into those of the street. */
    void outOf(final int thing, final Surface surface) {
        final double x = surface.nx;
        surface.nx = cos[thing] * x + sin[thing] * surface.nz;
        surface.nz = -sin[thing] * x + cos[thing] * surface.nz;
    }

    double phase(final int thing) {
        return poses[thing].phase();
    }

    double placeZ(final int thing) {
        return poses[thing].z();
    }

    double near(final int thing, final double x, final double y, final double z) {
        final double dx = x - poses[thing].x();
        final double dz = z - poses[thing].z();
        return things[thing]
                .model()
                .near(
                        cos[thing] * dx - sin[thing] * dz,
                        y - poses[thing].y(),
                        sin[thing] * dx + cos[thing] * dz,
                        poses[thing].phase());
    }

    /**
     * Extends a rectangle of the picture by what a thing covers.
     *
     * @param rectangle left, top, right, bottom in pixels
     * @return distance of the nearest corner ahead; infinity if the thing is behind the camera
     */
    double cover(final int thing, final double[] rectangle) {
        final Bounds box = things[thing].model().bounds();
        double nearest = Double.POSITIVE_INFINITY;
        boolean leftBehind = false;
        boolean rightBehind = false;
        for (int corner = 0; corner < 8; corner++) {
            final double lx = (corner & 1) == 0 ? box.x0() : box.x1();
            final double ly = (corner & 2) == 0 ? box.y0() : box.y1();
            final double lz = (corner & 4) == 0 ? box.z0() : box.z1();
            final double x = poses[thing].x() + cos[thing] * lx + sin[thing] * lz - cameraX;
            final double y = poses[thing].y() + ly - cameraY;
            final double z = poses[thing].z() - sin[thing] * lx + cos[thing] * lz - cameraZ;
            final double deep = ahead[0] * x + ahead[1] * y + ahead[2] * z;
            final double across = right[0] * x + right[1] * y + right[2] * z;
            if (deep < 0.2) {
                leftBehind |= across < 0;
                rightBehind |= across >= 0;
                continue;
            }
            nearest = Math.min(nearest, deep);
            final double column = halfWidth + across / deep / WIDE * halfWidth;
            final double row = halfHeight - (up[0] * x + up[1] * y + up[2] * z) / deep / WIDE * halfWidth;
            rectangle[0] = Math.min(rectangle[0], column);
            rectangle[1] = Math.min(rectangle[1], row);
            rectangle[2] = Math.max(rectangle[2], column);
            rectangle[3] = Math.max(rectangle[3], row);
        }
        if (nearest < Double.POSITIVE_INFINITY && (leftBehind || rightBehind)) {
            rectangle[0] = leftBehind ? 0 : rectangle[0];
            rectangle[2] = rightBehind ? 2 * halfWidth : rectangle[2];
            rectangle[1] = 0;
            rectangle[3] = 2 * halfHeight;
            nearest = 0;
        }
        return nearest;
    }
}
