package org.objectomaly.nn;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.PointerConsumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;

/** A picture's content, or a part of the picture, as a tensor, without a copy. */
public final class PictureTensor {
    private PictureTensor() {}

    /**
     * Looks at the content of a picture.
     *
     * @param picture must stay open as long as the tensor is used
     * @return {@code [1,3,h,w]} of bytes over the picture's own memory; it belongs to the caller's scope
     */
    public static Tensor of(final Picture picture) {
        return of(picture, picture.content());
    }

    /**
     * Looks at a part of a picture.
     *
     * @param picture must stay open as long as the tensor is used
     * @param region the part
     * @return {@code [1,3,h,w]} of bytes over the picture's own memory; it belongs to the caller's scope
     */
    public static Tensor of(final Picture picture, final Region region) {
        final long stride = picture.stride();
        final BytePointer first = picture.rgb().getPointer(region.y() * stride + 3L * region.x());
        final long[] sizes = {1, 3, region.height(), region.width()};
        final long[] strides = {stride * region.height(), 1, stride, 3};
        return torch.from_blob(first, sizes, strides, (PointerConsumer) null, new TensorOptions(ScalarType.Byte));
    }
}
