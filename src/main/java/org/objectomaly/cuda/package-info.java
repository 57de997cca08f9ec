/**
 * The GPU by CUDA's driver API: devices, their memory, and kernels that are compiled when the program starts, for the GPU
 * that is there, and maps that lie on a device. The kernels' sources lie in {@code src/main/cuda}.
 */
package org.objectomaly.cuda;
