// The scores that a network gave for a picture's content, brought to the picture's own size: bilinear without aligned
// corners, as libtorch and the processor's form (image.Enlargement) have it, to the last bit.

// Where the middle of a new pixel lies on the old axis; the fused multiply-add is libtorch's.
__device__ float on_axis(int pixel, int size, int newSize) {
    return fmaxf(0, fmaf((float)size / newSize, pixel + 0.5f, -0.5f));
}

// One thread a pixel of the map; outside of the content it takes the score of what the network did not see.
extern "C" __global__ void cas_enlarge(const float* coarse, int columns, int rows, float elsewhere, float* scores,
                                       int width, int height, int left, int top, int contentWidth, int contentHeight) {
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y;
    if (x >= width) {
        return;
    }
    float score = elsewhere;
    if (x >= left && x < left + contentWidth && y >= top && y < top + contentHeight) {
        const float across = on_axis(x - left, columns, contentWidth);
        const float down = on_axis(y - top, rows, contentHeight);
        const int x0 = min((int)across, columns - 1);
        const int y0 = min((int)down, rows - 1);
        const int x1 = min(x0 + 1, columns - 1);
        const int y1 = min(y0 + 1, rows - 1);
        const float right = across - x0;
        const float lower = down - y0;
        const float* upperRow = coarse + (size_t)y0 * columns;
        const float* lowerRow = coarse + (size_t)y1 * columns;
        score = (1 - lower) * ((1 - right) * upperRow[x0] + right * upperRow[x1])
                + lower * ((1 - right) * lowerRow[x0] + right * lowerRow[x1]);
    }
    scores[(size_t)y * width + x] = score;
}
