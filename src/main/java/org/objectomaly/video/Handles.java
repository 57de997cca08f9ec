package org.objectomaly.video;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * Lets one native callback serve any number of objects: C gets a number where it wants a pointer, hands it back with every
 * call, and the object is found by it.
 *
 * <p>JavaCPP has ten native functions for each type of callback and no more, and an eleventh callback is silently a null
 * pointer. So there is one callback for each type, for the whole process.
 *
 * @param <T> what is to be found
 */
final class Handles<T> {
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, T> objects = new ConcurrentHashMap<>();

    /** A number in the shape of a pointer; nothing lies there and nobody looks. */
    private static final class Handle extends Pointer {
        Handle(final long number) {
            super((Pointer) null);
            address = number;
        }
    }

    /**
     * Gives an object a handle of its own.
     *
     * @param object to be found until its handle is removed
     * @return what C is to hand back
     */
    Pointer put(final T object) {
        final long number = last.incrementAndGet();
        objects.put(number, object);
        return new Handle(number);
    }

    /**
     * Finds an object.
     *
     * @param handle what C handed back
     * @return the object; null if its handle was removed or C had none
     */
    T get(final Pointer handle) {
        return handle == null ? null : objects.get(handle.address());
    }

    /**
     * Forgets an object.
     *
     * @param handle its handle
     */
    void remove(final Pointer handle) {
        objects.remove(handle.address());
    }
}
