// OASC, objectness-aware score calibration (paper, equations 8 to 10): every mask's pixels take the mask's mean of A0,
// masks on top of each other by area. Masks come as bits, see masks.cu.
//
//   oasc_sums   one pass over A0 and all words: sum and count of every mask
//   oasc_ranks  who lies on top of whom, and every mask's mean
//   oasc_paint  one pass over A0 and all words: each pixel takes the mean of the topmost mask that holds it

constexpr int WARP = 32;
constexpr unsigned ALL_LANES = 0xffffffffu;
constexpr int WARPS = 8;
constexpr int ROUNDS = 16;

__device__ double warp_sum(double value) {
    for (int step = WARP / 2; step > 0; step /= 2) {
        value += __shfl_xor_sync(ALL_LANES, value, step);
    }
    return value;
}

// A block of 8 warps takes 8 x 16 x 32 = 4096 pixels of one plane; lane b of a warp sums for mask b of the plane. Masks
// are large and even, so most words are empty, or the same for the whole warp; only along contours do lanes look at
// each pixel by itself. Sums are in double and nearly always exact, so that the order of blocks does not change a mean.
extern "C" __global__ void __launch_bounds__(WARPS* WARP)
    oasc_sums(const float* scores, const unsigned* words, int pixels, double* sums, unsigned* counts) {
    __shared__ float warpScores[WARPS][WARP];
    __shared__ unsigned warpWords[WARPS][WARP];
    __shared__ double blockSums[WARPS][WARP];
    __shared__ unsigned blockCounts[WARPS][WARP];
    const int lane = threadIdx.x % WARP;
    const int warp = threadIdx.x / WARP;
    const unsigned* plane = words + (size_t)blockIdx.y * pixels;
    double sum = 0;
    unsigned count = 0;
    const long long first = ((long long)blockIdx.x * WARPS + warp) * ROUNDS * WARP;
    for (int round = 0; round < ROUNDS; round++) {
        const long long pixel = first + round * WARP + lane;
        const unsigned word = pixel < pixels ? plane[pixel] : 0;
        if (__ballot_sync(ALL_LANES, word != 0) == 0) {
            continue;
        }
        const float score = word != 0 ? scores[pixel] : 0;
        const unsigned common = __shfl_sync(ALL_LANES, word, 0);
        if (__ballot_sync(ALL_LANES, word == common) == ALL_LANES) {
            const double total = warp_sum(score);
            if (common >> lane & 1) {
                sum += total;
                count += WARP;
            }
            continue;
        }
        warpScores[warp][lane] = score;
        warpWords[warp][lane] = word;
        __syncwarp();
        for (int i = 0; i < WARP; i++) {
            if (warpWords[warp][i] >> lane & 1) {
                sum += warpScores[warp][i];
                count++;
            }
        }
        __syncwarp();
    }
    blockSums[warp][lane] = sum;
    blockCounts[warp][lane] = count;
    __syncthreads();
    if (warp == 0) {
        for (int w = 1; w < WARPS; w++) {
            sum += blockSums[w][lane];
            count += blockCounts[w][lane];
        }
        if (count != 0) {
            atomicAdd(&sums[WARP * blockIdx.y + lane], sum);
            atomicAdd(&counts[WARP * blockIdx.y + lane], count);
        }
    }
}

// One thread a mask. The area that decides is that on the masks' own grid; equal areas keep their order. A mask's rank
// is its place in the order of painting, so the highest rank lies on top.
extern "C" __global__ void oasc_ranks(const double* sums, const unsigned* counts, const int* areas, int maskCount,
                                      int smallOnTop, int* ranks, float* means) {
    const int mask = blockIdx.x * blockDim.x + threadIdx.x;
    if (mask >= maskCount) {
        return;
    }
    const int area = areas[mask];
    int rank = 0;
    for (int other = 0; other < maskCount; other++) {
        const bool painted = smallOnTop ? areas[other] > area : areas[other] < area;
        rank += painted || (areas[other] == area && other < mask);
    }
    ranks[mask] = rank;
    means[mask] = (float)(sums[mask] / counts[mask]);
}

// One thread a pixel.
extern "C" __global__ void oasc_paint(const float* scores, const unsigned* words, int pixels, int planes,
                                      const int* ranks, const float* means, float* calibrated) {
    const long long pixel = (long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (pixel >= pixels) {
        return;
    }
    int topRank = -1;
    int top = 0;
    for (int plane = 0; plane < planes; plane++) {
        for (unsigned word = words[(size_t)plane * pixels + pixel]; word != 0; word &= word - 1) {
            const int mask = 32 * plane + __ffs(word) - 1;
            if (ranks[mask] > topRank) {
                topRank = ranks[mask];
                top = mask;
            }
        }
    }
    calibrated[pixel] = topRank < 0 ? scores[pixel] : means[top];
}
