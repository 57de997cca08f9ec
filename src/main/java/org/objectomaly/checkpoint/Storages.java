package org.objectomaly.checkpoint;

/** Where the elements of tensors lie: a torch storage by its key. */
@FunctionalInterface
interface Storages {
    /**
     * The bytes of a storage.
     *
     * @param key the name the pickle gives it
     * @return all its bytes
     * @throws Unreadable if there is none of this name
     */
    Bytes storage(String key);
}
