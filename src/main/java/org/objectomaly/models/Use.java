package org.objectomaly.models;

/** What a checkpoint is for. */
public enum Use {
    /** It scores pixels: {@code --cas}. */
    CAS("--cas"),
    /** It finds objects or their boundaries: {@code --masks}. */
    MASKS("--masks"),
    /** It teaches the program's own networks: {@code train}. */
    TRAIN("train");

    private final String option;

    Use(final String option) {
        this.option = option;
    }

    /**
     * Where its name is written.
     *
     * @return an option or a command
     */
    public String option() {
        return option;
    }
}
