// Behind a kernel's source: HOST_KERNELS(F) calls F with the name of each of its kernels. The library then has one
// function for them all.
#pragma once

#define HOST_KERNEL(name)                                                                              \
    if (!std::strcmp(kernel, #name)) {                                                                 \
        return host_kernels::call(&name, grid, size, arguments);                                       \
    }

namespace host_kernels {
template <typename... A>
const char* call(void (*kernel)(A...), dim3 grid, dim3 size, void** arguments) {
    return host_cuda::launch(kernel, grid, size, arguments, std::index_sequence_for<A...>());
}
}  // namespace host_kernels

// Null arguments only ask whether there is such a kernel; the answer is null, or what went wrong.
extern "C" const char* host_kernel(const char* kernel, dim3 grid, dim3 size, void** arguments) {
    if (arguments == nullptr) {
#define HOST_KERNEL_IS(name) \
    if (!std::strcmp(kernel, #name)) { \
        return nullptr; \
    }
        HOST_KERNELS(HOST_KERNEL_IS)
        return "no such kernel";
    }
    HOST_KERNELS(HOST_KERNEL)
    return "no such kernel";
}
