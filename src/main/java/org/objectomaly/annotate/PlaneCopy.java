package org.objectomaly.annotate;

import java.nio.ByteBuffer;
import org.objectomaly.image.YuvPlanes;

/** Copies a frame into a part of another one. */
final class PlaneCopy {
    private PlaneCopy() {}

    /**
     * Copies all three planes.
     *
     * @param source what is copied
     * @param target as high as the source
     * @param left the even column of the target where the source's first column goes; after an odd width the last
     *     column is repeated if the target has room for it
     */
    static void copy(final YuvPlanes source, final YuvPlanes target, final int left) {
        final int width = source.width();
        final int columns = (width + 1) / 2;
        for (int row = 0; row < source.height(); row++) {
            final int at = row * target.yStride() + left;
            target.y().put(at, source.y(), row * source.yStride(), width);
            if (left + width < target.width() && (width & 1) == 1) {
                target.y().put(at + width, target.y().get(at + width - 1));
            }
        }
        final int rows = (source.height() + 1) / 2;
        chroma(source.u(), source.chromaStride(), target.u(), target.chromaStride(), left / 2, columns, rows);
        chroma(source.v(), source.chromaStride(), target.v(), target.chromaStride(), left / 2, columns, rows);
    }

    private static void chroma(
            final ByteBuffer source,
            final int sourceStride,
            final ByteBuffer target,
            final int targetStride,
            final int left,
            final int columns,
            final int rows) {
        for (int row = 0; row < rows; row++) {
            target.put(row * targetStride + left, source, row * sourceStride, columns);
        }
    }
}
