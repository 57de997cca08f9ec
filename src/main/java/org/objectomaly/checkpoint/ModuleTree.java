package org.objectomaly.checkpoint;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The state dict of a whole pickled {@code torch.nn.Module}, of whatever class: each module keeps its tensors in
 * {@code _parameters} and {@code _buffers} and its children in {@code _modules}, and the names of the state dict are
 * the path to them. FastSAM's published files are such objects.
 */
final class ModuleTree {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_VISITS = 1_000_000;

    private final BiConsumer<String, Object> found;
    private int visited;

    private ModuleTree(final BiConsumer<String, Object> found) {
        this.found = found;
    }

    /** Whether a value is a pickled module. */
    static boolean isModule(final Object value) {
        final Map<?, ?> state = stateOf(value);
        return state != null && state.containsKey("_modules") && state.containsKey("_parameters");
    }

    /**
     * Visits the entries of the module's state dict in torch's order.
     *
     * @param module the root
     * @param found gets each name and value
     */
    static void walk(final Object module, final BiConsumer<String, Object> found) {
        new ModuleTree(found).visit(module, "", 0);
    }

    private void visit(final Object module, final String path, final int depth) {
        if (depth > MAX_DEPTH) {
            throw tooMuch();
        }
        count(1);
        final Map<?, ?> state = stateOf(module);
        forEach(state, "_parameters", (name, value) -> found.accept(join(path, name), value));
        final Set<Object> transientBuffers = transientBuffers(state);
        forEach(state, "_buffers", (name, value) -> {
            if (!transientBuffers.contains(name)) {
                found.accept(join(path, name), value);
            }
        });
        forEach(state, "_modules", (name, child) -> {
            if (isModule(child)) {
                visit(child, join(path, name) + '.', depth + 1);
            }
        });
    }

    /** The tree may contain itself, or one branch many times: what is looked at is counted every time. */
    private void count(final int more) {
        visited += more;
        if (visited > MAX_VISITS) {
            throw tooMuch();
        }
    }

    private static Unreadable tooMuch() {
        return Unreadable.unsupported("its modules are more or nested deeper than those of any network");
    }

    private static String join(final String path, final String name) {
        if (path.length() + name.length() > StateDict.MAX_NAME) {
            throw tooMuch();
        }
        return path + name;
    }

    private void forEach(final Map<?, ?> state, final String part, final BiConsumer<String, Object> action) {
        final Map<?, ?> dict = PickleObject.asDict(state.get(part));
        if (dict == null) {
            return;
        }
        count(dict.size());
        dict.forEach((name, value) -> {
            if (name instanceof String text && value != null) {
                action.accept(text, value);
            }
        });
    }

    /** Buffers that torch leaves out of state dicts: a set, pickled as a list or as a call of {@code set}. */
    private Set<Object> transientBuffers(final Map<?, ?> state) {
        final Object set = state.get("_non_persistent_buffers_set");
        final Object elements = set instanceof PickleObject o && !o.arguments().isEmpty()
                ? o.arguments().get(0)
                : set;
        final Set<Object> names = new HashSet<>();
        if (elements instanceof List<?> list) {
            count(list.size());
            list.stream().filter(String.class::isInstance).forEach(names::add);
        }
        return names;
    }

    private static Map<?, ?> stateOf(final Object value) {
        return value instanceof PickleObject o && o.state() instanceof Map<?, ?> state ? state : null;
    }
}
