package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Square windows side by side over maps {@code [B,H,W,C]}, which are filled up with zeros below and to the right.
 *
 * @param size rows and columns of a window
 * @param height rows of the maps
 * @param width columns of the maps
 */
public record Windows(int size, int height, int width) {
    /**
     * Cuts maps into windows.
     *
     * @param maps {@code [B,H,W,C]}
     * @return {@code [B*windows,size,size,C]}, row by row
     */
    public Tensor partition(final Tensor maps) {
        final long channels = maps.size(3);
        final Tensor padded = across() * size == width && down() * size == height
                ? maps
                : torch.constant_pad_nd(maps, 0, 0, 0, across() * size - width, 0, down() * size - height);
        return padded.reshape(maps.size(0), down(), size, across(), size, channels)
                .permute(0, 1, 3, 2, 4, 5)
                .reshape(maps.size(0) * down() * across(), size, size, channels);
    }

    /**
     * Puts windows together again.
     *
     * @param windows {@code [B*windows,size,size,C]}
     * @return {@code [B,H,W,C]} without what was filled up
     */
    public Tensor join(final Tensor windows) {
        final long channels = windows.size(3);
        final long batch = windows.size(0) / ((long) down() * across());
        return windows.reshape(batch, down(), across(), size, size, channels)
                .permute(0, 1, 3, 2, 4, 5)
                .reshape(batch, (long) down() * size, (long) across() * size, channels)
                .narrow(1, 0, height)
                .narrow(2, 0, width);
    }

    private int down() {
        return (height + size - 1) / size;
    }

    private int across() {
        return (width + size - 1) / size;
    }
}
