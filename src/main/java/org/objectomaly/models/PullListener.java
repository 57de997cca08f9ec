package org.objectomaly.models;

/** Hears how a pull goes. */
public interface PullListener {
    /**
     * Something worth a line.
     *
     * @param sentence for people
     */
    void say(String sentence);

    /**
     * Bytes begin to come.
     *
     * @param name of the model
     * @param total bytes in all, or -1 if the server does not say
     */
    void begins(String name, long total);

    /**
     * Bytes have come.
     *
     * @param bytes of the file that are there, those of earlier attempts included
     */
    void has(long bytes);

    /** No more come for now: the file is whole, or the connection broke. */
    void ends();
}
