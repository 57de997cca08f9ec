import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Renders a short drive along a street with something unexpected on the road, all by formula: a scene that belongs to
 * this project alone, to try it with and to show it by.
 *
 * <p>Every pixel is a ray from a camera 1.4 m above the road: it meets the ground, a house front or one of the upright
 * things that stand in the street. Writes uncompressed video (YUV4MPEG2, 4:2:0, BT.709, limited range) to standard
 * output.
 *
 * <pre>
 * java samples/RoadScene.java 1280 720 75 25 > street.y4m
 * ./objectomaly process street.y4m -o street.mp4
 * </pre>
 *
 * <p>With {@code truth} as fifth word it writes the masks of the same frames instead, luma 1 where the unexpected thing
 * is seen and 0 elsewhere:
 *
 * <pre>
 * java samples/RoadScene.java 1280 720 75 25 truth > truth.y4m
 * ./objectomaly eval street.y4m --truth truth.y4m
 * </pre>
 */
public final class RoadScene {
    private static final double CAMERA_HEIGHT = 1.4;
    private static final double SPEED = 7.0;
    private static final double FAR = 160;
    private static final double KERB = 5.2;
    private static final double FRONT = 9.5;
    private static final double HAZE = 220;

    /** What stands upright in the street: an outline painted on a plane that faces the camera. */
    private record Thing(double x, double z, double width, double height, Shape shape, double drift) {
        /** Nobody expects a cow on a road. */
        boolean unexpected() {
            return shape == COW;
        }
    }

    /** What a ray meets. */
    private record Sight(double[] colour, boolean unexpected) {}

    /** Colour of a point of a thing, u to the right and v upwards in 0..1; null where it is see-through. */
    @FunctionalInterface
    private interface Shape {
        double[] at(double u, double v);
    }

    private static final Shape COW = RoadScene::cow;

    private final int width;
    private final int height;
    private final boolean truth;
    private final double focal;
    private final double horizon;
    private final List<Thing> things = List.of(
            new Thing(-2.0, 34, 1.9, 1.5, RoadScene::car, 4.5),
            new Thing(2.6, 92, 1.9, 1.5, RoadScene::oncoming, -6),
            new Thing(-4.3, 46, 1.8, 1.5, RoadScene::oncoming, 0),
            new Thing(-4.3, 58, 1.8, 1.5, RoadScene::car, 0),
            new Thing(1.1, 36, 2.5, 1.7, COW, 0),
            new Thing(6.6, 30, 4.4, 6.5, RoadScene::tree, 0),
            new Thing(-7.0, 52, 4.6, 7.0, RoadScene::tree, 0),
            new Thing(6.9, 74, 4.8, 7.4, RoadScene::tree, 0),
            new Thing(-6.9, 96, 4.6, 7.0, RoadScene::tree, 0),
            new Thing(6.0, 56, 0.16, 6.0, (u, v) -> new double[] {92, 94, 98}, 0),
            new Thing(-6.0, 80, 0.16, 6.0, (u, v) -> new double[] {92, 94, 98}, 0));

    private RoadScene(final int width, final int height, final boolean truth) {
        this.truth = truth;
        this.width = width / 2 * 2;
        this.height = height / 2 * 2;
        this.focal = width * 0.82;
        this.horizon = height * 0.44;
    }

    public static void main(final String[] arguments) throws IOException {
        final boolean truth = arguments.length > 4 && arguments[4].equals("truth");
        final RoadScene scene = new RoadScene(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), truth);
        final int frames = Integer.parseInt(arguments[2]);
        final double fps = Double.parseDouble(arguments[3]);
        try (OutputStream out = new BufferedOutputStream(System.out, 1 << 20)) {
            out.write(("YUV4MPEG2 W" + scene.width + " H" + scene.height + " F" + Math.round(fps) + ":1 Ip A1:1 C420mpeg2"
                            + " XCOLORRANGE=LIMITED\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int frame = 0; frame < frames; frame++) {
                out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
                if (truth) {
                    scene.writeMask(scene.render(frame / fps), out);
                } else {
                    scene.writeYuv(scene.render(frame / fps), out);
                }
            }
        }
    }

