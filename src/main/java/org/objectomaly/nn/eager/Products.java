package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.Work;

/** Products of matrices that belong to no layer, counted as work. */
public final class Products {
    private Products() {}

    /**
     * Matrix by matrix.
     *
     * @param a {@code [B,n,k]}
     * @param b {@code [B,k,m]} of the same type
     * @return {@code [B,n,m]}
     */
    public static Tensor of(final Tensor a, final Tensor b) {
        count(a, b.size(2));
        return torch.bmm(a, b);
    }

    /**
     * Matrix by matrix, added to something.
     *
     * @param summand {@code [B,n,m]}, B may be 1
     * @param a {@code [B,n,k]}
     * @param b {@code [B,k,m]} of the same type
     * @return {@code [B,n,m]}
     */
    public static Tensor addedTo(final Tensor summand, final Tensor a, final Tensor b) {
        count(a, b.size(2));
        return torch.baddbmm(summand, a, b);
    }

    /**
     * Matrix by matrix, added to something in its place.
     *
     * @param sum {@code [B,n,m]}, changed
     * @param a {@code [B,n,k]}
     * @param b {@code [B,k,m]} of the same type
     * @return the sum itself
     */
    public static Tensor addTo(final Tensor sum, final Tensor a, final Tensor b) {
        count(a, b.size(2));
        sum.baddbmm_(a, b);
        return sum;
    }

    /**
     * Rows by the rows of a matrix, plus a bias: as a convolution of 1 x 1, which adds its bias on the way, where a linear
     * layer writes it everywhere before.
     *
     * @param x {@code [B,n,k]}
     * @param weight {@code [m,k]} of the same type
     * @param bias {@code [m]} of the same type, or null
     * @return {@code [B,n,m]}
     */
    public static Tensor linear(final Tensor x, final Tensor weight, final Tensor bias) {
        count(x, weight.size(0));
        if (!x.is_cpu()) {
            return torch.linear(x, weight, bias == null ? new TensorOptional() : new TensorOptional(bias));
        }
        final long[] one = {1, 1};
        final Tensor maps = x.view(x.size(0), 1, x.size(1), x.size(2)).permute(0, 3, 1, 2);
        final TensorOptional summand = bias == null ? new TensorOptional() : new TensorOptional(bias);
        final Tensor kernel = weight.view(weight.size(0), weight.size(1), 1, 1);
        return torch.conv2d(maps, kernel, summand, one, new long[] {0, 0}, one, 1)
                .permute(0, 2, 3, 1)
                .view(x.size(0), x.size(1), weight.size(0));
    }

    /**
     * A few rows by many. The libraries behind libtorch do not share out a product of matrices in single precision among
     * the cores, so that of a single pair is done as {@link #linear}.
     *
     * @param few {@code [B,n,k]}
     * @param many {@code [B,m,k]} of the same type
     * @return {@code [B,n,m]}, without gaps
     */
    public static Tensor fewByMany(final Tensor few, final Tensor many) {
        return few.size(0) == 1
                ? linear(many, few.squeeze(0), null).transpose(1, 2).contiguous()
                : of(few, many.transpose(1, 2));
    }

    private static void count(final Tensor a, final long columns) {
        Work.ofThisThread().add(a.numel() * columns, a.scalar_type().intern() == ScalarType.BFloat16);
    }
}
