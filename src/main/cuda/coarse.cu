// Masks of networks where their logits lie: counted on the network's own coarse grid, then measured and drawn at the
// picture's size. What leaves the GPU are a few numbers a mask, and one bit a pixel of the masks that stay.
//
//   logits[mask][row][column], above 0 inside the object
//
//   coarse_count    what the grid tells of every mask
//   coarse_measure  counts and edges of some masks at the picture's size
//   coarse_draw     bits of some masks at the picture's size
//
// Each pixel is added up in the order in which the processor's forms do it (CoarseMask, PrototypeMasks), so that both see the
// same numbers and choose the same masks. What is reported is added up in memory that was 0 before: edges as the
// greatest distance that the mask reaches from the opposite edge, so that 0 is a mask that has no pixel.

constexpr int WARP = 32;
constexpr unsigned ALL_LANES = 0xffffffffu;
constexpr int THREADS = 256;

// Of one direction: the cells of the grid that count, and the pixels from "from" to before "to" that lie over them.
struct Span {
    int begin;
    int cells;
    int from;
    int to;
};

struct Part {
    int mask;
    Span down;
    Span across;
};

// One direction of the way from the grid to the picture: pixel i has weights[starts[i]] of cell firsts[i], and so on to
// before starts[i + 1]. Cells lie "step" apart.
struct Axis {
    const int* firsts;
    const int* starts;
    const float* weights;
    Span span;
    int step;

    // Where the k-th weight's cell is; beyond those that count, the outermost goes on.
    __device__ int cell(int pixel, int k) const {
        const int wanted = firsts[pixel] + k - starts[pixel];
        return step * min(max(wanted, span.begin), span.begin + span.cells - 1);
    }
};

// A pixel of line "at": first across the lines, then along this one. The other way round rounds otherwise.
__device__ float interpolated(const float* map, const Axis& lines, int at, const Axis& along, int pixel) {
    float sum = 0;
    for (int i = along.starts[pixel]; i < along.starts[pixel + 1]; i++) {
        const float* column = map + along.cell(pixel, i);
        float value = 0;
        for (int k = lines.starts[at]; k < lines.starts[at + 1]; k++) {
            value += lines.weights[k] * column[lines.cell(at, k)];
        }
        sum += along.weights[i] * value;
    }
    return sum;
}

__device__ void report_sum(int value, int* into) {
    for (int step = WARP / 2; step > 0; step /= 2) {
        value += __shfl_xor_sync(ALL_LANES, value, step);
    }
    if (threadIdx.x % WARP == 0 && value != 0) {
        atomicAdd(into, value);
    }
}

__device__ void report_most(int value, int* into) {
    for (int step = WARP / 2; step > 0; step /= 2) {
        value = max(value, __shfl_xor_sync(ALL_LANES, value, step));
    }
    if (threadIdx.x % WARP == 0 && value != 0) {
        atomicMax(into, value);
    }
}

// How far pixels reach along one direction, from its end and from its beginning.
struct Reach {
    int toBegin = 0;
    int toEnd = 0;

    __device__ void add(int i, int size) {
        toBegin = max(toBegin, size - i);
        toEnd = max(toEnd, i + 1);
    }

    __device__ void report(int* into) const {
        report_most(toBegin, into);
        report_most(toEnd, into + 1);
    }
};

// Looks at the columns and rows that the picture has anything of. For every mask: cells above -offset, runs of them in rows,
// their reach across and down; cells above offset; cells above 0. A row of blocks a mask.
extern "C" __global__ void __launch_bounds__(THREADS)
    coarse_count(const float* logits, int width, int height, int columns, int rows, float offset, int* counts) {
    const float* map = logits + (size_t)blockIdx.y * width * height;
    int around = 0;
    int runs = 0;
    int inside = 0;
    int object = 0;
    Reach across;
    Reach down;
    for (int i = blockIdx.x * THREADS + threadIdx.x; i < columns * rows; i += gridDim.x * THREADS) {
        const int x = i % columns;
        const int y = i / columns;
        const float* at = map + (size_t)y * width + x;
        if (*at > -offset) {
            around++;
            runs += x == 0 || !(at[-1] > -offset);
            inside += *at > offset;
            object += *at > 0;
            across.add(x, columns);
            down.add(y, rows);
        }
    }
    int* of = counts + 8 * blockIdx.y;
    report_sum(around, of);
    report_sum(runs, of + 1);
    report_sum(inside, of + 2);
    report_sum(object, of + 3);
    across.report(of + 4);
    down.report(of + 6);
}

