package org.objectomaly.nn.mask2former;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.eager.FeatureTrace;

/** The first part of the network: a picture at four scales, called res2 to res5. */
interface PictureEncoder {
    /** Names of the scales, the finest first. */
    List<String> SCALES = List.of("res2", "res3", "res4", "res5");

    /**
     * Sees pictures.
     *
     * @param pictures {@code [B,3,H,W]}, normalised; H and W divisible by 32
     * @param trace sees what the modules make
     * @return {@code [B,C,H/4,W/4]} to {@code [B,8C,H/32,W/32]}
     */
    List<Tensor> apply(Tensor pictures, FeatureTrace trace);

    /**
     * Channels of the four scales.
     *
     * @return the finest first
     */
    List<Integer> channels();
}
