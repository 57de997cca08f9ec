package org.objectomaly.eval;

/** Which of the refinements a map has been through: the rows of the paper's Table 3. */
public enum Variant {
    /** The coarse map A0 as it is. */
    CAS("CAS"),
    /** The map A1: A0 after OASC. */
    OASC("CAS + OASC"),
    /** A0 after MBP alone. */
    MBP("CAS + MBP"),
    /** The map A: after OASC and MBP, the whole method. */
    BOTH("CAS + OASC + MBP");

    private final String title;

    Variant(final String title) {
        this.title = title;
    }

    /**
     * The stages by name.
     *
     * @return such as {@code CAS + OASC}
     */
    public String title() {
        return title;
    }
}
