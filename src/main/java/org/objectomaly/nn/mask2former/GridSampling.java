package org.objectomaly.nn.mask2former;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Looks up by {@code grid_sample}, level by level, as the reference does where it has no kernel of its own; on any device.
 */
final class GridSampling implements Sampling {
    private static final long BILINEAR = 0;
    private static final long ZEROS = 0;

    @Override
    public Tensor gather(final Tensor values, final List<long[]> sizes, final Tensor distances, final Tensor shares) {
        final long batch = values.size(0);
        final long length = values.size(1);
        final long heads = values.size(2);
        final long points = distances.size(4);
        final Tensor centres =
                centres(sizes).to(values.device(), values.scalar_type().intern());
        final TensorVector sampled = new TensorVector();
        long first = 0;
        for (int level = 0; level < sizes.size(); level++) {
            final long height = sizes.get(level)[0];
            final long width = sizes.get(level)[1];
            final Tensor size = Tensor.create(new float[] {width, height})
                    .to(values.device(), values.scalar_type().intern());
            final Tensor map = values.narrow(1, first, height * width)
                    .permute(0, 2, 3, 1)
                    .reshape(batch * heads, -1, height, width);
            // From -1 to 1 over the whole level.
            final Tensor grid = centres.view(1, length, 1, 1, 2)
                    .add(distances.select(3, level).div(size))
                    .mul(new Scalar(2))
                    .sub(new Scalar(1))
                    .transpose(1, 2)
                    .reshape(batch * heads, length, points, 2);
            sampled.push_back(torch.grid_sampler(map, grid, BILINEAR, ZEROS, false));
            first += height * width;
        }
        final Tensor all = torch.stack(sampled, 3).flatten(3, 4);
        final Tensor weights = shares.transpose(1, 2).reshape(batch * heads, 1, length, -1);
        return all.mul(weights).sum(3).view(batch, -1, length).transpose(1, 2);
    }

    /** {@code [L,2]}: the middles of all pixels, from 0 to 1 over their level. */
    private static Tensor centres(final List<long[]> sizes) {
        final int length =
                sizes.stream().mapToInt(size -> (int) (size[0] * size[1])).sum();
        final float[] centres = new float[2 * length];
        int i = 0;
        for (final long[] size : sizes) {
            for (int y = 0; y < size[0]; y++) {
                for (int x = 0; x < size[1]; x++) {
                    centres[i++] = (x + 0.5f) / size[1];
                    centres[i++] = (y + 0.5f) / size[0];
                }
            }
        }
        return Tensor.create(centres, length, 2);
    }
}
