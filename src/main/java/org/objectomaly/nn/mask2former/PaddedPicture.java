package org.objectomaly.nn.mask2former;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.objectomaly.image.Picture;
import org.objectomaly.image.PilResize;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.PictureTensor;
import org.objectomaly.nn.eager.ImageNet;

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
    /** Both sides of what the network sees are divisible by this. */
    public static final int MULTIPLE = 32;

    /**
     * Rows of what the network sees.
     *
     * @return a multiple of {@link #MULTIPLE}
     */
    public int paddedRows() {
        return padded(rows);
    }

    /**
     * Columns of what the network sees.
     *
     * @return a multiple of {@link #MULTIPLE}
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
            return ImageNet.normalised(PictureTensor.of(picture, region), compute);
        }
        try (Picture small = PilResize.of(picture, region, rows, columns)) {
            return ImageNet.normalised(PictureTensor.of(small), compute);
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
        return (side + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    }
}
