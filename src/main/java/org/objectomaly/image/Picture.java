package org.objectomaly.image;

import org.bytedeco.javacpp.BytePointer;

/**
 * One frame as the networks see it: 8-bit R, G, B interleaved ({@code [H,W,3]}), rows packed, in native memory that
 * this object owns.
 *
 * <p>{@link #content()} leaves out padding: black bars at the edges are part of the file but not of the road, and no
 * network should look at them.
 */
public final class Picture implements AutoCloseable {
    private final int width;
    private final int height;
    private final BytePointer rgb;
    private Region content;
    private YuvPlanes planes;

    /**
     * A black picture.
     *
     * @param width columns, at least 1
     * @param height rows, at least 1
     */
    public Picture(final int width, final int height) {
        this.width = width;
        this.height = height;
        this.rgb = new BytePointer(3L * width * height).fill(0);
        this.content = Region.whole(width, height);
    }

    /**
     * Columns.
     *
     * @return pixels
     */
    public int width() {
        return width;
    }

    /**
     * Rows.
     *
     * @return pixels
     */
    public int height() {
        return height;
    }

    /**
     * Distance between two rows.
     *
     * @return bytes, 3 x width
     */
    public int stride() {
        return 3 * width;
    }

    /**
     * The pixels; valid until this picture is closed.
     *
     * @return native memory of 3 x width x height bytes, to be read and written in place
     */
    public BytePointer rgb() {
        return rgb;
    }

    /**
     * The part that shows the scene.
     *
     * @return the whole picture unless a border was found
     */
    public Region content() {
        return content;
    }

    /**
     * Sets the part that shows the scene.
     *
     * @param region a region inside this picture
     */
    public void content(final Region region) {
        this.content = region;
    }

    /**
     * The planes that this picture was made of.
     *
     * @return valid as long as the frame is; null if there are none, or no longer
     */
    public YuvPlanes planes() {
        return planes;
    }

    /**
     * Notes what this picture was made of.
     *
     * @param source the frame's planes; null if they do not stay
     */
    public void planes(final YuvPlanes source) {
        this.planes = source;
    }

    @Override
    public void close() {
        rgb.close();
    }
}
