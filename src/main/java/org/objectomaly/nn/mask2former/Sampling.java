package org.objectomaly.nn.mask2former;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** How deformable attention looks up values between the pixels of its levels: bilinear, 0 outside. */
interface Sampling {
    /**
     * Gathers, for every head of every pixel, its places' values times their shares.
     *
     * @param values {@code [B,L,heads,d]} in single precision, one level behind the other
     * @param sizes rows and columns of the levels
     * @param distances {@code [B,L,heads,levels,points,2]}: across and down, in pixels of the level that is looked at
     * @param shares {@code [B,L,heads,levels*points]}
     * @return {@code [B,L,heads*d]}
     */
    Tensor gather(Tensor values, List<long[]> sizes, Tensor distances, Tensor shares);
}
