package org.objectomaly.image;

import java.nio.ByteBuffer;

/**
 * The planes of an 8-bit 4:2:0 frame, to be drawn into in place. Chroma planes have half the size, rounded up.
 *
 * @param width columns of the luma plane
 * @param height rows of the luma plane
 * @param y luma, direct memory
 * @param yStride bytes between two luma rows
 * @param u blue difference, direct memory
 * @param v red difference, direct memory
 * @param chromaStride bytes between two rows of either chroma plane
 * @param bt709 true for the BT.709 matrix, false for BT.601
 * @param fullRange true for 0..255, false for 16..235 (luma) and 16..240 (chroma)
 */
public record YuvPlanes(
        int width,
        int height,
        ByteBuffer y,
        int yStride,
        ByteBuffer u,
        ByteBuffer v,
        int chromaStride,
        boolean bt709,
        boolean fullRange) {}
