package org.objectomaly.models;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page that came in place of a file. Google Drive asks with one before it gives a large file, either by a form
 * ({@code action} and hidden fields, one of them {@code confirm}) or, in its older form, by a link with
 * {@code confirm=} in it; {@link #confirmed} is where the answer "download anyway" leads.
 *
 * @param address where it came from, redirects followed
 * @param text of the page
 */
record WebPage(URI address, String text) {
    private static final int LONGEST = 1 << 20;
    private static final int START = 512;
    private static final int LONGEST_TITLE = 80;
    private static final Pattern FORM = Pattern.compile("(?is)<form\\b([^>]*)>(.*?)</form>");
    private static final Pattern INPUT = Pattern.compile("(?is)<input\\b([^>]*)>");
    private static final Pattern LINK = Pattern.compile("(?is)<a\\b([^>]*)>");
    private static final Pattern TITLE = Pattern.compile("(?is)<title>(.*?)</title>");

    /** Whether a body is a page by what it says of itself or how it begins; nothing of the body is used up. */
    static boolean isOne(final String contentType, final BufferedInputStream body) throws IOException {
        body.mark(START);
        final String start = new String(body.readNBytes(START), StandardCharsets.ISO_8859_1);
        body.reset();
        final String text = start.stripLeading().toLowerCase(Locale.ROOT);
        return contentType.toLowerCase(Locale.ROOT).startsWith("text/html")
                || text.startsWith("<!doctype html")
                || text.startsWith("<html");
    }

    static WebPage read(final URI address, final BufferedInputStream body) throws IOException {
        return new WebPage(address, new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8));
    }

    /** Where "download anyway" leads, if the page is Drive's question. */
    Optional<URI> confirmed() {
        return byForm().or(this::byLink).flatMap(this::trusted);
    }

    /** What the page calls itself, harmless for a terminal. */
    String title() {
        final Matcher title = TITLE.matcher(text);
        final String words =
                title.find() ? title.group(1).strip().replaceAll("[^\\x20-\\x7e]", "?") : "a page without a title";
        return words.length() <= LONGEST_TITLE ? words : words.substring(0, LONGEST_TITLE) + "...";
    }

    private Optional<String> byForm() {
        final Matcher form = FORM.matcher(text);
        while (form.find()) {
            final Map<String, String> fields = new LinkedHashMap<>();
            final Matcher input = INPUT.matcher(form.group(2));
            while (input.find()) {
                final String name = attribute(input.group(1), "name");
                if (!name.isEmpty()) {
                    fields.put(name, attribute(input.group(1), "value"));
                }
            }
            if (fields.containsKey("confirm")) {
                final String action = attribute(form.group(1), "action");
                final String query = fields.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
                return Optional.of(action + (action.contains("?") ? "&" : "?") + query);
            }
        }
        return Optional.empty();
    }

    private Optional<String> byLink() {
        final Matcher link = LINK.matcher(text);
        while (link.find()) {
            final String target = attribute(link.group(1), "href");
            if (target.contains("export=download") && target.contains("confirm=")) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }

    /** A page may send on to its own host or, from Google, to Google's; never from HTTPS to HTTP. */
    private Optional<URI> trusted(final String target) {
        final URI to;
        try {
            to = address.resolve(target);
        } catch (final IllegalArgumentException e) {
            return Optional.empty();
        }
        final boolean isSameHost = address.getAuthority().equals(to.getAuthority());
        final boolean isGoogle = isGoogle(address) && isGoogle(to);
        return address.getScheme().equals(to.getScheme()) && (isSameHost || isGoogle)
                ? Optional.of(to)
                : Optional.empty();
    }

    private static boolean isGoogle(final URI address) {
        return address.getHost() != null && address.getHost().matches("(?i)(.+\\.)?google(usercontent)?\\.com");
    }

    private static String attribute(final String tag, final String name) {
        final Matcher value = Pattern.compile("(?is)(?<![\\w-])" + name + "\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')")
                .matcher(tag);
        if (!value.find()) {
            return "";
        }
        final String raw = value.group(1) != null ? value.group(1) : value.group(2);
        return raw.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    }

    private static String encoded(final String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
