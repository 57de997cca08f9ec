package org.objectomaly.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectomaly.nn.WeightSource;

/**
 * Makes checkpoints as Meta and the authors of MobileSAM publish theirs: {@code torch.save} of a state dict in single
 * precision, for SAM 2 inside a dict whose only entry is {@code model}.
 */
public final class StateDictFile {
    private StateDictFile() {}

    /**
     * Makes a checkpoint.
     *
     * @param file to be written
     * @param weights all of them, in their order
     * @param wrapper the entry that holds the state dict, or null if the file is the state dict
     */
    public static void write(final Path file, final WeightSource weights, final String wrapper) {
        final TorchFileWriter torch = new TorchFileWriter();
        final Map<String, Object> tensors = new LinkedHashMap<>();
        for (final String key : weights.keys()) {
            final String storage = Integer.toString(tensors.size());
            final long[] shape = weights.shape(key);
            final long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            torch.floats(storage, count, () -> weights.values(key));
            tensors.put(key, torch.tensor(storage, shape));
        }
        final Object stateDict = TorchFileWriter.orderedDict(tensors);
        torch.official(file, wrapper == null ? stateDict : Map.of(wrapper, stateDict));
    }
}