// For every part: pixels above offset and above -offset; the reach of those above 0, down and across; their reach across once
// more, interpolated along columns first, which is how the sides alone are found. A row of blocks a part.
extern "C" __global__ void __launch_bounds__(THREADS)
    coarse_measure(const float* logits, int width, int height, const int* columnFirsts, const int* columnStarts,
                   const float* columnWeights, int columns, const int* rowFirsts, const int* rowStarts,
                   const float* rowWeights, int rows, const Part* parts, float offset, int* measures) {
    const Part part = parts[blockIdx.y];
    const Axis across = {columnFirsts, columnStarts, columnWeights, part.across, 1};
    const Axis down = {rowFirsts, rowStarts, rowWeights, part.down, width};
    const float* map = logits + (size_t)part.mask * width * height;
    const int wide = part.across.to - part.across.from;
    const int pixels = wide * (part.down.to - part.down.from);
    int inside = 0;
    int around = 0;
    Reach reachDown;
    Reach reachAcross;
    Reach sides;
    for (int i = blockIdx.x * THREADS + threadIdx.x; i < pixels; i += gridDim.x * THREADS) {
        const int x = part.across.from + i % wide;
        const int y = part.down.from + i / wide;
        const float logit = interpolated(map, down, y, across, x);
        inside += logit > offset;
        around += logit > -offset;
        if (logit > 0) {
            reachDown.add(y, rows);
            reachAcross.add(x, columns);
        }
        if (interpolated(map, across, x, down, y) > 0) {
            sides.add(x, columns);
        }
    }
    int* of = measures + 8 * blockIdx.y;
    report_sum(inside, of);
    report_sum(around, of + 1);
    reachDown.report(of + 2);
    reachAcross.report(of + 4);
    sides.report(of + 6);
}

// Pixels above 0: bit b of a part's word w of a row is its column 32 w + b; rows follow each other, and a part's words begin at
// firstWords of it. A warp a word at a time, a row of blocks a part.
extern "C" __global__ void __launch_bounds__(THREADS)
    coarse_draw(const float* logits, int width, int height, const int* columnFirsts, const int* columnStarts,
                const float* columnWeights, const int* rowFirsts, const int* rowStarts, const float* rowWeights,
                const Part* parts, const int* firstWords, unsigned* words) {
    const Part part = parts[blockIdx.y];
    const Axis across = {columnFirsts, columnStarts, columnWeights, part.across, 1};
    const Axis down = {rowFirsts, rowStarts, rowWeights, part.down, width};
    const float* map = logits + (size_t)part.mask * width * height;
    const int lane = threadIdx.x % WARP;
    const int wordsOfRow = (part.across.to - part.across.from + WARP - 1) / WARP;
    const int count = wordsOfRow * (part.down.to - part.down.from);
    const int warps = gridDim.x * THREADS / WARP;
    for (int word = (blockIdx.x * THREADS + threadIdx.x) / WARP; word < count; word += warps) {
        const int x = part.across.from + word % wordsOfRow * WARP + lane;
        const int y = part.down.from + word / wordsOfRow;
        const bool isObject = x < part.across.to && interpolated(map, down, y, across, x) > 0;
        const unsigned bits = __ballot_sync(ALL_LANES, isObject);
        if (lane == 0) {
            words[firstWords[blockIdx.y] + word] = bits;
        }
    }
}
