package org.objectomaly.checkpoint;

/** A pickle's reference to something outside it; {@code torch.save} names storages so. */
final class PersistentId {
    private final Object id;

    PersistentId(final Object id) {
        this.id = id;
    }

    /** What identifies it, as pickled. */
    Object id() {
        return id;
    }
}
