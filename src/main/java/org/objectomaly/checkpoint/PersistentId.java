package org.objectomaly.checkpoint;

/** A pickle's reference to something outside it; {@code torch.save} names storages so. */
record PersistentId(Object id) {
    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public boolean equals(final Object other) {
        return this == other;
    }
}
