package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.objectomaly.image.Picture;
import org.objectomaly.image.PilResize;
import org.objectomaly.image.Region;
import org.objectomaly.nn.PictureTensor;
import org.objectomaly.nn.eager.Compute;
import org.objectomaly.nn.eager.Scope;

/**
 * How a picture, or a part of one, lies in what the network sees: resized, normalised, then filled up with zeros below and
 * to the right until the network can halve it.
 *
 * @param height rows of the picture
 * @param width columns of the picture
 * @param rows that it is resized to
 * @param columns that it is resized to
 */
public record PaddedPicture(int height, int width, int rows, int columns) {
    /** Of ImageNet's red, green and blue. */
    private static final float[] MEAN = {123.675f, 116.28f, 103.53f};

    private static final float[] DEVIATION = {58.395f, 57.12f, 57.375f};

    /**
     * Rows of what the network sees.
     *
     * @return a multiple of {@link Mask2Former#MULTIPLE}
     */
    public int paddedRows() {
        return padded(rows);
    }

    /**
     * Columns of what the network sees.
     *
     * @return a multiple of {@link Mask2Former#MULTIPLE}
     */
    public int paddedColumns() {
        return padded(columns);
    }

    /**
     * What the network sees.
     *
     * @param picture R, G, B
     * @param region the part of it, of this height and width
     * @param compute where the network runs
     * @return {@code [1,3,rows,columns]}, normalised, not filled up yet
     */
    public Tensor resized(final Picture picture, final Region region, final Compute compute) {
        if (rows == height && columns == width) {
            return normalised(PictureTensor.of(picture, region), compute);
        }
        try (Picture small = PilResize.of(picture, region, rows, columns)) {
            return normalised(PictureTensor.of(small), compute);
        }
    }

    private static Tensor normalised(final Tensor bytes, final Compute compute) {
        try (Scope scope = new Scope()) {
            final Tensor mean = compute.single(Tensor.create(MEAN, 1, 3, 1, 1));
            final Tensor deviation = compute.single(Tensor.create(DEVIATION, 1, 3, 1, 1));
            return scope.keep(compute.single(bytes).sub(mean).div(deviation));
        }
    }

    /**
     * Fills up.
     *
     * @param pictures {@code [B,3,rows,columns]}
     * @return {@code [B,3,paddedRows,paddedColumns]}, channels last
     */
    public Tensor padded(final Tensor pictures) {
        final Tensor whole = torch.constant_pad_nd(pictures, 0, paddedColumns() - columns, 0, paddedRows() - rows);
        return whole.contiguous(MemoryFormat.ChannelsLast);
    }

    private static int padded(final int side) {
        return (side + Mask2Former.MULTIPLE - 1) / Mask2Former.MULTIPLE * Mask2Former.MULTIPLE;
    }
}