    /** The mask as luma, without colour. */
    private void writeMask(final byte[] rgb, final OutputStream out) throws IOException {
        final byte[] luma = new byte[width * height];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = rgb[3 * i];
        }
        out.write(luma);
        final byte[] grey = new byte[width * height / 2];
        Arrays.fill(grey, (byte) 128);
        out.write(grey);
    }

    /** BT.709 in limited range, chroma the mean of two by two pixels. */
    private void writeYuv(final byte[] rgb, final OutputStream out) throws IOException {
        final byte[] luma = new byte[width * height];
        final double[] sums = new double[2 * (width / 2) * (height / 2)];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final int at = 3 * (y * width + x);
                final double r = rgb[at] & 0xFF;
                final double g = rgb[at + 1] & 0xFF;
                final double b = rgb[at + 2] & 0xFF;
                final double bright = 0.2126 * r + 0.7152 * g + 0.0722 * b;
                luma[y * width + x] = (byte) Math.round(16 + bright * 219 / 255);
                final int chroma = 2 * ((y / 2) * (width / 2) + x / 2);
                sums[chroma] += (b - bright) / 1.8556 * 224 / 255 / 4;
                sums[chroma + 1] += (r - bright) / 1.5748 * 224 / 255 / 4;
            }
        }
        out.write(luma);
        for (int plane = 0; plane < 2; plane++) {
            final byte[] samples = new byte[sums.length / 2];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (byte) Math.round(128 + sums[2 * i + plane]);
            }
            out.write(samples);
        }
    }

    private byte[] render(final double seconds) {
        final byte[] rgb = new byte[3 * width * height];
        final double travelled = SPEED * seconds;
        final double bounce = 0.006 * Math.sin(seconds * 7.3) * height / 10;
        IntStream.range(0, height).parallel().forEach(y -> {
            for (int x = 0; x < width; x++) {
                final Sight sight = look(
                        (x + 0.5 - width * 0.5) / focal, (y + 0.5 - horizon - bounce) / focal, travelled, seconds);
                final double grain = (hash(x * 7919L + y * 104729L + (long) (seconds * 1e4)) - 0.5) * 7;
                for (int c = 0; c < 3; c++) {
                    final double value = truth ? (sight.unexpected() ? 1 : 0) : sight.colour()[c] + grain;
                    rgb[3 * (y * width + x) + c] = (byte) Math.max(0, Math.min(255, value));
                }
            }
        });
        return rgb;
    }

    /** What is seen along one ray (a to the right, b downwards, 1 ahead). */
    private Sight look(final double a, final double b, final double travelled, final double seconds) {
        double z = FAR * 4;
        double[] colour = sky(a, b);
        boolean unexpected = false;
        if (b > 0) {
            z = CAMERA_HEIGHT / b;
            colour = ground(a * z, z + travelled, z);
        }
        final double front = FRONT / Math.max(1e-6, Math.abs(a));
        final double up = CAMERA_HEIGHT - b * front;
        if (front < z && up >= 0 && up < houseHeight(front + travelled, a > 0)) {
            z = front;
            colour = house(front + travelled, up, a > 0);
        }
        for (final Thing thing : things) {
            final double distance = thing.z + thing.drift * seconds - travelled;
            if (distance < 1.5 || distance > z) {
                continue;
            }
            final double u = (a * distance - thing.x) / thing.width + 0.5;
            final double v = (CAMERA_HEIGHT - b * distance) / thing.height;
            if (u >= 0 && u < 1 && v >= 0 && v < 1) {
                final double[] painted = thing.shape.at(u, v);
                if (painted != null) {
                    z = distance;
                    colour = painted;
                    unexpected = thing.unexpected();
                }
            }
            if (b > 0 && v < 0 && v > -0.12 && u > -0.05 && u < 1.05) {
                colour = scale(colour, 0.55 + 3.5 * -v);
            }
        }
        final double[] hazy = mix(new double[] {196, 206, 216}, colour, Math.exp(-z / HAZE));
        return new Sight(z > FAR * 3 ? colour : hazy, unexpected);
    }

    private static double[] sky(final double a, final double b) {
        final double high = Math.min(1, Math.max(0, -b * 1.9));
        final double cloud = Math.max(0, noise(a * 5 + 40, b * 11 + 3) - 0.5) * 2;
        return mix(mix(new double[] {214, 222, 230}, new double[] {104, 150, 206}, high), WHITE, cloud * 0.7);
    }

    private static final double[] WHITE = {244, 245, 246};

    private static double[] ground(final double x, final double z, final double distance) {
        final double fine = distance < 40 ? noise(x * 9, z * 9) : 0.5;
        final double coarse = noise(x * 0.9, z * 0.35);
        if (Math.abs(x) < KERB) {
            final double worn = 82 + 16 * coarse + 14 * (fine - 0.5) + 6 * Math.exp(-sq((Math.abs(x) - 1.9) / 0.5));
            final boolean dash = Math.abs(x) < 0.07 && Math.floorMod((long) Math.floor(z / 3), 3L) == 0;
            final boolean edge = Math.abs(Math.abs(x) - 3.3) < 0.06;
            return dash || edge ? new double[] {214, 214, 208} : new double[] {worn, worn, worn + 4};
        }
        if (Math.abs(x) < KERB + 0.18) {
            return new double[] {158, 156, 150};
        }
        final boolean joint = frac(z / 0.9) < 0.04 || frac((Math.abs(x) - KERB) / 0.9) < 0.04;
        final double slab = (joint ? 118 : 144) + 18 * (coarse - 0.5) + 12 * (fine - 0.5);
        return new double[] {slab, slab - 3, slab - 10};
    }

    private static double houseHeight(final double z, final boolean right) {
        return 8 + 7 * hash((long) Math.floor(z / 14) * 2 + (right ? 1 : 0) + 90);
    }

    private static double[] house(final double z, final double up, final boolean right) {
        final long number = (long) Math.floor(z / 14) * 2 + (right ? 1 : 0);
        final double[] wall = {
            138 + 70 * hash(number * 3 + 11), 122 + 62 * hash(number * 3 + 11), 104 + 60 * hash(number * 5 + 2)
        };
        final double dirt = 1 - 0.16 * noise(z * 1.5, up * 1.5);
        final double u = frac(z / 2.8);
        final double v = frac((up - 0.6) / 3.0);
        if (up > 0.6 && u > 0.28 && u < 0.72 && v > 0.28 && v < 0.8) {
            final boolean frame = u < 0.32 || u > 0.68 || v < 0.32 || v > 0.76 || Math.abs(u - 0.5) < 0.02;
            final double glass = 46 + 50 * hash(number * 31 + (long) (up / 3) * 7 + (long) Math.floor(z / 2.8));
            return frame ? new double[] {206, 204, 198} : new double[] {glass, glass + 8, glass + 16};
        }
        return scale(wall, up < 0.6 ? 0.7 * dirt : dirt * (right ? 0.84 : 1));
    }

    /** A car from behind. */
    private static double[] car(final double u, final double v) {
        return vehicle(u, v, new double[] {152, 28, 32}, new double[] {210, 30, 24});
    }

    /** A car from the front. */
    private static double[] oncoming(final double u, final double v) {
        return vehicle(u, v, new double[] {58, 74, 104}, new double[] {250, 246, 226});
    }

    private static double[] vehicle(final double u, final double v, final double[] paint, final double[] lamp) {
        final double side = Math.abs(u - 0.5);
        if (v < 0.18) {
            return side > 0.3 && side < 0.45 ? new double[] {22, 22, 24} : null;
        }
        if (v > 0.58) {
            final double roof = 0.47 - 0.30 * (v - 0.58) / 0.42 * 0.45;
            if (side > roof || v > 0.985) {
                return null;
            }
            return side < roof - 0.06 && v > 0.62 && v < 0.93
                    ? new double[] {34 + 60 * (v - 0.6), 40 + 60 * (v - 0.6), 48 + 60 * (v - 0.6)}
                    : scale(paint, 0.9 + 0.25 * (v - 0.58));
        }
        if (side > 0.49) {
            return null;
        }
        if (side > 0.33 && v > 0.42 && v < 0.54) {
            return lamp;
        }
        if (side < 0.14 && v > 0.3 && v < 0.37) {
            return new double[] {226, 226, 214};
        }
        return v < 0.28 ? new double[] {38, 38, 40} : scale(paint, 0.75 + 0.5 * v);
    }

    /** What nobody expects on a road: a cow, from the side. */
    private static double[] cow(final double u, final double v) {
        final double shade = 0.7 + 0.45 * v + 0.2 * (noise(u * 30, v * 30) - 0.5);
        final double[] hide = noise(u * 3.1 + 7, v * 2.7 + 3) > 0.52 ? new double[] {44, 38, 36} : WHITE;
        if (Math.abs(u - 0.12 - (v - 0.84) * 0.3) < 0.012 && v > 0.82 && v < 0.95) {
            return new double[] {236, 228, 196};
        }
        if (ellipse(u - 0.12, v - 0.72, 0.11, 0.13)) {
            return scale(v < 0.66 ? new double[] {214, 160, 150} : hide, shade);
        }
        final boolean tail = Math.abs(u - 0.92 - 0.02 * Math.sin(v * 9)) < 0.012 && v > 0.3 && v < 0.7;
        if (tail || ellipse(u - 0.16, v - 0.86, 0.06, 0.04)) {
            return scale(new double[] {60, 50, 46}, shade);
        }
        final boolean neck = u > 0.13 && u < 0.34 && Math.abs(v - 0.68 - (0.25 - u) * 0.2) < 0.12;
        if (neck || ellipse(u - 0.55, v - 0.62, 0.36, 0.24)) {
            return scale(hide, shade);
        }
        for (final double leg : new double[] {0.29, 0.38, 0.72, 0.82}) {
            if (Math.abs(u - leg) < 0.028 + 0.02 * Math.max(0, v - 0.3) && v < 0.5) {
                return scale(v < 0.06 ? new double[] {40, 36, 34} : hide, shade);
            }
        }
        return null;
    }

    private static boolean ellipse(final double x, final double y, final double halfWidth, final double halfHeight) {
        return sq(x / halfWidth) + sq(y / halfHeight) < 1;
    }

    private static double[] tree(final double u, final double v) {
        final double x = u - 0.5;
        if (v < 0.42) {
            return Math.abs(x) < 0.035 + 0.02 * (0.42 - v) ? scale(new double[] {88, 70, 52}, 0.8 + 2 * (x + 0.1)) : null;
        }
        final double leaf = noise(u * 9, v * 13) * 0.6 + noise(u * 31, v * 40) * 0.4;
        final double crown = Math.hypot(x / 0.48, (v - 0.69) / 0.3);
        final double light = 0.55 + 0.75 * leaf + 0.3 * (v - 0.6);
        return crown < 0.78 + 0.34 * leaf ? scale(new double[] {62, 100, 44}, light) : null;
    }

    private static double noise(final double x, final double y) {
        double sum = 0;
        double weight = 0.5;
        double scale = 1;
        for (int octave = 0; octave < 4; octave++) {
            sum += weight * smooth(x * scale + 17.3 * octave, y * scale + 5.7 * octave);
            weight /= 2;
            scale *= 2;
        }
        return sum / 0.9375;
    }

    private static double smooth(final double x, final double y) {
        final long ix = (long) Math.floor(x);
        final long iy = (long) Math.floor(y);
        final double fx = ease(x - ix);
        final double fy = ease(y - iy);
        final double top = lerp(corner(ix, iy), corner(ix + 1, iy), fx);
        return lerp(top, lerp(corner(ix, iy + 1), corner(ix + 1, iy + 1), fx), fy);
    }

    private static double corner(final long x, final long y) {
        return hash(x * 374761393L + y * 668265263L);
    }

    private static double hash(final long number) {
        long z = number + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }

    private static double ease(final double t) {
        return t * t * (3 - 2 * t);
    }

    private static double lerp(final double from, final double to, final double t) {
        return from + (to - from) * t;
    }

    private static double frac(final double value) {
        return value - Math.floor(value);
    }

    private static double sq(final double value) {
        return value * value;
    }

    private static double[] scale(final double[] colour, final double by) {
        return new double[] {colour[0] * by, colour[1] * by, colour[2] * by};
    }

    private static double[] mix(final double[] from, final double[] to, final double t) {
        return new double[] {lerp(from[0], to[0], t), lerp(from[1], to[1], t), lerp(from[2], to[2], t)};
    }
}
