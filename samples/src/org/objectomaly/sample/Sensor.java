package org.objectomaly.sample;

/** Makes of light what a cheap camera makes of it: a curve, a sharpened edge, noise, and BT.709 in limited range. */
final class Sensor {
    private final int width;
    private final int height;

    Sensor(final int width, final int height) {
        this.width = width;
        this.height = height;
    }

    /**
     * Develops a frame.
     *
     * @param light linear, {@code [H,W,3]}
     * @param exposure how long, relative to the usual
     * @param frame the noise's seed
     * @return the planes Y, U and V of 4:2:0, one behind the other
     */
    byte[] develop(final float[] light, final double exposure, final int frame) {
        final float[] soft = blurred(light);
        final float[] shown = new float[light.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                tone(soft, shown, x, y, exposure);
            }
        }
        final float[] luma = new float[width * height];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = 0.2126f * shown[3 * i] + 0.7152f * shown[3 * i + 1] + 0.0722f * shown[3 * i + 2];
        }
        return planes(shown, luma, frame);
    }

    /** What a lens of plastic leaves: every point spreads a little over its neighbours. */
    private float[] blurred(final float[] light) {
        final float[] across = new float[light.length];
        final float[] both = new float[light.length];
        final float side = 0.19f;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < 3 * width; x++) {
                final int row = 3 * y * width;
                across[row + x] = (1 - 2 * side) * light[row + x]
                        + side * (light[row + (x < 3 ? x : x - 3)] + light[row + (x + 3 < 3 * width ? x + 3 : x)]);
            }
        }
        for (int y = 0; y < height; y++) {
            final int up = 3 * width * Math.max(0, y - 1);
            final int down = 3 * width * Math.min(height - 1, y + 1);
            for (int x = 0; x < 3 * width; x++) {
                both[3 * width * y + x] =
                        (1 - 2 * side) * across[3 * width * y + x] + side * (across[up + x] + across[down + x]);
            }
        }
        return both;
    }

    private void tone(final float[] light, final float[] shown, final int x, final int y, final double exposure) {
        final double u = (x - width / 2.0) / width;
        final double v = (y - height / 2.0) / width;
        final double corner = u * u + v * v;
        final double vignette = 1 - 0.75 * corner - 0.4 * corner * corner;
        final int at = 3 * (y * width + x);
        final double r = veiled(light[at] * vignette * exposure);
        final double g = veiled(light[at + 1] * vignette * exposure);
        final double b = veiled(light[at + 2] * vignette * exposure);
        final double grey = 0.3 * r + 0.6 * g + 0.1 * b;
        shown[at] = curve(grey + 0.86 * (r - grey));
        shown[at + 1] = curve(grey + 0.88 * (g - grey));
        shown[at + 2] = curve((grey + 0.86 * (b - grey)) * 1.01);
    }

    /** The windscreen scatters a little light over everything. */
    private static double veiled(final double light) {
        return 0.66 * light + 0.006;
    }

    private static float curve(final double x) {
        final double film = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14);
        return (float) Math.pow(Noise.clamp(film), 1 / 2.2);
    }

    private byte[] planes(final float[] shown, final float[] luma, final int frame) {
        final int pixels = width * height;
        final byte[] out = new byte[pixels + 2 * (width / 2) * (height / 2)];
        final float[] blue = new float[pixels / 4];
        final float[] red = new float[pixels / 4];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final int i = y * width + x;
                final double around = (luma[y * width + Math.max(0, x - 2)]
                                + luma[y * width + Math.min(width - 1, x + 2)]
                                + luma[Math.max(0, y - 2) * width + x]
                                + luma[Math.min(height - 1, y + 2) * width + x])
                        / 4;
                final double noise =
                        (Noise.hash(frame * 8192L + y, x) + Noise.hash(frame * 8192L + y, x + 9999L) - 1) * 0.022;
                final double sharp = luma[i] + 0.35 * (luma[i] - around) + noise * (1.15 - luma[i]);
                out[i] = (byte) Math.round(16 + 219 * Noise.clamp(sharp));
                final int c = y / 2 * (width / 2) + x / 2;
                blue[c] += (float) ((shown[3 * i + 2] - luma[i]) / 1.8556 / 4);
                red[c] += (float) ((shown[3 * i] - luma[i]) / 1.5748 / 4);
            }
        }
        for (int c = 0; c < pixels / 4; c++) {
            out[pixels + c] = (byte) Math.round(128 + 224 * blue[c]);
            out[pixels + pixels / 4 + c] = (byte) Math.round(128 + 224 * red[c]);
        }
        return out;
    }
}
