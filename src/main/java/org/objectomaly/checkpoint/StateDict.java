package org.objectomaly.checkpoint;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The named tensors inside unpickled data, wherever they sit, and the plain values beside them.
 *
 * @param tensors by name, in the order of the file
 * @param extras numbers and texts beside the tensors, the epoch for instance
 */
record StateDict(Map<String, TensorData> tensors, Map<String, Object> extras) {
    static final int MAX_TENSORS = 100_000;
    static final int MAX_NAME = 1000;

    /**
     * The entries under which training programs put the state dict, the one to use first: where there is a running
     * average of the weights (ema) it is what the authors' own programs take.
     */
    private static final List<String> WRAPPERS = List.of(
            "ema",
            "state_dict",
            "model_state_dict",
            "model_state",
            "model",
            "net",
            "network",
            "module",
            "params",
            "weights");

    private static final int MAX_WRAPPERS = 4;

    /**
     * Finds the state dict.
     *
     * @param content what the pickle held
     * @param torch reads torch's tensors
     * @param memory what other tensors may take
     * @return at least one tensor
     * @throws Unreadable if there is none
     */
    static StateDict find(final Object content, final TorchTensors torch, final Memory memory) {
        final Finder finder = new Finder(torch, new NumpyArrays(memory));
        if (!finder.search(content, 0)) {
            throw Unreadable.unsupported("no tensors were found in it (%s)", describe(content));
        }
        return new StateDict(finder.tensors, finder.extras);
    }

    private static String describe(final Object content) {
        final Map<?, ?> dict = PickleObject.asDict(content);
        if (dict != null) {
            return "its entries are "
                    + String.join(
                            ", ",
                            dict.keySet().stream()
                                    .limit(8)
                                    .map(Unreadable::quote)
                                    .toList());
        }
        return content instanceof PickleObject o && o.callable() instanceof PickleClass c
                ? "it is one object of class " + Unreadable.quote(c)
                : "it is no dict";
    }

    private static final class Finder {
        private final TorchTensors torch;
        private final NumpyArrays numpy;
        private final Map<String, TensorData> tensors = new LinkedHashMap<>();
        private final Map<String, Object> extras = new LinkedHashMap<>();
        private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

        Finder(final TorchTensors torch, final NumpyArrays numpy) {
            this.torch = torch;
            this.numpy = numpy;
        }

        /** Whether tensors were found in this value. */
        boolean search(final Object value, final int depth) {
            // A dict may contain itself: each is looked at once.
            if (depth > MAX_WRAPPERS || value == null || !visited.add(value)) {
                return false;
            }
            if (ModuleTree.isModule(value)) {
                ModuleTree.walk(value, this::add);
                return !tensors.isEmpty();
            }
            final Map<?, ?> dict = PickleObject.asDict(value);
            if (dict == null) {
                return false;
            }
            boolean found = false;
            for (int i = 0; i < WRAPPERS.size() && !found; i++) {
                found = search(dict.get(WRAPPERS.get(i)), depth + 1);
            }
            for (final Map.Entry<?, ?> entry : dict.entrySet()) {
                final String name = entry.getKey() instanceof String key ? key : null;
                if (name != null && !found && isTensor(entry.getValue())) {
                    add(name, entry.getValue());
                } else if (name != null && isPlain(entry.getValue())) {
                    extras.putIfAbsent(name, entry.getValue());
                }
            }
            return !tensors.isEmpty()
                    || dict.size() == 1 && search(dict.values().iterator().next(), depth + 1);
        }

        private static boolean isPlain(final Object value) {
            return value instanceof String || value instanceof Number || value instanceof Boolean;
        }

        private static boolean isTensor(final Object value) {
            return TorchTensors.isTensor(value) || NumpyArrays.isArray(value);
        }

        private void add(final String name, final Object value) {
            if (!isTensor(value)) {
                return;
            }
            if (tensors.size() == MAX_TENSORS || name.length() > MAX_NAME) {
                throw Unreadable.unsupported("it names more or longer tensors than any network has");
            }
            final PickleObject object = (PickleObject) value;
            tensors.put(name, TorchTensors.isTensor(value) ? torch.read(object) : numpy.read(object));
        }
    }
}
