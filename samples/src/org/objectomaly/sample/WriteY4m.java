package org.objectomaly.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes the first frames of the drive, or their truth, as uncompressed video (YUV4MPEG2) to standard output. */
public final class WriteY4m {
    private static final int FPS = 25;

    private WriteY4m() {}

    /**
     * Renders.
     *
     * @param arguments width, height, number of frames; then, if wanted, {@code truth} and {@code every=N}
     * @throws IOException if nobody reads the video
     */
    public static void main(final String[] arguments) throws IOException {
        final int width = Integer.parseInt(arguments[0]) / 2 * 2;
        final int height = Integer.parseInt(arguments[1]) / 2 * 2;
        final int frames = Integer.parseInt(arguments[2]);
        final List<String> words = List.of(arguments).subList(3, arguments.length);
        final boolean truth = words.contains("truth");
        final int every = words.stream()
                .filter(word -> word.startsWith("every="))
                .mapToInt(word -> Integer.parseInt(word.substring(6)))
                .findFirst()
                .orElse(1);
        final Renderer renderer = new Renderer(Street.ofSample(), width, height, 4, (double) frames * every / FPS);
        final Sensor sensor = new Sensor(width, height);
        final byte[] grey = new byte[width * height / 2];
        Arrays.fill(grey, (byte) 128);
        try (OutputStream out = new BufferedOutputStream(System.out, 1 << 20)) {
            out.write(
                    ("YUV4MPEG2 W" + width + " H" + height + " F" + FPS + ":1 Ip A1:1 C420mpeg2 XCOLORRANGE=LIMITED\n")
                            .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < frames; i++) {
                final double seconds = (double) i * every / FPS;
                out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
                if (truth) {
                    out.write(renderer.truth(seconds));
                    out.write(grey);
                } else {
                    out.write(sensor.develop(renderer.light(seconds), Drive.exposure(seconds), i));
                }
            }
        }
    }
}
