// Object masks as bits: 32 masks share a word, so that a pixel's word says which of them hold it.
//
//   words[plane][pixel], bit b of plane p is mask 32 p + b; a pixel's number is y * width + x
//
// The map may be finer or coarser than the grid on which the masks were made. Cell c of the grid owns the map's columns
// (rows) from starts[c] to before starts[c + 1]: the nearest rule of the reference, turned around.

constexpr int WARP = 32;

// Masks given as runs. One warp a run; runs hold (mask, row, from, to) on the grid.
extern "C" __global__ void masks_of_runs(const int* runs, int runCount, const int* columnStarts, const int* rowStarts,
                                         unsigned* words, int width, int height) {
    const int run = (blockIdx.x * blockDim.x + threadIdx.x) / WARP;
    const int lane = threadIdx.x % WARP;
    if (run >= runCount) {
        return;
    }
    const int mask = runs[4 * run];
    const int row = runs[4 * run + 1];
    const int from = columnStarts[runs[4 * run + 2]];
    const int to = columnStarts[runs[4 * run + 3]];
    unsigned* plane = words + (size_t)(mask / 32) * width * height;
    const unsigned bit = 1u << mask % 32;
    for (int y = rowStarts[row]; y < rowStarts[row + 1]; y++) {
        for (int x = from + lane; x < to; x += WARP) {
            atomicOr(&plane[(size_t)y * width + x], bit);
        }
    }
}

// Where a pixel's middle lies on a smaller grid, as bilinear interpolation without aligned corners has it.
__device__ float on_grid(int pixel, float cellsPerPixel) {
    return fmaxf(0, (pixel + 0.5f) * cellsPerPixel - 0.5f);
}

// Masks given as small maps of logits [mask][cells down][cells across]: enlarged bilinearly and cut at a threshold, and
// only one bit of the enlargement is ever written. One thread a pixel and plane. The grid is laid over the region
// (left, top, regionWidth, regionHeight) of the map.
extern "C" __global__ void masks_of_logits(const float* logits, int maskCount, int across, int down, float threshold,
                                           unsigned* words, int width, int height, int left, int top, int regionWidth,
                                           int regionHeight) {
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y;
    const int plane = blockIdx.z;
    if (x >= width) {
        return;
    }
    unsigned word = 0;
    if (x >= left && x < left + regionWidth && y >= top && y < top + regionHeight) {
        const float column = on_grid(x - left, (float)across / regionWidth);
        const float row = on_grid(y - top, (float)down / regionHeight);
        const int x0 = min((int)column, across - 1);
        const int y0 = min((int)row, down - 1);
        const int x1 = min(x0 + 1, across - 1);
        const int y1 = min(y0 + 1, down - 1);
        const float right = column - x0;
        const float lower = row - y0;
        const int first = 32 * plane;
        const int last = min(first + 32, maskCount);
        for (int mask = first; mask < last; mask++) {
            const float* map = logits + (size_t)mask * across * down;
            const float upperRow = (1 - right) * map[y0 * across + x0] + right * map[y0 * across + x1];
            const float lowerRow = (1 - right) * map[y1 * across + x0] + right * map[y1 * across + x1];
            if ((1 - lower) * upperRow + lower * lowerRow > threshold) {
                word |= 1u << (mask - first);
            }
        }
    }
    words[((size_t)plane * height + y) * width + x] = word;
}
