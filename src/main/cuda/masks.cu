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
