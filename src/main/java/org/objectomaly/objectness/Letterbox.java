package org.objectomaly.objectness;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;

/**
 * How a picture fits into a network's input: its longer side as long as wanted, its aspect kept, and grey around it up
 * to the next multiples of 32.
 *
 * @param pictureWidth columns of the picture's content
 * @param pictureHeight rows of it
 * @param inner where it lies in the input
 * @param width columns of the input
 * @param height rows of the input
 */
public record Letterbox(int pictureWidth, int pictureHeight, Region inner, int width, int height) {
    private static final int MULTIPLE = 32;
    private static final byte GREY = 114;
    /** The reference's way to make odd paddings one larger behind than before the picture. */
    private static final double EARLIER = 0.1;

    /**
     * The letterbox for a picture.
     *
     * @param pictureWidth columns of its content
     * @param pictureHeight rows of it
     * @param longSide what its longer side becomes, rounded up to a multiple of 32
     * @return the letterbox
     */
    public static Letterbox of(final int pictureWidth, final int pictureHeight, final int longSide) {
        final int side = longSide + padding(longSide);
        final double ratio = Math.min((double) side / pictureHeight, (double) side / pictureWidth);
        final int innerWidth = Math.max(1, (int) Math.rint(pictureWidth * ratio));
        final int innerHeight = Math.max(1, (int) Math.rint(pictureHeight * ratio));
        final int right = padding(innerWidth);
        final int below = padding(innerHeight);
        final Region inner = new Region(before(right / 2.0), before(below / 2.0), innerWidth, innerHeight);
        return new Letterbox(pictureWidth, pictureHeight, inner, innerWidth + right, innerHeight + below);
    }

    private static int padding(final int side) {
        return Math.floorMod(-side, MULTIPLE);
    }

    private static int before(final double half) {
        return (int) Math.rint(half - EARLIER);
    }

    /**
     * A grey picture of the input's size.
     *
     * @return to be closed by the caller
     */
    public Picture frame() {
        final Picture frame = new Picture(width, height);
        frame.overwrite().fill(GREY);
        return frame;
    }

    /**
     * Puts a picture into its frame, interpolated bilinearly without antialiasing, in whole numbers.
     *
     * @param picture whose content has the size of this letterbox's picture
     * @param frame as {@link #frame} gave it
     */
    public void fit(final Picture picture, final Picture frame) {
        try (Mat content = view(picture, picture.rgb(), picture.content());
                Mat inside = view(frame, frame.overwrite(), inner);
                Size size = new Size(inner.width(), inner.height())) {
            opencv_imgproc.resize(content, inside, size, 0, 0, opencv_imgproc.INTER_LINEAR);
        }
    }

    private static Mat view(final Picture picture, final BytePointer rgb, final Region part) {
        final long first = (long) part.y() * picture.stride() + 3L * part.x();
        return new Mat(part.height(), part.width(), opencv_core.CV_8UC3, rgb.getPointer(first), picture.stride());
    }

    /**
     * Brings a detection back.
     *
     * @param box in pixels of the network's input
     * @return the same in pixels of the picture's content, cut off at its border
     */
    public Detection back(final Detection box) {
        final double gain = Math.min((double) height / pictureHeight, (double) width / pictureWidth);
        final int left = before((width - pictureWidth * gain) / 2);
        final int top = before((height - pictureHeight * gain) / 2);
        return box.in(
                back(box.left(), left, gain, pictureWidth),
                back(box.top(), top, gain, pictureHeight),
                back(box.right(), left, gain, pictureWidth),
                back(box.bottom(), top, gain, pictureHeight));
    }

    private static float back(final float position, final int padding, final double gain, final int side) {
        return Math.min(Math.max((position - padding) / (float) gain, 0), side);
    }

    /**
     * The part of a map over the input that lies over the picture.
     *
     * @param mapWidth columns of the map
     * @param mapHeight rows of the map
     * @return that part, at least one pixel
     */
    public Region window(final int mapWidth, final int mapHeight) {
        final double gain = Math.min((double) mapHeight / pictureHeight, (double) mapWidth / pictureWidth);
        final double besides = (mapWidth - pictureWidth * gain) / 2;
        final double above = (mapHeight - pictureHeight * gain) / 2;
        final int left = (int) besides;
        final int top = (int) above;
        return new Region(
                left,
                top,
                Math.max(1, (int) (mapWidth - besides) - left),
                Math.max(1, (int) (mapHeight - above) - top));
    }
}
