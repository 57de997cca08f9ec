package org.objectomaly.nn;

/** Looks at features by the names that the reference implementation's modules have. */
@FunctionalInterface
public interface Trace {
    /** Looks at nothing, and costs nothing. */
    Trace NONE = (name, feature) -> {};

    /**
     * Sees a feature while the network is drawn. To look at its values, make it an output of the program.
     *
     * @param name of the module that made it
     * @param feature what it made
     */
    void feature(String name, Node feature);
}
