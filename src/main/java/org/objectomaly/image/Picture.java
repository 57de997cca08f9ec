package org.objectomaly.image;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;

/**
 * One frame as the networks see it: 8-bit R, G, B interleaved ({@code [H,W,3]}), rows packed, in native memory that
 * this object owns.
 *
 * <p>{@link #content()} leaves out padding: black bars at the edges are part of the file but not of the road, and no
 * network should look at them.
 *
 * <p>Any number of threads may read it while none writes.
 */
public final class Picture implements AutoCloseable {
    /** What was made of a picture and is kept with it. */
    public interface Derived extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Bytes behind the last pixel that belong to the picture too: converters with vector code write whole vectors, at most
     * this far past the end of a row.
     */
    public static final int SPARE = 512;

    private final int width;
    private final int height;
    private final BytePointer rgb;
    private Region content;
    private YuvPlanes planes;
    private final Map<Object, Derived> made = new HashMap<>();

    /**
     * A black picture.
     *
     * @param width columns, at least 1
     * @param height rows, at least 1
     */
    public Picture(final int width, final int height) {
        this.width = width;
        this.height = height;
        final long bytes = 3L * width * height;
        this.rgb = new BytePointer(bytes + SPARE).fill(0).limit(bytes);
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
     * The pixels, to be read; valid until this picture is closed.
     *
     * @return native memory of 3 x width x height bytes
     */
    public BytePointer rgb() {
        return rgb;
    }

    /**
     * The pixels, to be written in place; what was made of the old ones is forgotten.
     *
     * @return native memory of 3 x width x height bytes
     */
    public BytePointer overwrite() {
        forget();
        return rgb;
    }

    /**
     * What is made of the content once for all who want the same; others who ask meanwhile wait for it.
     *
     * @param wish equal for those who want the same
     * @param type what is made for such a wish
     * @param maker makes it for the first who asks
     * @param <T> what is made
     * @return this picture's own, closed by {@link #forget}
     */
    public synchronized <T extends Derived> T shared(final Object wish, final Class<T> type, final Supplier<T> maker) {
        return type.cast(made.computeIfAbsent(wish, first -> maker.get()));
    }

    /** Closes what was made of this picture: nobody looks at it any more. */
    public synchronized void forget() {
        if (!made.isEmpty()) {
            made.values().forEach(Derived::close);
            made.clear();
        }
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
        forget();
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
        forget();
        rgb.close();
    }
}
