package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of the report; the same in text, Markdown and HTML.
 *
 * @param title what it shows
 * @param header names of its columns
 * @param rows its cells, as many a row as there are columns; columns of figures begin where {@code figures} says
 * @param figures number of the first column that holds figures
 */
public record Table(String title, List<String> header, List<List<String>> rows, int figures) {
    /**
     * The table in Markdown, its columns aligned so that it also reads as plain text.
     *
     * @return lines
     */
    public String markdown() {
        final List<Integer> widths = new ArrayList<>();
        for (int c = 0; c < header.size(); c++) {
            int width = Math.max(3, header.get(c).length());
            for (final List<String> row : rows) {
                width = Math.max(width, row.get(c).length());
            }
            widths.add(width);
        }
        final StringBuilder text = new StringBuilder();
        line(text, header, widths);
        text.append('|');
        for (int c = 0; c < header.size(); c++) {
            text.append(' ').append("-".repeat(widths.get(c) - 1)).append(c < figures ? "- |" : ": |");
        }
        text.append('\n');
        rows.forEach(row -> line(text, row, widths));
        return text.toString();
    }

    private void line(final StringBuilder text, final List<String> cells, final List<Integer> widths) {
        text.append('|');
        for (int c = 0; c < cells.size(); c++) {
            final String gap = " ".repeat(widths.get(c) - cells.get(c).length());
            text.append(' ')
                    .append(c < figures ? cells.get(c) + gap : gap + cells.get(c))
                    .append(" |");
        }
        text.append('\n');
    }

    /**
     * The table in HTML.
     *
     * @return an element
     */
    public String html() {
        final StringBuilder text = new StringBuilder("<table>\n<tr>");
        for (int c = 0; c < header.size(); c++) {
            text.append(cell("th", c, header.get(c)));
        }
        text.append("</tr>\n");
        for (final List<String> row : rows) {
            text.append("<tr>");
            for (int c = 0; c < row.size(); c++) {
                text.append(cell("td", c, row.get(c)));
            }
            text.append("</tr>\n");
        }
        return text.append("</table>\n").toString();
    }

    private String cell(final String tag, final int column, final String content) {
        final String kind = column < figures ? "" : " class=\"figure\"";
        return "<" + tag + kind + ">" + escape(content) + "</" + tag + ">";
    }

    /**
     * A text with what HTML would take for its own.
     *
     * @param text any
     * @return the same for a page
     */
    public static String escape(final String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '<' -> "&lt;";
                    case '>' -> "&gt;";
                    case '&' -> "&amp;";
                    case '"' -> "&quot;";
                    default -> Character.toString(c);
                })
                .collect(Collectors.joining());
    }
}
