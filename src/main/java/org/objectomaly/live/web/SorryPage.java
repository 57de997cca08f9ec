package org.objectomaly.live.web;

/** What a browser shows instead of the page when it may not have it. */
final class SorryPage {
    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>objectomaly</title>
            <link rel="stylesheet" href="/app.css">
            <link rel="icon" href="/icon.svg">
            </head>
            <body class="sorry">
            <main>
            <h1>objectomaly</h1>
            <p>%s</p>
            %s
            </main>
            </body>
            </html>
            """;
    private static final String TOKEN =
            """
            <form action="/" method="get">
            <label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
            <button>Open</button>
            </form>
            """;

    private SorryPage() {}

    static String of(final Refusal refusal) {
        return String.format(PAGE, escaped(refusal.getMessage()), refusal.status() == 401 ? TOKEN : "");
    }

    private static String escaped(final String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
