package org.objectomaly.nn;

/** How a network of the SAM family comes to its masks. */
public enum MaskQuality {
    /** Step by step as the original, in single precision. */
    EXACT,
    /** The same masks sooner: rearranged products, half precision where the processor has it, nothing drawn in vain. */
    FAST
}
