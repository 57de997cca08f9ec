// MBP, meticulous boundary precision (paper, equations 11 and 12), in one kernel: a block reads a tile of A1 once and
// does all four steps in shared memory.
//
//   A1 -> Laplacian -> contour pixels take the mean of their flat neighbours -> Gaussian along rows -> across them -> A
//
// Compiled without contraction to fused multiply-adds, so that the Laplacian is exactly 0 where the map is flat and
// every step rounds as the processor's form does.

constexpr int TILE_WIDTH = 32;
constexpr int TILE_HEIGHT = 16;
constexpr int THREADS = 256;

// What each step needs around the tile: the Gaussian reaches 3, a neighbour 1 more, its Laplacian again 1.
constexpr int BLUR = 3;
constexpr int NEAR = BLUR + 1;
constexpr int READ = NEAR + 1;

__constant__ float GAUSSIAN[BLUR + 1] = {0.3990502655506134f, 0.24203622341156006f, 0.05400558188557625f,
                                         0.004433047957718372f};

// Reflected without repeating the edge pixel, again and again on a small axis.
__device__ int reflected(int i, int size) {
    if (size == 1) {
        return 0;
    }
    while (i < 0 || i >= size) {
        i = i < 0 ? -i : 2 * size - 2 - i;
    }
    return i;
}

// A window of the map with a margin around the tile, indexed by the map's own columns and rows.
template <int MARGIN_X, int MARGIN_Y>
struct Window {
    static constexpr int COLUMNS = TILE_WIDTH + 2 * MARGIN_X;
    static constexpr int ROWS = TILE_HEIGHT + 2 * MARGIN_Y;
    float* values;
    int left;
    int top;

    __device__ Window(float* memory, int tileX, int tileY)
        : values(memory), left(tileX - MARGIN_X), top(tileY - MARGIN_Y) {}

    __device__ float& at(int x, int y) const {
        return values[(y - top) * COLUMNS + x - left];
    }

    // Calls work(x, y) for every pixel of the window, shared among the block's threads.
    template <typename Work>
    __device__ void each(Work work) const {
        for (int i = threadIdx.x; i < COLUMNS * ROWS; i += THREADS) {
            work(left + i % COLUMNS, top + i / COLUMNS);
        }
    }
};

using Read = Window<READ, READ>;
using Near = Window<NEAR, NEAR>;
using Blurred = Window<BLUR, BLUR>;
using Along = Window<0, BLUR>;
using Tile = Window<0, 0>;

// In the order in which NumPy adds up to eight values.
__device__ float sum_of(const float* f, int count) {
    if (count == 8) {
        return ((f[0] + f[1]) + (f[2] + f[3])) + ((f[4] + f[5]) + (f[6] + f[7]));
    }
    float sum = f[0];
    for (int i = 1; i < count; i++) {
        sum += f[i];
    }
    return sum;
}

__device__ float contour_mean(const Read& map, const Near& laplacian, int x, int y, int width, int height) {
    const float own = map.at(x, y);
    if (x == 0 || y == 0 || x == width - 1 || y == height - 1 || !(laplacian.at(x, y) > 0)) {
        return own;
    }
    float flat[8];
    int count = 0;
    for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
            if (laplacian.at(x + dx, y + dy) == 0) {
                flat[count++] = map.at(x + dx, y + dy);
            }
        }
    }
    return count == 0 ? own : sum_of(flat, count) / count;
}

extern "C" __global__ void __launch_bounds__(THREADS)
    mbp_refine(const float* calibrated, float* refined, int width, int height) {
    __shared__ float readMemory[Read::COLUMNS * Read::ROWS];
    __shared__ float nearMemory[Near::COLUMNS * Near::ROWS];
    __shared__ float blurredMemory[Blurred::COLUMNS * Blurred::ROWS];
    __shared__ float alongMemory[Along::COLUMNS * Along::ROWS];
    const int tileX = blockIdx.x * TILE_WIDTH;
    const int tileY = blockIdx.y * TILE_HEIGHT;
    const Read map(readMemory, tileX, tileY);
    const Near laplacian(nearMemory, tileX, tileY);
    const Blurred averaged(blurredMemory, tileX, tileY);
    const Along along(alongMemory, tileX, tileY);
    const Tile tile(nullptr, tileX, tileY);
    // Behind the last pixel the blur still looks at three more, all else there is nobody's.
    const auto needed = [=](int x, int y) { return x < width + BLUR && y < height + BLUR; };

    map.each([&](int x, int y) {
        if (needed(x, y)) {
            map.at(x, y) = calibrated[(size_t)reflected(y, height) * width + reflected(x, width)];
        }
    });
    __syncthreads();
    laplacian.each([&](int x, int y) {
        if (x >= 0 && y >= 0 && x < width && y < height) {
            const float centre = -4 * map.at(x, y);
            laplacian.at(x, y) = map.at(x, y - 1) + map.at(x - 1, y) + centre + map.at(x + 1, y) + map.at(x, y + 1);
        }
    });
    __syncthreads();
    averaged.each([&](int x, int y) {
        if (needed(x, y)) {
            averaged.at(x, y) = contour_mean(map, laplacian, reflected(x, width), reflected(y, height), width, height);
        }
    });
    __syncthreads();
    along.each([&](int x, int y) {
        if (x < width && y < height + BLUR) {
            float sum = GAUSSIAN[0] * averaged.at(x, y);
            for (int i = 1; i <= BLUR; i++) {
                sum += GAUSSIAN[i] * (averaged.at(x - i, y) + averaged.at(x + i, y));
            }
            along.at(x, y) = sum;
        }
    });
    __syncthreads();
    tile.each([&](int x, int y) {
        if (x < width && y < height) {
            float sum = GAUSSIAN[0] * along.at(x, y);
            for (int i = 1; i <= BLUR; i++) {
                sum += GAUSSIAN[i] * (along.at(x, y - i) + along.at(x, y + i));
            }
            refined[(size_t)y * width + x] = sum;
        }
    });
}
