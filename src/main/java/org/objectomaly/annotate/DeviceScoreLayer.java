package org.objectomaly.annotate;

import java.util.IdentityHashMap;
import java.util.Map;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.cuda.Kernel;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.image.YuvPlanes;

/**
 * Draws a map on the GPU that it is on ({@code src/main/cuda/overlay.cu}): the planes go there and come back. Gives the same
 * picture as {@link ScoreLayer}, byte for byte.
 */
final class DeviceScoreLayer implements AutoCloseable {
    private static final int THREADS = 128;

    private final CudaDevice device;
    private final Kernel overlay;
    private final DeviceBuffer y;
    private final DeviceBuffer u;
    private final DeviceBuffer v;
    /** Luma, then both differences, of each ink. */
    private final Map<Ink, DeviceBuffer> tables = new IdentityHashMap<>();

    DeviceScoreLayer(final CudaDevice device) {
        this.device = device;
        this.overlay = device.kernel("overlay", "overlay_scores");
        this.y = new DeviceBuffer(device);
        this.u = new DeviceBuffer(device);
        this.v = new DeviceBuffer(device);
    }

    CudaDevice device() {
        return device;
    }

    /** As {@link ScoreLayer#draw}. */
    void draw(final ScoreMap map, final Ink ink, final Canvas canvas) {
        final YuvPlanes planes = canvas.planes();
        y.put(planes.y());
        u.put(planes.u());
        v.put(planes.v());
        final long table = tables.computeIfAbsent(ink, this::upload).address();
        final long bytes = (long) Integer.BYTES * Ink.LEVELS;
        overlay.begin()
                .address(DeviceMap.read(map, device).address())
                .integer(map.width())
                .integer(map.height())
                .address(y.address() + canvas.left())
                .integer(planes.yStride())
                .address(u.address() + canvas.left() / 2)
                .address(v.address() + canvas.left() / 2)
                .integer(planes.chromaStride())
                .integer(1)
                .address(table)
                .address(table + bytes)
                .address(table + 2 * bytes)
                .integer(ink.firstVisible)
                .launch(Kernel.blocks((map.width() + 1) / 2, THREADS), Kernel.blocks(map.height(), 2), 1, THREADS);
        y.get(planes.y());
        u.get(planes.u());
        v.get(planes.v());
    }

    private DeviceBuffer upload(final Ink ink) {
        final int[] entries = entries(ink);
        return new DeviceBuffer(device).put(entries, entries.length);
    }

    /** Entries of luma, then of blue and of red difference. */
    static int[] entries(final Ink ink) {
        final int[] all = new int[3 * Ink.LEVELS];
        System.arraycopy(ink.y, 0, all, 0, Ink.LEVELS);
        System.arraycopy(ink.u, 0, all, Ink.LEVELS, Ink.LEVELS);
        System.arraycopy(ink.v, 0, all, 2 * Ink.LEVELS, Ink.LEVELS);
        return all;
    }

    @Override
    public void close() {
        overlay.close();
        y.close();
        u.close();
        v.close();
        tables.values().forEach(DeviceBuffer::close);
    }
}
