// CUDA C++ for a processor: lets the kernels' own sources run without a GPU, so that tests can hold them against the
// golden numbers. Slow, and honest about what goes wrong on a GPU:
//
//   - a block's threads are fibres that run until a barrier or a warp's exchange, in an order that changes from block to
//     block, so that a missing barrier shows itself
//   - a barrier that some threads of the block leave out, or an exchange that some lanes leave out, ends the launch
//     with an error instead of passing by luck
//
// Every source is compiled with this header before it; behind it stands a table of its kernels, see host_kernels.h.
#pragma once
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __constant__ static const
#define __launch_bounds__(...)
#define __restrict__
#define __shared__ static thread_local

struct dim3 {
    unsigned x = 1, y = 1, z = 1;
};

namespace host_cuda {

constexpr unsigned LANES = 32;
constexpr size_t STACK = 64 * 1024;

enum class Wait { NOTHING, BLOCK, WARP, END };

extern "C" void host_cuda_switch(void** save, void* load);
asm(R"(
.text
.local host_cuda_switch
.type host_cuda_switch,@function
host_cuda_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
)");

struct Fibre {
    dim3 thread;
    unsigned number = 0;
    void* stack = nullptr;
    Wait wait = Wait::NOTHING;
    // The exchange this lane has come to, counted from the block's beginning.
    uint64_t exchange = 0;
};

// What the lanes of a warp show each other. Two places, because a lane may come to the next exchange while others have
// yet to read this one.
struct Warp {
    uint64_t shown[2][LANES];
    unsigned arrived = 0;
    uint64_t exchange = 0;
};

struct Block {
    dim3 grid, size, index;
    std::vector<Fibre> fibres;
    std::vector<Warp> warps;
    std::unique_ptr<char[]> stacks;
    void* scheduler = nullptr;
    Fibre* now = nullptr;
    void (*body)(void*) = nullptr;
    void* argument = nullptr;
    const char* trouble = nullptr;
};

inline thread_local Block* block = nullptr;

inline void yield(Wait wait) {
    Fibre* fibre = block->now;
    fibre->wait = wait;
    host_cuda_switch(&fibre->stack, block->scheduler);
}

inline void begin() {
    block->body(block->argument);
    yield(Wait::END);
}

inline void sync_block() {
    yield(Wait::BLOCK);
}

// Gives a value to the warp and waits for those of all lanes in the mask.
inline const uint64_t* exchange(unsigned mask, uint64_t value) {
    Fibre* fibre = block->now;
    Warp& warp = block->warps[fibre->number / LANES];
    const unsigned lane = fibre->number % LANES;
    if (!(mask >> lane & 1)) {
        block->trouble = "a lane takes part in an exchange whose mask leaves it out";
        yield(Wait::WARP);
    }
    const uint64_t mine = fibre->exchange++;
    warp.shown[mine & 1][lane] = value;
    warp.arrived |= 1u << lane;
    if (warp.arrived == mask) {
        warp.arrived = 0;
        warp.exchange = mine + 1;
    }
    while (warp.exchange <= mine) {
        yield(Wait::WARP);
    }
    return warp.shown[mine & 1];
}

template <typename T>
uint64_t packed(T value) {
    static_assert(sizeof(T) <= sizeof(uint64_t));
    uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(T));
    return bits;
}

template <typename T>
T unpacked(uint64_t bits) {
    T value;
    std::memcpy(&value, &bits, sizeof(T));
    return value;
}

inline void lay_out(Block& b) {
    const unsigned threads = b.size.x * b.size.y * b.size.z;
    b.fibres.assign(threads, Fibre());
    b.warps.assign((threads + LANES - 1) / LANES, Warp());
    if (!b.stacks) {
        b.stacks = std::make_unique<char[]>(threads * STACK);
    }
    for (unsigned t = 0; t < threads; t++) {
        Fibre& fibre = b.fibres[t];
        fibre.number = t;
        fibre.thread = {t % b.size.x, t / b.size.x % b.size.y, t / b.size.x / b.size.y};
        const uintptr_t end = reinterpret_cast<uintptr_t>(b.stacks.get() + (t + 1) * STACK) & ~uintptr_t(15);
        // As if begin() had been called: six saved registers below the address to return to, which is 8 below a
        // multiple of 16 once it is taken.
        void** top = reinterpret_cast<void**>(end - 16);
        *top = reinterpret_cast<void*>(&begin);
        fibre.stack = std::memset(top - 6, 0, 6 * sizeof(void*));
    }
}

