package org.objectomaly.nn.mask2former;

import org.objectomaly.Fault;

/** What is said of weights that have the names of such a network, but not the sizes of any that is known. */
final class UnknownSizes {
    private UnknownSizes() {}

    /**
     * A fault to be thrown.
     *
     * @param what is unlike all known ones, with {@code %d} for the sizes
     * @param sizes that were found
     * @return of kind MODEL
     */
    static Fault fault(final String what, final Object... sizes) {
        return Fault.of(
                Fault.Kind.MODEL,
                "These weights have the names of Mask2Former's, but " + what
                        + "; take a checkpoint that is in the catalogue.",
                sizes);
    }
}
