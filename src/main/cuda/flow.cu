// Carrying a map along the way that the picture went since: each pixel takes the score of where it was, faded by how far
// that way is to be trusted.

// A value between the cells of a small grid that covers the frame, with its edge repeated outside.
struct Between {
    int x0, x1, y0, y1;
    float right, lower;

    __device__ Between(float x, float y, int columns, int rows) {
        x = fminf(fmaxf(x, 0), columns - 1);
        y = fminf(fmaxf(y, 0), rows - 1);
        x0 = (int)x;
        y0 = (int)y;
        x1 = min(x0 + 1, columns - 1);
        y1 = min(y0 + 1, rows - 1);
        right = x - x0;
        lower = y - y0;
    }

    template <typename At>
    __device__ float of(At at) const {
        const float upperRow = (1 - right) * at(x0, y0) + right * at(x1, y0);
        const float lowerRow = (1 - right) * at(x0, y1) + right * at(x1, y1);
        return (1 - lower) * upperRow + lower * lowerRow;
    }
};

// field [rows][columns][2] leads from a cell to where it was, in cells; trust [rows][columns] is 0..1, or null to believe
// the field everywhere. One thread a pixel.
extern "C" __global__ void flow_carry(const float* evidence, const float* field, const float* trust, int columns,
                                      int rows, float* carried, int width, int height) {
    const int x = blockIdx.x * blockDim.x + threadIdx.x;
    const int y = blockIdx.y;
    if (x >= width) {
        return;
    }
    const float across = (float)width / columns;
    const float down = (float)height / rows;
    const Between cell((x + 0.5f) / across - 0.5f, (y + 0.5f) / down - 0.5f, columns, rows);
    const float dx = across * cell.of([=](int c, int r) { return field[2 * (r * columns + c)]; });
    const float dy = down * cell.of([=](int c, int r) { return field[2 * (r * columns + c) + 1]; });
    const Between place(x + dx, y + dy, width, height);
    float score = place.of([=](int c, int r) { return evidence[(size_t)r * width + c]; });
    if (trust != nullptr) {
        score *= cell.of([=](int c, int r) { return trust[r * columns + c]; });
    }
    carried[(size_t)y * width + x] = score;
}
