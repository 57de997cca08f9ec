package org.objectomaly.cuda;

import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.javacpp.BytePointer;

/** The kernels of one source, loaded. */
final class KernelModule implements AutoCloseable {
    private final CudaDevice device;
    private final CUmod_st module = new CUmod_st();
    private final Set<Kernel> kernels = new LinkedHashSet<>();

    KernelModule(final CudaDevice device, final String source, final byte[] binary) {
        this.device = device;
        device.enter();
        try (BytePointer image = new BytePointer(binary)) {
            device.check(cuModuleLoadData(module, image), "loading the kernels of " + source + ".cu");
        }
    }

    /** A kernel by its name; each call gives a new one, with arguments of its own. */
    Kernel kernel(final String name) {
        device.enter();
        final CUfunc_st function = new CUfunc_st();
        device.check(cuModuleGetFunction(function, module, name), "looking for the kernel " + name);
        final Kernel kernel = new Kernel(device, name, function, this::forget);
        synchronized (kernels) {
            kernels.add(kernel);
        }
        return kernel;
    }

    private void forget(final Kernel kernel) {
        synchronized (kernels) {
            kernels.remove(kernel);
        }
    }

    @Override
    public void close() {
        final List<Kernel> left;
        synchronized (kernels) {
            left = List.copyOf(kernels);
        }
        left.forEach(Kernel::close);
        cuModuleUnload(module);
        module.close();
    }
}
