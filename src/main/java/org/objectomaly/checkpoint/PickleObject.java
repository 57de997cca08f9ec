package org.objectomaly.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle wanted to be built by calling a class or a function: the name of it, what it would have been called
 * with, and all that was to be put into the result. Nothing is called; what it means is up to the reader.
 */
final class PickleObject {
    private final Object callable;
    private final List<?> arguments;
    private Object state;
    private final Map<Object, Object> items = new LinkedHashMap<>(0);
    private final List<Object> elements = new ArrayList<>(0);

    PickleObject(final Object callable, final List<?> arguments) {
        this.callable = callable;
        this.arguments = arguments;
    }

    /** What was to be called: as a rule a {@link PickleClass}. */
    Object callable() {
        return callable;
    }

    /** What it was to be called with. */
    List<?> arguments() {
        return arguments;
    }

    /** What {@code __setstate__} would have got, or null. */
    Object state() {
        return state;
    }

    void state(final Object given) {
        state = given;
    }

    /** The entries, for what is a kind of dict. */
    Map<Object, Object> items() {
        return items;
    }

    /** The elements, for what is a kind of list or set. */
    List<Object> elements() {
        return elements;
    }

    /** Whether a value is the result of calling this function or class. */
    static boolean isCall(final Object value, final String module, final String name) {
        return value instanceof PickleObject o && PickleClass.is(o.callable, module, name);
    }

    /**
     * The entries of a dict or of something derived from it.
     *
     * @return null if the value is nothing of the kind
     */
    static Map<?, ?> asDict(final Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        if (!(value instanceof PickleObject o)) {
            return null;
        }
        final boolean isOrderedDict = isCall(o, "collections", "OrderedDict");
        if (isOrderedDict && o.items.isEmpty() && !o.arguments.isEmpty()) {
            o.putPairs(o.arguments.get(0));
        }
        return isOrderedDict || !o.items.isEmpty() ? o.items : null;
    }

    /** Python 2 hands an OrderedDict its entries as one list of pairs. */
    private void putPairs(final Object pairs) {
        if (pairs instanceof List<?> list) {
            for (final Object pair : list) {
                if (pair instanceof List<?> p && p.size() == 2 && p.get(0) instanceof String key) {
                    items.put(key, p.get(1));
                }
            }
        }
    }
}
