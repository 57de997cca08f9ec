package org.objectomaly.nn.sam2;

import java.util.List;
import java.util.Set;
import org.objectomaly.Fault;
import org.objectomaly.nn.eager.DeviceWeights;

/**
 * What the shapes of an encoder's weights do not tell. From the configurations of facebookresearch/sam2, which are the
 * same for SAM 2 and SAM 2.1.
 *
 * @param name as in the published files' names
 * @param channels of the first stage
 * @param stages blocks of each stage
 * @param heads of the first stage's attention; each further stage has twice as many
 * @param windows rows and columns of each stage's windows, in pixels of that stage
 * @param everywhere numbers of the blocks that attend to the whole picture instead
 */
record HieraVariant(
        String name, int channels, List<Integer> stages, int heads, List<Integer> windows, Set<Integer> everywhere) {
    private static final List<Integer> USUAL = List.of(8, 4, 14, 7);

    private static final List<HieraVariant> PUBLISHED = List.of(
            new HieraVariant("hiera_t", 96, List.of(1, 2, 7, 2), 1, USUAL, Set.of(5, 7, 9)),
            new HieraVariant("hiera_s", 96, List.of(1, 2, 11, 2), 1, USUAL, Set.of(7, 10, 13)),
            new HieraVariant("hiera_b+", 112, List.of(2, 3, 16, 3), 2, USUAL, Set.of(12, 16, 20)),
            new HieraVariant("hiera_l", 144, List.of(2, 6, 36, 4), 2, List.of(8, 4, 16, 8), Set.of(23, 33, 43)));

    /**
     * Finds the published encoder that weights belong to.
     *
     * @param weights at {@code image_encoder.trunk}
     * @return the one of as many channels and blocks
     * @throws Fault of kind MODEL if there is none
     */
    static HieraVariant of(final DeviceWeights weights) {
        final int channels = weights.size(Hiera.PATCHES + ".weight", 0);
        final int depth = weights.count(Hiera.BLOCKS, "norm1.weight");
        return PUBLISHED.stream()
                .filter(one -> one.channels == channels && one.depth() == depth)
                .findFirst()
                .orElseThrow(() -> Fault.of(
                        Fault.Kind.MODEL,
                        "The image encoder has %d channels and %d blocks, as none of SAM 2's has (%s);"
                                + " take a checkpoint of one of these.",
                        channels,
                        depth,
                        String.join(
                                ", ", PUBLISHED.stream().map(HieraVariant::name).toList())));
    }

    /** Blocks in all stages. */
    int depth() {
        return stages.stream().mapToInt(Integer::intValue).sum();
    }
}
