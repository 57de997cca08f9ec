package org.objectomaly.eval;

/** What all pages have in common. */
public final class Html {
    /** What a page ends with. */
    public static final String END = "</body>\n</html>\n";

    private static final String STYLE =
            """
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 1180px; margin: 2em auto; padding: 0 1em; color: #1a1a1a }
            h1 { font-size: 1.6em } h2 { font-size: 1.2em; margin-top: 2em }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums }
            th, td { padding: .25em .8em; border-bottom: 1px solid #ddd; text-align: left }
            .figure { text-align: right }
            img { max-width: 100%; display: block } figure { margin: 1em 0 } figcaption { color: #555 }
            pre { background: #f4f4f4; padding: .8em; overflow-x: auto }
            """;

    private Html() {}

    /**
     * A page up to its title and first paragraph.
     *
     * @param title of the page
     * @param about the paragraph
     * @return to be continued
     */
    public static StringBuilder begin(final String title, final String about) {
        final StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(Table.escape(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
        heading(page, "h1", title);
        return page.append("<p>").append(Table.escape(about)).append("</p>\n");
    }

    /**
     * Adds a heading.
     *
     * @param page to add to
     * @param tag such as {@code h2}
     * @param text what it says
     */
    public static void heading(final StringBuilder page, final String tag, final String text) {
        page.append('<')
                .append(tag)
                .append('>')
                .append(Table.escape(text))
                .append("</")
                .append(tag)
                .append(">\n");
    }

    /**
     * Adds a list.
     *
     * @param page to add to
     * @param items its entries, as text
     */
    public static void list(final StringBuilder page, final Iterable<String> items) {
        page.append("<ul>\n");
        items.forEach(item -> page.append("<li>").append(Table.escape(item)).append("</li>\n"));
        page.append("</ul>\n");
    }

    /**
     * Adds a text whose line breaks count.
     *
     * @param page to add to
     * @param text what it says
     */
    public static void preformatted(final StringBuilder page, final String text) {
        page.append("<pre>").append(Table.escape(text)).append("</pre>\n");
    }
}
