package org.objectomaly.motion;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.cuda.Kernel;
import org.objectomaly.image.ScoreMap;

/** Samples a map on the GPU that it is on; only the small field goes there. Not for use by two threads at once. */
final class DeviceSampling implements AutoCloseable {
    private static final int THREADS = 256;

    private final CudaDevice device;
    private final Kernel carry;
    private final DeviceBuffer evidence;
    private final DeviceBuffer field;
    private final DeviceBuffer trust;
    private float[] values = new float[0];

    DeviceSampling(final CudaDevice device) {
        this.device = device;
        this.carry = device.kernel("flow", "flow_carry");
        this.evidence = new DeviceBuffer(device);
        this.field = new DeviceBuffer(device);
        this.trust = new DeviceBuffer(device);
    }

    CudaDevice device() {
        return device;
    }

    /** Keeps a copy of a map: the map itself is soon another frame's. */
    void keep(final ScoreMap map) {
        evidence.copyFrom(DeviceMap.read(map, device).address(), (long) Float.BYTES * map.width() * map.height());
        // Whoever made the map may write it again at once, on another stream.
        device.await();
    }

    /** Brings the kept map along a way. */
    void carry(final Displacement way, final boolean fading, final ScoreMap into) {
        load(way.field(), field, 2);
        if (fading) {
            load(way.trust(), trust, 1);
        }
        DeviceMap.write(into, device, address -> carry.begin()
                .buffer(evidence)
                .buffer(field)
                .address(fading ? trust.address() : 0)
                .integer(way.field().cols())
                .integer(way.field().rows())
                .address(address)
                .integer(into.width())
                .integer(into.height())
                .launch(Kernel.blocks(into.width(), THREADS), into.height(), 1, THREADS));
    }

    private void load(final Mat mat, final DeviceBuffer into, final int channels) {
        final int count = channels * mat.cols() * mat.rows();
        if (values.length < count) {
            values = new float[count];
        }
        try (FloatPointer from = new FloatPointer(mat.data())) {
            from.get(values, 0, count);
        }
        into.put(values, count);
    }

    @Override
    public void close() {
        carry.close();
        evidence.close();
        field.close();
        trust.close();
    }
}
