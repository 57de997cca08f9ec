package org.objectomaly.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The values a pickle is working on, and the marks between them; taking more than is there is {@link Unreadable}. */
final class PickleStack {
    private final ArrayList<Object> values = new ArrayList<>();
    private int[] marks = new int[16];
    private int markCount;

    void push(final Object value) {
        values.add(value);
    }

    /** The topmost value above the last mark; it stays. */
    Object peek() {
        if (values.size() <= floor()) {
            throw Unreadable.damaged("its pickle takes more values than it has put");
        }
        return values.get(values.size() - 1);
    }

    /** The topmost value above the last mark; it is taken. */
    Object pop() {
        final Object top = peek();
        values.remove(values.size() - 1);
        return top;
    }

    /** Removes the topmost value, or the last mark where that is what lies on top. */
    void drop() {
        if (markCount > 0 && values.size() == floor()) {
            markCount--;
        } else {
            pop();
        }
    }

    /** Takes the topmost values, the last one last. */
    List<Object> last(final int count) {
        final Object[] taken = new Object[count];
        for (int i = count - 1; i >= 0; i--) {
            taken[i] = pop();
        }
        return Arrays.asList(taken);
    }

    void mark() {
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, 2 * markCount);
        }
        marks[markCount++] = values.size();
    }

    /** Takes everything above the last mark, and the mark. */
    List<Object> toMark() {
        if (markCount == 0) {
            throw Unreadable.damaged("its pickle misses a mark");
        }
        final List<Object> above = values.subList(marks[--markCount], values.size());
        final List<Object> taken = new ArrayList<>(above);
        above.clear();
        return taken;
    }

    private int floor() {
        return markCount == 0 ? 0 : marks[markCount - 1];
    }
}
