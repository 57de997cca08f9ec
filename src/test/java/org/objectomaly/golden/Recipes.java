package org.objectomaly.golden;

import com.fasterxml.jackson.databind.JsonNode;
import org.objectomaly.nn.random.Fill;

/** Inputs made by recipe: pictures of simple shapes, block maps and masks (golden/FILL.md, sections 5 to 7). */
public final class Recipes {
    private Recipes() {}

    /**
     * A noisy picture with a slope of brightness and coloured shapes.
     *
     * @param key name of the noise, salt included
     * @param height rows
     * @param width columns
     * @param shapes in painting order, each with {@code type} and {@code rgb}
     * @return R, G, B interleaved, {@code [H,W,3]}
     */
    public static byte[] scene(final String key, final int height, final int width, final JsonNode shapes) {
        final long seed = Fill.seed(key);
        final byte[] rgb = new byte[height * width * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                JsonNode colour = null;
                for (final JsonNode shape : shapes) {
                    colour = inside(shape, x, y) ? shape.get("rgb") : colour;
                }
                for (int c = 0; c < 3; c++) {
                    final int at = (y * width + x) * 3 + c;
                    final int noise = ((int) (Fill.uniform(seed, at) * 256) >> 3) - 16;
                    final int base = colour == null
                            ? 60 + x * 96 / width + y * 64 / height + 16 * c
                            : colour.get(c).asInt();
                    rgb[at] = (byte) Math.min(255, Math.max(0, base + noise));
                }
            }
        }
        return rgb;
    }

    /**
     * A score map of coarse blocks and fine noise.
     *
     * @param key name of the numbers, salt included
     * @param height rows
     * @param width columns
     * @param block side of a block in pixels
     * @param low least score
     * @param high score that is never quite reached
     * @return {@code [H,W]}, row-major
     */
    public static float[] blockMap(
            final String key, final int height, final int width, final int block, final double low, final double high) {
        final long blocks = Fill.seed(key + "/block");
        final long fine = Fill.seed(key + "/fine");
        final int across = (width + block - 1) / block;
        final float[] map = new float[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                final double v = 0.7 * Fill.uniform(blocks, (long) (y / block) * across + x / block)
                        + 0.3 * Fill.uniform(fine, (long) y * width + x);
                map[y * width + x] = (float) (low + (high - low) * v);
            }
        }
        return map;
    }

    /**
     * A binary mask of one shape.
     *
     * @param shape {@code rect}, {@code circle} or {@code ring}
     * @param height rows
     * @param width columns
     * @return 1 inside and 0 outside, {@code [H,W]}
     */
    public static byte[] mask(final JsonNode shape, final int height, final int width) {
        final byte[] mask = new byte[height * width];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (byte) (inside(shape, i % width, i / width) ? 1 : 0);
        }
        return mask;
    }

    private static boolean inside(final JsonNode shape, final int x, final int y) {
        final String type = shape.get("type").asText();
        if (type.equals("rect")) {
            return x >= number(shape, "x0")
                    && x < number(shape, "x1")
                    && y >= number(shape, "y0")
                    && y < number(shape, "y1");
        }
        final int dx = x - number(shape, "cx");
        final int dy = y - number(shape, "cy");
        final int r = number(shape, "r");
        final int distance = dx * dx + dy * dy;
        return switch (type) {
            case "circle" -> distance <= r * r;
            case "ring" -> distance <= r * r && distance > number(shape, "r2") * number(shape, "r2");
            default -> throw new IllegalArgumentException("unknown shape " + type);
        };
    }

    private static int number(final JsonNode shape, final String name) {
        return shape.get(name).asInt();
    }
}
