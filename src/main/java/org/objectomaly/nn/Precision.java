package org.objectomaly.nn;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** How precisely convolutions and linear layers multiply. */
public enum Precision {
    /** 32 bits: as the networks were published. */
    SINGLE(ScalarType.Float),
    /** 16 bits with the range of 32 (bfloat16): faster only where the processor multiplies it by itself. */
    HALF(ScalarType.BFloat16);

    private final ScalarType type;

    Precision(final ScalarType type) {
        this.type = type;
    }

    /**
     * libtorch's name of it.
     *
     * @return the type of such tensors
     */
    public ScalarType type() {
        return type;
    }
}
