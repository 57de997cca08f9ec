package org.objectomaly.annotate;

import java.util.ArrayList;
import java.util.List;
import org.objectomaly.image.MaskSet;

/** The anomalous objects of one frame, from the top of the picture downwards. Filled again for every frame. */
public final class AnomalyObjects {
    private final List<AnomalyObject> pool = new ArrayList<>();
    private final MaskSet pixels = new MaskSet();
    private int size;

    /** No objects yet. */
    public AnomalyObjects() {}

    void clear(final int width, final int height) {
        size = 0;
        pixels.reset(width, height);
    }

    AnomalyObject add() {
        if (size == pool.size()) {
            pool.add(new AnomalyObject());
        }
        final AnomalyObject object = pool.get(size++);
        object.reset();
        return object;
    }

    /**
     * How many there are.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * One of them.
     *
     * @param index from 0
     * @return the object
     */
    public AnomalyObject get(final int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return pool.get(index);
    }

    /**
     * The pixels of each object.
     *
     * @return a set whose mask i is object i, on the map's grid
     */
    public MaskSet pixels() {
        return pixels;
    }
}
