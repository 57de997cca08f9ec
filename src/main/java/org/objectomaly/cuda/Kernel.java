package org.objectomaly.cuda;

import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;

import java.util.function.Consumer;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A kernel, ready to run. Its arguments are given in the order of its source, then it is launched:
 *
 * <pre>kernel.begin().address(scores).integer(pixels).launch(blocks, 1, 1, 256)</pre>
 *
 * <p>For one thread at a time; a launch allocates nothing and does not wait for the kernel to end.
 */
public final class Kernel implements AutoCloseable {
    private static final int MOST_ARGUMENTS = 24;

    private final CudaDevice device;
    private final String name;
    private final CUfunc_st function;
    /** Each argument takes the lower bytes of a place of eight. */
    private final LongPointer values = new LongPointer(MOST_ARGUMENTS);

    private final PointerPointer<Pointer> places = new PointerPointer<>(MOST_ARGUMENTS);
    private final Consumer<Kernel> owner;
    private int count;
    private boolean closed;

    Kernel(final CudaDevice device, final String name, final CUfunc_st function, final Consumer<Kernel> owner) {
        this.owner = owner;
        this.device = device;
        this.name = name;
        this.function = function;
        // A kernel may be asked for while a scope is open, and lives longer.
        values.retainReference();
        places.retainReference();
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            places.put(i, values.getPointer(i));
        }
    }

    /**
     * Begins with the first argument.
     *
     * @return this
     */
    public Kernel begin() {
        count = 0;
        return this;
    }

    /**
     * Gives a pointer.
     *
     * @param address of device memory
     * @return this
     */
    public Kernel address(final long address) {
        if (count == MOST_ARGUMENTS) {
            throw new IllegalStateException(name + " has too many arguments");
        }
        values.put(count++, address);
        return this;
    }

    /**
     * Gives a buffer.
     *
     * @param buffer on this kernel's device
     * @return this
     */
    public Kernel buffer(final DeviceBuffer buffer) {
        return address(buffer.address());
    }

    /**
     * Gives an {@code int}.
     *
     * @param value any
     * @return this
     */
    public Kernel integer(final int value) {
        return address(value);
    }

    /**
     * Gives a {@code float}.
     *
     * @param value any
     * @return this
     */
    public Kernel real(final float value) {
        return address(Float.floatToRawIntBits(value));
    }

    /**
     * Runs it with the arguments given since {@link #begin()}.
     *
     * @param blocksX blocks across the grid, at least 1
     * @param blocksY blocks down the grid, at least 1
     * @param blocksZ blocks behind each other, at least 1
     * @param threads of each block
     * @throws org.objectomaly.Fault of kind DEVICE if this or earlier work failed
     */
    public void launch(final int blocksX, final int blocksY, final int blocksZ, final int threads) {
        device.enter();
        device.check(
                cuLaunchKernel(function, blocksX, blocksY, blocksZ, threads, 1, 1, 0, device.stream(), places, null),
                name);
    }

    /**
     * How many blocks hold so many things.
     *
     * @param things 0 or more
     * @param inEach how many a block takes
     * @return the blocks
     */
    public static int blocks(final long things, final int inEach) {
        return Math.toIntExact((things + inEach - 1) / inEach);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            owner.accept(this);
            places.close();
            values.close();
            function.close();
        }
    }
}
