package org.objectomaly.nn;

import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
import org.objectomaly.cuda.Kernel;
import org.objectomaly.image.PilAxis;
import org.objectomaly.image.Region;
import org.objectomaly.image.YuvPlanes;

/**
 * From a frame's planes to a network's input on a GPU, in one kernel ({@code src/main/cuda/picture.cu}): half the bytes of an
 * RGB picture go there, and nothing comes back. Gives what {@link Normalisation#draw} gives for the frame's RGB, but for
 * the few levels by which the processor's quick conversion to RGB is off. Not for use by two threads at once; memory grows to the video's and is then used again.
 */
public final class DevicePicture implements AutoCloseable {
    private static final int THREADS = 128;
    private static final int CHANNELS = 3;

    private final Kernel input;
    private final DeviceBuffer y;
    private final DeviceBuffer u;
    private final DeviceBuffer v;
    private final DeviceBuffer matrix;
    private final DeviceBuffer normalisation;
    private final Axis columns;
    private final Axis rows;
    private int code = -1;

    /**
     * A way to one network.
     *
     * @param device where it runs
     * @param wanted how it wants its pictures
     */
    public DevicePicture(final CudaDevice device, final Normalisation wanted) {
        this.input = device.kernel("picture", "picture_input");
        this.y = new DeviceBuffer(device);
        this.u = new DeviceBuffer(device);
        this.v = new DeviceBuffer(device);
        this.matrix = new DeviceBuffer(device);
        this.columns = new Axis(device);
        this.rows = new Axis(device);
        final float[] scaleAndShift = new float[2 * CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            scaleAndShift[2 * c] = wanted.scale(c);
            scaleAndShift[2 * c + 1] = wanted.shift(c);
        }
        this.normalisation = new DeviceBuffer(device).put(scaleAndShift, scaleAndShift.length);
    }

    /**
     * Makes the input of a frame.
     *
     * @param frame its planes
     * @param content the part that the network shall see
     * @param width columns of the input
     * @param height rows of the input
     * @param into address of {@code [3,height,width]} in single precision
     */
    public void make(final YuvPlanes frame, final Region content, final int width, final int height, final long into) {
        y.put(frame.y());
        u.put(frame.u());
        v.put(frame.v());
        prepare(frame, content, width, height);
        input.begin()
                .buffer(y)
                .integer(frame.yStride())
                .buffer(u)
                .buffer(v)
                .integer(frame.chromaStride())
                .integer(1)
                .integer(content.x())
                .integer(content.y())
                .buffer(matrix);
        columns.give(input);
        rows.give(input);
        input.buffer(normalisation)
                .address(into)
                .integer(width)
                .integer(height)
                .launch(Kernel.blocks(width, THREADS), height, CHANNELS, THREADS);
    }

    private void prepare(final YuvPlanes frame, final Region content, final int width, final int height) {
        columns.lay(content.width(), width);
        rows.lay(content.height(), height);
        final int newCode = (frame.bt709() ? 1 : 0) + (frame.fullRange() ? 2 : 0);
        if (newCode != code) {
            code = newCode;
            final float[] values = matrix(frame.bt709(), frame.fullRange());
            matrix.put(values, values.length);
        }
    }

    /** Offset and gain of luma, then the gains of v in red, of u and v in green, of u in blue. */
    private static float[] matrix(final boolean bt709, final boolean fullRange) {
        final double red = bt709 ? 0.2126 : 0.299;
        final double blue = bt709 ? 0.0722 : 0.114;
        final double green = 1 - red - blue;
        final double chroma = fullRange ? 1 : 255.0 / 224;
        final double inRed = 2 * (1 - red) * chroma;
        final double inBlue = 2 * (1 - blue) * chroma;
        return new float[] {
            fullRange ? 0 : 16,
            fullRange ? 1 : 255f / 219,
            (float) inRed,
            (float) (-inBlue * blue / green),
            (float) (-inRed * red / green),
            (float) inBlue
        };
    }

    @Override
    public void close() {
        input.close();
        for (final DeviceBuffer buffer : new DeviceBuffer[] {y, u, v, matrix, normalisation}) {
            buffer.close();
        }
        columns.close();
        rows.close();
    }

    /** One axis of the resize, there. */
    private static final class Axis implements AutoCloseable {
        private final DeviceBuffer firsts;
        private final DeviceBuffer weights;
        private int from = -1;
        private int to = -1;
        private int most;

        Axis(final CudaDevice device) {
            firsts = new DeviceBuffer(device);
            weights = new DeviceBuffer(device);
        }

        void lay(final int newFrom, final int newTo) {
            if (newFrom == from && newTo == to) {
                return;
            }
            from = newFrom;
            to = newTo;
            final PilAxis axis = PilAxis.of(from, to);
            most = axis.most();
            firsts.put(axis.firsts(), to);
            weights.put(axis.weights(), to * most);
        }

        void give(final Kernel kernel) {
            kernel.buffer(firsts).buffer(weights).integer(most);
        }

        @Override
        public void close() {
            firsts.close();
            weights.close();
        }
    }
}
