package org.objectomaly.eval;

/** A report to be read. */
public interface ReportPages {
    /**
     * What a terminal shows: the tables and what to know of them.
     *
     * @return text
     */
    String text();

    /**
     * The report in Markdown.
     *
     * @return text
     */
    String markdown();

    /**
     * The report in HTML, with nothing needed beside it.
     *
     * @return a whole page
     */
    String html();
}
