package org.objectomaly.nn.eager;

import org.bytedeco.pytorch.Tensor;

/** Looks at features by the names that the reference implementation's modules have. */
@FunctionalInterface
public interface FeatureTrace {
    /** Looks at nothing. */
    FeatureTrace NONE = (name, feature) -> {};

    /**
     * Sees a feature, which belongs to the caller's scope.
     *
     * @param name of the module that made it
     * @param feature what it made; must not be changed
     */
    void feature(String name, Tensor feature);

    /**
     * Shows a feature and hands it on.
     *
     * @param name of the module that made it
     * @param feature what it made
     * @return the feature
     */
    default Tensor named(final String name, final Tensor feature) {
        feature(name, feature);
        return feature;
    }

    /**
     * A trace whose names begin with something.
     *
     * @param prefix put before each name, with its dot
     * @return a view of this trace
     */
    default FeatureTrace at(final String prefix) {
        return this == NONE ? NONE : (name, feature) -> feature(prefix + name, feature);
    }
}