inline void run(Block& b, uint64_t seed) {
    lay_out(b);
    block = &b;
    std::vector<unsigned> order(b.fibres.size());
    for (unsigned i = 0; i < order.size(); i++) {
        order[i] = i;
    }
    // Another order for every block, without a generator that costs more than the kernel.
    const unsigned turn = seed * 2654435761u % order.size();
    std::rotate(order.begin(), order.begin() + turn, order.end());
    if (seed & 1) {
        std::reverse(order.begin(), order.end());
    }
    while (!b.trouble) {
        bool moved = false;
        unsigned atBarrier = 0;
        unsigned ended = 0;
        for (const unsigned t : order) {
            Fibre& fibre = b.fibres[t];
            atBarrier += fibre.wait == Wait::BLOCK;
            ended += fibre.wait == Wait::END;
            if (fibre.wait == Wait::BLOCK || fibre.wait == Wait::END
                || (fibre.wait == Wait::WARP && b.warps[t / LANES].exchange < fibre.exchange)) {
                continue;
            }
            moved = true;
            fibre.wait = Wait::NOTHING;
            b.now = &fibre;
            host_cuda_switch(&b.scheduler, fibre.stack);
            if (b.trouble) {
                return;
            }
        }
        if (moved) {
            continue;
        }
        if (ended == b.fibres.size()) {
            return;
        }
        if (atBarrier != b.fibres.size()) {
            b.trouble = atBarrier > 0 ? "a barrier that some threads of the block leave out"
                                      : "an exchange that some lanes of the warp leave out";
            return;
        }
        for (Fibre& fibre : b.fibres) {
            fibre.wait = Wait::NOTHING;
        }
    }
}

// One launch: the grid's blocks on as many threads as there are cores.
template <typename... A, size_t... I>
const char* launch(void (*kernel)(A...), dim3 grid, dim3 size, void** arguments, std::index_sequence<I...>) {
    std::tuple<A...> values(*static_cast<A*>(arguments[I])...);
    struct Call {
        void (*kernel)(A...);
        std::tuple<A...>* values;
    } call{kernel, &values};
    const uint64_t blocks = uint64_t(grid.x) * grid.y * grid.z;
    std::atomic<uint64_t> next{0};
    std::atomic<const char*> trouble{nullptr};
    const auto work = [&] {
        Block b;
        b.grid = grid;
        b.size = size;
        b.argument = &call;
        b.body = [](void* it) {
            Call* c = static_cast<Call*>(it);
            std::apply(c->kernel, *c->values);
        };
        for (uint64_t i = next++; i < blocks && !trouble; i = next++) {
            b.index = {unsigned(i % grid.x), unsigned(i / grid.x % grid.y), unsigned(i / grid.x / grid.y)};
            run(b, i);
            if (b.trouble) {
                trouble = b.trouble;
            }
        }
    };
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < std::max(1u, std::thread::hardware_concurrency()); i++) {
        helpers.emplace_back(work);
    }
    work();
    for (std::thread& helper : helpers) {
        helper.join();
    }
    return trouble;
}

}  // namespace host_cuda

#define threadIdx (host_cuda::block->now->thread)
#define blockIdx (host_cuda::block->index)
#define blockDim (host_cuda::block->size)
#define gridDim (host_cuda::block->grid)

inline void __syncthreads() {
    host_cuda::sync_block();
}

inline void __syncwarp(unsigned mask = 0xffffffffu) {
    host_cuda::exchange(mask, 0);
}

inline unsigned __ballot_sync(unsigned mask, int predicate) {
    const uint64_t* shown = host_cuda::exchange(mask, predicate != 0);
    unsigned bits = 0;
    for (unsigned lane = 0; lane < host_cuda::LANES; lane++) {
        bits |= unsigned(mask >> lane & 1 && shown[lane] != 0) << lane;
    }
    return bits;
}

template <typename T>
T __shfl_sync(unsigned mask, T value, int lane) {
    return host_cuda::unpacked<T>(host_cuda::exchange(mask, host_cuda::packed(value))[lane]);
}

template <typename T>
T __shfl_xor_sync(unsigned mask, T value, int other) {
    const unsigned lane = host_cuda::block->now->number % host_cuda::LANES;
    return host_cuda::unpacked<T>(host_cuda::exchange(mask, host_cuda::packed(value))[lane ^ other]);
}

template <typename T>
T atomicAdd(T* place, T value) {
    return std::atomic_ref<T>(*place).fetch_add(value);
}

template <typename T>
T atomicOr(T* place, T value) {
    return std::atomic_ref<T>(*place).fetch_or(value);
}

template <typename T>
T atomicMax(T* place, T value) {
    T old = std::atomic_ref<T>(*place).load();
    while (old < value && !std::atomic_ref<T>(*place).compare_exchange_weak(old, value)) {
    }
    return old;
}

inline int __ffs(unsigned word) {
    return __builtin_ffs(word);
}

inline void __trap() {
    host_cuda::block->trouble = "the kernel gave up";
    host_cuda::yield(host_cuda::Wait::WARP);
}

using std::max;
using std::min;
