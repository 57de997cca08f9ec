package org.objectomaly.cuda;

import java.util.function.LongConsumer;
import org.objectomaly.image.ScoreMap;

/** A map's scores on a GPU: float32, row-major, packed. */
public final class DeviceMap implements ScoreMap.Copy {
    private final CudaDevice device;
    private final DeviceBuffer scores;
    private final int pixels;

    private DeviceMap(final CudaDevice device, final int pixels) {
        this.device = device;
        this.scores = new DeviceBuffer(device).room((long) Float.BYTES * pixels);
        this.pixels = pixels;
    }

    /**
     * A map on a device, to be read.
     *
     * @param map brought there if it is not there
     * @param device where it is needed
     * @return its scores, until they are written elsewhere
     */
    public static DeviceMap read(final ScoreMap map, final CudaDevice device) {
        final DeviceMap there = of(map, device);
        if (!map.isThere()) {
            there.scores.put(map.scores(), there.pixels);
            map.sent();
        }
        return there;
    }

    /**
     * Writes a map on a device, whole.
     *
     * @param map counts as being there once the work is asked for; stays what it was if that fails
     * @param device where it is made
     * @param work asks for it, given the address of the first score
     */
    public static void write(final ScoreMap map, final CudaDevice device, final LongConsumer work) {
        final DeviceMap there = of(map, device);
        work.accept(there.address());
        map.writtenThere();
    }

    /**
     * Where a map is.
     *
     * @param map any
     * @return the device that holds its scores; null if the machine's memory alone does
     */
    public static CudaDevice whereIs(final ScoreMap map) {
        return map.isThere() && map.copy() instanceof DeviceMap there ? there.device : null;
    }

    private static DeviceMap of(final ScoreMap map, final CudaDevice device) {
        if (map.copy() instanceof DeviceMap there && there.device == device) {
            return there;
        }
        final DeviceMap there = new DeviceMap(device, Math.multiplyExact(map.width(), map.height()));
        map.keep(there);
        return there;
    }

    /**
     * Where the first score is.
     *
     * @return an address on the device
     */
    public long address() {
        return scores.address();
    }

    @Override
    public void fetch(final float[] into) {
        scores.get(into, pixels);
    }

    @Override
    public void close() {
        scores.close();
    }
}
