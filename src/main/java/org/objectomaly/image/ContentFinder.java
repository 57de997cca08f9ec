package org.objectomaly.image;

import java.nio.ByteBuffer;

/**
 * Finds the part of a video that shows the scene: what is not a black bar at an edge.
 *
 * <p>A row or column belongs to the border while it has been black in every frame seen so far, so that a night frame
 * or a fade never shrinks the content, and the answer settles within the first frames. Frames of another size are another
 * video, of which nothing is known yet.
 */
public final class ContentFinder {
    /** Luma up to this is black: the black of limited range plus the noise of an encoder. */
    private static final int BLACK = 16 + 12;

    private Region whole = Region.whole(0, 0);
    private Region content = whole;

    /** A finder that has seen nothing yet. */
    public ContentFinder() {}

    /**
     * Looks at one more frame.
     *
     * @param frame the frame's planes; only luma is read
     * @return everything that was not black in this frame or an earlier one; the whole picture while all was black
     */
    public Region see(final YuvPlanes frame) {
        final Region size = Region.whole(frame.width(), frame.height());
        if (!size.equals(whole)) {
            whole = size;
            content = Region.whole(0, 0);
        }
        if (!content.equals(whole)) {
            content = content.union(bright(frame, content));
        }
        return content.isEmpty() ? whole : content;
    }

    /** The bright part of a frame outside a region already known; empty when there is none. */
    private static Region bright(final YuvPlanes frame, final Region known) {
        final int width = frame.width();
        final int height = frame.height();
        final int knownTop = known.isEmpty() ? height : known.y();
        final int knownLeft = known.isEmpty() ? width : known.x();
        int top = 0;
        while (top < knownTop && isBlack(frame, 0, width, top, 1)) {
            top++;
        }
        if (top == height) {
            return new Region(0, 0, 0, 0);
        }
        int bottom = height;
        while (bottom > Math.max(top, known.y() + known.height()) && isBlack(frame, 0, width, bottom - 1, 1)) {
            bottom--;
        }
        int left = 0;
        while (left < knownLeft && isBlack(frame, left, left + 1, top, bottom - top)) {
            left++;
        }
        int right = width;
        while (right > Math.max(left, known.x() + known.width())
                && isBlack(frame, right - 1, right, top, bottom - top)) {
            right--;
        }
        return new Region(left, top, right - left, bottom - top);
    }

    private static boolean isBlack(
            final YuvPlanes frame, final int from, final int to, final int firstRow, final int rows) {
        final ByteBuffer luma = frame.y();
        for (int row = firstRow; row < firstRow + rows; row++) {
            final int start = row * frame.yStride();
            for (int x = from; x < to; x++) {
                if ((luma.get(start + x) & 0xFF) > BLACK) {
                    return false;
                }
            }
        }
        return true;
    }
}
