package org.objectomaly.cuda;

import static org.bytedeco.cuda.global.cudart.CU_EVENT_BLOCKING_SYNC;
import static org.bytedeco.cuda.global.cudart.CU_EVENT_DISABLE_TIMING;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventDestroy;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;
import static org.bytedeco.cuda.global.cudart.cuEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cuMemAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemFree;
import static org.bytedeco.cuda.global.cudart.cuMemFreeHost;
import static org.bytedeco.cuda.global.cudart.cuMemHostAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemsetD32Async;

import java.nio.ByteBuffer;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory of a GPU that grows to what is needed and is then used again, with as much page-locked memory of the machine as
 * has been copied through it. For one thread at a time.
 */
public final class DeviceBuffer implements AutoCloseable {
    private final CudaDevice device;
    private long address;
    private long size;
    private final Pointer staging = new Pointer();
    private long staged;
    /** The last copy out of the staging memory; waited for before that is written again. */
    private final CUevent_st copied = new CUevent_st();

    private boolean isCopied;

    /**
     * An empty buffer.
     *
     * @param device where its memory will be
     */
    public DeviceBuffer(final CudaDevice device) {
        this.device = device;
        device.owns(this);
    }

    /**
     * Makes room; what was in it is lost when it grows.
     *
     * @param bytes how much is needed
     * @return this
     * @throws org.objectomaly.Fault of kind DEVICE if there is not so much
     */
    public DeviceBuffer room(final long bytes) {
        if (bytes > size || address == 0) {
            device.enter();
            release();
            final long[] place = new long[1];
            if (cuMemAlloc(place, Math.max(bytes, 1)) != 0) {
                device.freeUnused();
                device.check(cuMemAlloc(place, Math.max(bytes, 1)), (bytes + (1 << 20) - 1 >> 20) + " MB more");
            }
            address = place[0];
            size = bytes;
        }
        return this;
    }

    /**
     * Where it is; until more room is made.
     *
     * @return an address on the device
     */
    public long address() {
        return address;
    }

    /**
     * Fills it with zeros.
     *
     * @param words of 4 bytes; makes room for them
     * @return this
     */
    public DeviceBuffer clear(final long words) {
        room(4 * words);
        device.enter();
        device.check(cuMemsetD32Async(address, 0, words, device.stream()), "clearing memory");
        return this;
    }

    /**
     * Takes values from the machine; makes room for them, and does not wait for the copy.
     *
     * @param values to be copied
     * @param count how many of them
     * @return this
     */
    public DeviceBuffer put(final float[] values, final int count) {
        try (FloatPointer from = new FloatPointer(stage(4L * count))) {
            from.put(values, 0, count);
        }
        return copyIn(4L * count);
    }

    /**
     * The same for integers.
     *
     * @param values to be copied
     * @param count how many of them
     * @return this
     */
    public DeviceBuffer put(final int[] values, final int count) {
        try (IntPointer from = new IntPointer(stage(4L * count))) {
            from.put(values, 0, count);
        }
        return copyIn(4L * count);
    }

    /**
     * Brings values to the machine, when all work before it is done.
     *
     * @param values takes them
     * @param count how many
     */
    public void get(final float[] values, final int count) {
        try (FloatPointer into = new FloatPointer(copyOut(4L * count))) {
            into.get(values, 0, count);
        }
    }

    /**
     * The same for integers.
     *
     * @param values takes them
     * @param count how many
     */
    public void get(final int[] values, final int count) {
        try (IntPointer into = new IntPointer(copyOut(4L * count))) {
            into.get(values, 0, count);
        }
    }

    /**
     * Takes the bytes of a plane. The driver has them, or a copy of them, when this returns, for they are in memory that is
     * not page-locked.
     *
     * @param bytes direct memory, from its beginning to its end
     * @return this
     */
    public DeviceBuffer put(final ByteBuffer bytes) {
        room(bytes.capacity());
        device.enter();
        try (BytePointer from = new BytePointer(bytes)) {
            device.check(
                    cuMemcpyHtoDAsync(address, from.position(0), bytes.capacity(), device.stream()), "copying to it");
        }
        return this;
    }

    /**
     * Brings the bytes of a plane to the machine, when all work before it is done.
     *
     * @param bytes direct memory, filled from its beginning to its end
     */
    public void get(final ByteBuffer bytes) {
        device.enter();
        try (BytePointer into = new BytePointer(bytes)) {
            device.check(
                    cuMemcpyDtoHAsync(into.position(0), address, bytes.capacity(), device.stream()), "copying from it");
            device.await();
        }
    }

    /**
     * Takes other memory of the device; makes room for it.
     *
     * @param from an address
     * @param bytes how many
     * @return this
     */
    public DeviceBuffer copyFrom(final long from, final long bytes) {
        room(bytes);
        device.enter();
        device.check(cuMemcpyDtoDAsync(address, from, bytes, device.stream()), "copying in it");
        return this;
    }

    private DeviceBuffer copyIn(final long bytes) {
        room(bytes);
        device.enter();
        device.check(cuMemcpyHtoDAsync(address, staging, bytes, device.stream()), "copying to it");
        if (copied.isNull()) {
            device.check(cuEventCreate(copied, CU_EVENT_DISABLE_TIMING | CU_EVENT_BLOCKING_SYNC), "copying to it");
        }
        device.check(cuEventRecord(copied, device.stream()), "copying to it");
        isCopied = true;
        return this;
    }

    private Pointer copyOut(final long bytes) {
        stage(bytes);
        device.enter();
        device.check(cuMemcpyDtoHAsync(staging, address, bytes, device.stream()), "copying from it");
        device.await();
        return staging;
    }

    private Pointer stage(final long bytes) {
        if (isCopied) {
            device.enter();
            device.check(cuEventSynchronize(copied), "copying to it");
            isCopied = false;
        }
        if (bytes > staged || staged == 0) {
            device.enter();
            unstage();
            device.check(cuMemHostAlloc(staging, Math.max(bytes, 1), 0), "memory of this machine for copies");
            staged = Math.max(bytes, 1);
        }
        return staging;
    }

    private void release() {
        if (address != 0) {
            cuMemFree(address);
            address = 0;
            size = 0;
        }
    }

    private void unstage() {
        if (staged != 0) {
            cuMemFreeHost(staging);
            staged = 0;
        }
    }

    @Override
    public void close() {
        device.tryEnter();
        release();
        unstage();
        if (!copied.isNull()) {
            cuEventDestroy(copied);
            copied.setNull();
        }
        device.disowns(this);
    }
}
