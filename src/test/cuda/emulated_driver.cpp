// A CUDA driver for tests on machines without a GPU: three devices whose memory is the machine's own and whose modules are
// shared libraries that host_kernels.h ends. Only what org.objectomaly.cuda calls is here; a call that is missing is an
// unresolved symbol, which tells so. As on a GPU, a kernel that fails leaves every later call failing.
#include <dlfcn.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace {

constexpr int OUT_OF_MEMORY = 2, INVALID_VALUE = 1, INVALID_DEVICE = 101, INVALID_IMAGE = 200, NOT_FOUND = 500, NO_CONTEXT = 201,
              LAUNCH_FAILED = 719;
constexpr size_t MEMORY = size_t(8) << 30;
constexpr int DEVICES = 3;

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
// Work on any stream but the default one is put off until somebody waits for it, so that who reads or writes memory too
// early is not right by luck. As with libtorch's, the default stream and the others do not wait for each other.
struct Stream {
    std::deque<std::function<void()>> work;
    uint64_t asked = 0;
};
struct Event {
    void* stream = nullptr;
    uint64_t asked = 0;
};
// Device memory ends where a page ends, and behind it lies one that nobody may touch: who goes too far ends the process.
struct Block {
    char* pages;
    size_t mapped;
    size_t bytes;
};
constexpr size_t PAGE = 4096, ALIGNED = 8;
std::map<unsigned long long, Block> blocks;

using Guard = std::lock_guard<std::recursive_mutex>;
std::recursive_mutex lock;
std::map<void*, Stream> streams;
// Page-locked memory: the device copies it itself, and what is in it by then. Other memory the driver takes at once.
std::set<const void*> locked;
// What the program gives a kernel: places of 8 bytes, of which the kernel reads its own.
constexpr size_t MOST_ARGUMENTS = 24;

// A thread has to say which device it means before it asks for anything.
thread_local void* context = nullptr;

int state() {
    return context == nullptr ? NO_CONTEXT : broken.load();
}

// Does the first work of a stream, up to so many.
void catch_up(void* stream, uint64_t asked) {
    const Guard guard(lock);
    Stream& s = streams[stream];
    while (!s.work.empty() && s.asked - s.work.size() < asked) {
        const auto work = std::move(s.work.front());
        s.work.pop_front();
        if (broken == 0) {
            work();
        }
    }
}

void catch_up() {
    const Guard guard(lock);
    for (auto& [stream, s] : streams) {
        catch_up(stream, UINT64_MAX);
    }
}

bool is_locked(const void* memory) {
    const Guard guard(lock);
    return locked.count(memory) > 0;
}

int later(void* stream, std::function<void()> work) {
    if (state() != 0) {
        return state();
    }
    if (stream == nullptr) {
        return work(), state();
    }
    const Guard guard(lock);
    streams[stream].work.push_back(std::move(work));
    streams[stream].asked++;
    return 0;
}

}  // namespace

extern "C" {

int cuStreamSynchronize(void* stream);

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
int cuDeviceGetAttribute(int* value, int attribute, int device) {
    *value = attribute != 75 ? 0 : device < 2 ? 9 : 7;  // compute capability 9.0 or 7.0
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
    const Guard guard(lock);
    const size_t mapped = (bytes + PAGE - 1) / PAGE * PAGE + PAGE;
    char* pages =
        static_cast<char*>(mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    char* end = pages + mapped - PAGE;
    mprotect(end, PAGE, PROT_NONE);
    char* begin = end - (bytes + ALIGNED - 1) / ALIGNED * ALIGNED;
    std::memset(begin, 0xA5, bytes);
    used += bytes;
    *address = reinterpret_cast<unsigned long long>(begin);
    blocks[*address] = {pages, mapped, bytes};
    return 0;
}
int cuMemFree_v2(unsigned long long address) {
    const Guard guard(lock);
    catch_up();
    const Block block = blocks.at(address);
    blocks.erase(address);
    used -= block.bytes;
    munmap(block.pages, block.mapped);
    return state();
}
int cuMemcpyHtoDAsync_v2(unsigned long long to, const void* from, size_t bytes, void* stream) {
    if (is_locked(from)) {
        return later(stream, [=] { std::memcpy(reinterpret_cast<void*>(to), from, bytes); });
    }
    const std::string copy(static_cast<const char*>(from), bytes);
    return later(stream, [=] { std::memcpy(reinterpret_cast<void*>(to), copy.data(), bytes); });
}
int cuMemcpyDtoHAsync_v2(void* to, unsigned long long from, size_t bytes, void* stream) {
    const int asked = later(stream, [=] { std::memcpy(to, reinterpret_cast<void*>(from), bytes); });
    return asked != 0 || is_locked(to) ? asked : cuStreamSynchronize(stream);
}
int cuMemcpyDtoDAsync_v2(unsigned long long to, unsigned long long from, size_t bytes, void* stream) {
    return later(stream, [=] { std::memmove(reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), bytes); });
}
int cuMemsetD32Async(unsigned long long to, unsigned value, size_t count, void* stream) {
    return later(stream, [=] { std::fill_n(reinterpret_cast<unsigned*>(to), count, value); });
}
int cuMemHostAlloc(void** memory, size_t bytes, unsigned) {
    const Guard guard(lock);
    locked.insert(*memory = std::malloc(bytes));
    return state();
}
int cuMemFreeHost(void* memory) {
    const Guard guard(lock);
    catch_up();
    locked.erase(memory);
    return std::free(memory), state();
}
int cuCtxSynchronize() { return catch_up(), state(); }
int cuStreamSynchronize(void* stream) { return catch_up(stream, UINT64_MAX), state(); }
int cuEventCreate(void** event, unsigned) { return *event = new Event, state(); }
int cuEventRecord(void* event, void* stream) {
    const Guard guard(lock);
    *static_cast<Event*>(event) = {stream, streams[stream].asked};
    return state();
}
int cuEventSynchronize(void* event) {
    const Event* e = static_cast<Event*>(event);
    return catch_up(e->stream, e->asked), state();
}
int cuEventElapsedTime_v2(float* milliseconds, void*, void*) { return *milliseconds = 1, state(); }
int cuEventDestroy_v2(void* event) { return delete static_cast<Event*>(event), state(); }

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
                   void* stream, void** arguments, void**) {
    if (state() != 0) {
        return state();
    }
    if (gx == 0 || gy == 0 || gz == 0 || gy > 65535 || gz > 65535 || bx * by * bz > 1024 || bx * by * bz == 0) {
        return INVALID_VALUE;
    }
    const Function* f = static_cast<Function*>(function);
    std::array<uint64_t, MOST_ARGUMENTS> values;
    for (size_t i = 0; i < MOST_ARGUMENTS; i++) {
        std::memcpy(&values[i], arguments[i], sizeof(uint64_t));
    }
    later(stream, [=]() mutable {
        void* places[MOST_ARGUMENTS];
        for (size_t i = 0; i < MOST_ARGUMENTS; i++) {
            places[i] = &values[i];
        }
        const char* trouble = f->entry(f->name.c_str(), {gx, gy, gz}, {bx, by, bz}, places);
        if (trouble != nullptr) {
            std::fprintf(stderr, "kernel %s: %s\n", f->name.c_str(), trouble);
            broken = LAUNCH_FAILED;
        }
    });
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
