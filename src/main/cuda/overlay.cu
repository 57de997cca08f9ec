// The map as colours over a picture of 4:2:0 planes, in place: level by level as annotate.Ink has it.
//
// A table's entry holds what a blend needs: the part of the old value that stays, of 2048, in the bits above 19, and what
// is added to it below. Chroma may be two planes (step 1) or one of pairs, as NV12 has it (step 2).

constexpr int TOP_LEVEL = 1023;
constexpr int ADD_BITS = 19;
constexpr int SHIFT = 11;

__device__ int level_of(float score) {
    // Not a number becomes 0: fmaxf gives the other value.
    return (int)(fminf(fmaxf(score, 0), 1) * TOP_LEVEL + 0.5f);
}

__device__ void blend(unsigned char* value, const unsigned* table, int level) {
    const unsigned entry = table[level];
    *value = (*value * (entry >> ADD_BITS) + (entry & ((1u << ADD_BITS) - 1))) >> SHIFT;
}

// One thread a sample of chroma, hence up to four of luma.
extern "C" __global__ void overlay_scores(const float* scores, int width, int height, unsigned char* y, int yStride,
                                          unsigned char* u, unsigned char* v, int chromaStride, int chromaStep,
                                          const unsigned* yTable, const unsigned* uTable, const unsigned* vTable,
                                          int firstVisible) {
    const int left = 2 * (blockIdx.x * blockDim.x + threadIdx.x);
    const int top = 2 * blockIdx.y;
    if (left >= width) {
        return;
    }
    const int right = min(left + 1, width - 1);
    const int bottom = min(top + 1, height - 1);
    const int a = level_of(scores[(size_t)top * width + left]);
    const int b = level_of(scores[(size_t)top * width + right]);
    const int c = level_of(scores[(size_t)bottom * width + left]);
    const int d = level_of(scores[(size_t)bottom * width + right]);
    // Most of a road is ordinary; what shows nothing is read and never written.
    if (max(max(a, b), max(c, d)) < firstVisible) {
        return;
    }
    blend(&y[(size_t)top * yStride + left], yTable, a);
    if (right > left) {
        blend(&y[(size_t)top * yStride + right], yTable, b);
    }
    if (bottom > top) {
        blend(&y[(size_t)bottom * yStride + left], yTable, c);
        if (right > left) {
            blend(&y[(size_t)bottom * yStride + right], yTable, d);
        }
    }
    // At an odd right edge there is one column, and the mean is of two.
    const int mean = right > left ? (a + b + c + d + 2) >> 2 : (a + c + 1) >> 1;
    const size_t chroma = (size_t)(top / 2) * chromaStride + (size_t)(left / 2) * chromaStep;
    blend(&u[chroma], uTable, mean);
    blend(&v[chroma], vTable, mean);
}
