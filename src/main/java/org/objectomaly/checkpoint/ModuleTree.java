package org.objectomaly.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The state dict of a whole pickled {@code torch.nn.Module}, of whatever class: each module keeps its tensors in
 * {@code _parameters} and {@code _buffers} and its children in {@code _modules}, and the names of the state dict are
 * the path to them. FastSAM's published files are such objects.
 */
final class ModuleTree {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_MODULES = 100_000;

    private final BiConsumer<String, Object> found;
    private int modules;

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
        // The tree may contain itself, or one branch many times: both bounds are needed.
        if (depth > MAX_DEPTH || ++modules > MAX_MODULES || path.length() > StateDict.MAX_NAME) {
            throw Unreadable.unsupported("its modules are nested deeper than those of any network");
        }
        final Map<?, ?> state = stateOf(module);
        entries(state, "_parameters").forEach((name, value) -> found.accept(path + name, value));
        final List<?> transientBuffers = elements(state.get("_non_persistent_buffers_set"));
        entries(state, "_buffers").forEach((name, value) -> {
            if (!transientBuffers.contains(name)) {
                found.accept(path + name, value);
            }
        });
        entries(state, "_modules").forEach((name, child) -> {
            if (isModule(child)) {
                visit(child, path + name + '.', depth + 1);
            }
        });
    }

    private static Map<?, ?> stateOf(final Object value) {
        return value instanceof PickleObject o && o.state() instanceof Map<?, ?> state ? state : null;
    }

    private static Map<?, ?> entries(final Map<?, ?> state, final String name) {
        final Map<?, ?> dict = PickleObject.asDict(state.get(name));
        return dict == null ? Map.of() : dict;
    }

    /** A set is pickled as a list, or as a call of {@code set} with a list, depending on the protocol. */
    private static List<?> elements(final Object set) {
        if (set instanceof PickleObject o && !o.arguments().isEmpty()) {
            return o.arguments().get(0) instanceof List<?> list ? list : List.of();
        }
        return set instanceof List<?> list ? list : List.of();
    }
}
