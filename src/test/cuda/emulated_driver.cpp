// A CUDA driver for tests on machines without a GPU: two devices whose memory is the machine's own and whose modules are
// shared libraries that host_kernels.h ends. Only what org.objectomaly.cuda calls is here; a call that is missing is an
// unresolved symbol, which tells so. As on a GPU, a kernel that fails leaves every later call failing.
#include <dlfcn.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

constexpr int OUT_OF_MEMORY = 2, INVALID_VALUE = 1, INVALID_DEVICE = 101, INVALID_IMAGE = 200, NOT_FOUND = 500, NO_CONTEXT = 201,
              LAUNCH_FAILED = 719;
constexpr size_t MEMORY = size_t(8) << 30;
constexpr int DEVICES = 2;

struct dim3 {
    unsigned x, y, z;
};
using Entry = const char* (*)(const char*, dim3, dim3, void**);

struct Module {
    void* library;
    Entry entry;
};
struct Function {
    Entry entry;
    std::string name;
};

std::atomic<int> broken{0};
std::atomic<size_t> used{0};
// A thread has to say which device it means before it asks for anything.
thread_local void* context = nullptr;

int state() {
    return context == nullptr ? NO_CONTEXT : broken.load();
}

}  // namespace

extern "C" {

int cuInit(unsigned) { return 0; }
int cuDriverGetVersion(int* version) { return *version = 13010, 0; }
// NVRTC asks for it, for a cache of its own, and calls what it did not find.
int cuGetExportTable(const void**, const void*) { return NOT_FOUND; }
int cuDeviceGetCount(int* count) { return *count = DEVICES, 0; }
int cuDeviceGet(int* device, int ordinal) {
    return ordinal < 0 || ordinal >= DEVICES ? INVALID_DEVICE : (*device = ordinal, 0);
}
int cuDeviceGetName(char* name, int size, int device) {
    return std::snprintf(name, size, "emulated device %d", device), 0;
}
int cuDeviceGetAttribute(int* value, int attribute, int) {
    *value = attribute == 75 ? 9 : 0;  // compute capability 9.0
    return 0;
}
int cuDevicePrimaryCtxRetain(void** context, int device) {
    return *context = reinterpret_cast<void*>(uintptr_t(device + 1)), 0;
}
// What a failed kernel broke ends with the context.
int cuDevicePrimaryCtxSetFlags_v2(int, unsigned) { return 0; }
int cuDevicePrimaryCtxRelease_v2(int) { return broken = 0; }
int cuCtxSetCurrent(void* wanted) { return context = wanted, broken.load(); }
int cuMemGetInfo_v2(size_t* free, size_t* total) { return *total = MEMORY, *free = MEMORY - used, state(); }

int cuMemAlloc_v2(unsigned long long* address, size_t bytes) {
    if (state() != 0) {
        return state();
    }
    if (bytes == 0) {
        return INVALID_VALUE;
    }
    if (used + bytes > MEMORY) {
        return OUT_OF_MEMORY;
    }
    size_t* block = static_cast<size_t*>(std::malloc(bytes + 64));
    *block = bytes;
    used += bytes;
    std::memset(reinterpret_cast<char*>(block) + 64, 0xA5, bytes);
    *address = reinterpret_cast<unsigned long long>(block) + 64;
    return 0;
}
int cuMemFree_v2(unsigned long long address) {
    size_t* block = reinterpret_cast<size_t*>(address - 64);
    used -= *block;
    std::free(block);
    return state();
}
int cuMemcpyHtoDAsync_v2(unsigned long long to, const void* from, size_t bytes, void*) {
    return std::memcpy(reinterpret_cast<void*>(to), from, bytes), broken.load();
}
int cuMemcpyDtoHAsync_v2(void* to, unsigned long long from, size_t bytes, void*) {
    return std::memcpy(to, reinterpret_cast<void*>(from), bytes), broken.load();
}
int cuMemcpyDtoDAsync_v2(unsigned long long to, unsigned long long from, size_t bytes, void*) {
    return std::memmove(reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), bytes), broken.load();
}
int cuMemsetD32Async(unsigned long long to, unsigned value, size_t count, void*) {
    unsigned* words = reinterpret_cast<unsigned*>(to);
    for (size_t i = 0; i < count; i++) {
        words[i] = value;
    }
    return state();
}
int cuMemHostAlloc(void** memory, size_t bytes, unsigned) { return *memory = std::malloc(bytes), state(); }
int cuMemFreeHost(void* memory) { return std::free(memory), state(); }
int cuStreamSynchronize(void*) { return state(); }
int cuEventCreate(void** event, unsigned) { return *event = std::calloc(1, 8), state(); }
int cuEventRecord(void*, void*) { return state(); }
int cuEventSynchronize(void*) { return state(); }
int cuEventElapsedTime_v2(float* milliseconds, void*, void*) { return *milliseconds = 1, state(); }
int cuEventDestroy_v2(void* event) { return std::free(event), state(); }

// The image is the path of a shared library.
int cuModuleLoadData(void** module, const void* image) {
    if (state() != 0) {
        return state();
    }
    void* library = dlopen(static_cast<const char*>(image), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        std::fprintf(stderr, "%s\n", dlerror());
        return INVALID_IMAGE;
    }
    *module = new Module{library, reinterpret_cast<Entry>(dlsym(library, "host_kernel"))};
    return 0;
}
int cuModuleUnload(void* module) {
    // The library stays: its threads' memory must not go before they do.
    delete static_cast<Module*>(module);
    return state();
}
int cuModuleGetFunction(void** function, void* module, const char* name) {
    const Entry entry = static_cast<Module*>(module)->entry;
    if (entry(name, {}, {}, nullptr) != nullptr) {
        return NOT_FOUND;
    }
    *function = new Function{entry, name};
    return 0;
}
int cuLaunchKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned,
                   void*, void** arguments, void**) {
    if (state() != 0) {
        return state();
    }
    if (gx == 0 || gy == 0 || gz == 0 || gy > 65535 || gz > 65535 || bx * by * bz > 1024 || bx * by * bz == 0) {
        return INVALID_VALUE;
    }
    const Function* f = static_cast<Function*>(function);
    const char* trouble = f->entry(f->name.c_str(), {gx, gy, gz}, {bx, by, bz}, arguments);
    if (trouble != nullptr) {
        std::fprintf(stderr, "kernel %s: %s\n", f->name.c_str(), trouble);
        broken = LAUNCH_FAILED;
    }
    return 0;
}

int cuGetErrorName(int error, const char** name) {
    *name = error == OUT_OF_MEMORY   ? "CUDA_ERROR_OUT_OF_MEMORY"
            : error == LAUNCH_FAILED ? "CUDA_ERROR_LAUNCH_FAILED"
            : error == INVALID_IMAGE ? "CUDA_ERROR_INVALID_IMAGE"
            : error == NOT_FOUND     ? "CUDA_ERROR_NOT_FOUND"
                                     : "CUDA_ERROR_INVALID_VALUE";
    return 0;
}
int cuGetErrorString(int error, const char** text) {
    *text = error == OUT_OF_MEMORY ? "out of memory" : error == LAUNCH_FAILED ? "unspecified launch failure" : "an error";
    return 0;
}
}
