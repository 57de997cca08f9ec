// From a decoded frame to a network's input in one step: 4:2:0 planes -> RGB -> the antialiased bilinear resize of the
// Python imaging library -> normalised channels. Each step rounds to bytes where the processor's form does, so that both
// give a network the same picture, but for the few levels by which the processor's quick conversion to RGB is off.

constexpr int WEIGHT_BITS = 22;

__device__ int to_byte(float value) {
    return (int)fminf(fmaxf(value + 0.5f, 0), 255);
}

// One axis of the resize: how many pixels each new one is a mean of, the first of them, and their weights.
struct Axis {
    const int* firsts;
    const int* weights;
    int most;

    // The mean of bytes as PIL rounds it.
    template <typename At>
    __device__ int mean(int i, At at) const {
        int sum = 1 << (WEIGHT_BITS - 1);
        for (int k = 0; k < most; k++) {
            const int weight = weights[i * most + k];
            if (weight != 0) {
                sum += weight * at(firsts[i] + k);
            }
        }
        return min(max(sum >> WEIGHT_BITS, 0), 255);
    }
};

// Chroma may be two planes (step 1) or one of pairs, as NV12 has it (step 2). The matrix is luma's offset and gain, and
// the gains of v in red, of u and v in green, of u in blue. into [3][height][width]. One thread a pixel and channel.
extern "C" __global__ void picture_input(const unsigned char* y, int yStride, const unsigned char* u,
                                         const unsigned char* v, int chromaStride, int chromaStep, int left, int top,
                                         const float* matrix, const int* columnFirsts, const int* columnWeights,
                                         int columnMost, const int* rowFirsts, const int* rowWeights, int rowMost,
                                         const float* scaleAndShift, float* into, int width, int height) {
    const int column = blockIdx.x * blockDim.x + threadIdx.x;
    const int row = blockIdx.y;
    const int channel = blockIdx.z;
    if (column >= width) {
        return;
    }
    const Axis across{columnFirsts, columnWeights, columnMost};
    const Axis down{rowFirsts, rowWeights, rowMost};
    const float uGain = channel == 0 ? 0 : channel == 1 ? matrix[3] : matrix[5];
    const float vGain = channel == 0 ? matrix[2] : channel == 1 ? matrix[4] : 0;
    const int value = down.mean(row, [&](int sourceRow) {
        const int line = top + sourceRow;
        return across.mean(column, [&](int sourceColumn) {
            const int at = left + sourceColumn;
            const size_t chroma = (size_t)(line / 2) * chromaStride + (size_t)(at / 2) * chromaStep;
            const float luma = (y[(size_t)line * yStride + at] - matrix[0]) * matrix[1];
            return to_byte(luma + uGain * (u[chroma] - 128.0f) + vGain * (v[chroma] - 128.0f));
        });
    });
    into[((size_t)channel * height + row) * width + column] =
        value * scaleAndShift[2 * channel] + scaleAndShift[2 * channel + 1];
}
