package org.objectomaly.models;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectomaly.Fault;

/** One attempt to bring the rest of a file: one connection, or two where a page has to be answered first. */
final class Transfer {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int PROXY_WANTS_USER = 407;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_FAILS = 500;
    private static final int CHUNK = 1 << 16;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+|\\*)");

    private final ModelFile model;
    private final PartFile part;
    private final Http http;
    private final PullListener listener;
    private boolean hasResumed;

    Transfer(final ModelFile model, final PartFile part, final Http http, final PullListener listener) {
        this.model = model;
        this.part = part;
        this.http = http;
        this.listener = listener;
    }

    /**
     * Brings what is missing.
     *
     * @throws IOException if the connection fails; what has come stays in the part file
     * @throws Fault of kind MODEL if the address does not have the file
     */
    void run() throws IOException {
        final Optional<URI> instead = get(URI.create(model.address()));
        if (instead.isPresent() && get(instead.get()).isPresent()) {
            throw noFile("asks again and again before it gives the file");
        }
    }

    /** Whether bytes of an earlier attempt are in the file. */
    boolean hasResumed() {
        return hasResumed;
    }

    /** Brings the rest, or says which address to ask instead. */
    private Optional<URI> get(final URI address) throws IOException {
        if (part.validator().isEmpty() && model.sha256().isEmpty()) {
            // Nothing would tell that the rest is of another version than the beginning.
            part.remove();
        }
        final long have = part.size();
        final HttpResponse<InputStream> answer = http.get(address, have, part.validator());
        try (BufferedInputStream body = new BufferedInputStream(answer.body(), CHUNK)) {
            final int status = answer.statusCode();
            hasResumed = have > 0 && (status == PARTIAL || status == RANGE_NOT_SATISFIABLE);
            if (status == RANGE_NOT_SATISFIABLE && have > 0) {
                requireWhole(answer.headers(), have);
                return Optional.empty();
            }
            requireFile(status);
            if (WebPage.isOne(answer.headers().firstValue("Content-Type").orElse(""), body)) {
                final WebPage page = WebPage.read(answer.uri(), body);
                return Optional.of(
                        page.confirmed().orElseThrow(() -> noFile("gives a web page (\"" + page.title() + "\")")));
            }
            receive(answer, have, body);
            return Optional.empty();
        }
    }

    private void requireFile(final int status) throws IOException {
        if (status >= SERVER_FAILS || status == TOO_MANY || status == TIMEOUT) {
            throw new IOException("the server answers HTTP " + status);
        }
        if (status == PROXY_WANTS_USER) {
            throw noFile("lies behind a proxy that wants a user (http://user:password@host:port)");
        }
        if (status / 100 == 3) {
            throw noFile("redirects in a circle, or to where it is not safe to follow");
        }
        if (status != OK && status != PARTIAL) {
            throw noFile("answers HTTP " + status);
        }
    }

    /** The server has no more bytes than are there already: either that is all, or the part is of something else. */
    private void requireWhole(final HttpHeaders headers, final long have) throws IOException {
        final Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        final boolean isWhole = range.matches() && range.group(2).equals(Long.toString(have));
        if (!isWhole && have != model.bytes()) {
            part.remove();
            throw new IOException("the beginning that was there is of another file");
        }
    }

    private void receive(final HttpResponse<InputStream> answer, final long have, final InputStream body)
            throws IOException {
        final boolean goesOn = answer.statusCode() == PARTIAL;
        final long before = goesOn ? have : 0;
        final OptionalLong length = answer.headers().firstValueAsLong("Content-Length");
        final long total = length.isPresent() ? before + length.getAsLong() : expected();
        if (goesOn) {
            requireRest(answer.headers(), have);
        }
        if (expected() > 0 && total != expected()) {
            throw noFile("gives " + total + " bytes in place of " + expected());
        }
        if (!goesOn) {
            part.begin(validator(answer.headers()));
        }
        requireSpace(total - before);
        listener.begins(model.name(), total);
        try {
            copy(body, before, total);
        } finally {
            listener.ends();
        }
    }

    private void requireRest(final HttpHeaders headers, final long have) throws IOException {
        final Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        if (!range.matches() || !Long.toString(have).equals(range.group(1))) {
            part.remove();
            throw new IOException("the server gives another part of the file than was asked for");
        }
    }

    /** Known for a file that comes as it is; the size of a zip around it is not. */
    private long expected() {
        return model.bytes() > 0 && model.member().isEmpty() ? model.bytes() : -1;
    }

    private void copy(final InputStream body, final long before, final long total) throws IOException {
        long have = before;
        listener.has(have);
        final byte[] chunk = new byte[CHUNK];
        try (FileChannel file = part.append()) {
            for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
                PartFile.write(file, chunk, count);
                have += count;
                listener.has(have);
                if (total > 0 && have > total) {
                    throw noFile("gives more than the " + total + " bytes it promised");
                }
            }
            // Before the file gets its name: a power failure must not leave that name on half of it.
            file.force(true);
        }
        if (total > 0 && have < total) {
            throw new IOException("it ended after " + have + " of " + total + " bytes");
        }
    }

    /** A strong ETag, else the date; a weak ETag does not promise the same bytes. */
    private static String validator(final HttpHeaders headers) {
        return headers.firstValue("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .or(() -> headers.firstValue("Last-Modified"))
                .orElse("");
    }

    private void requireSpace(final long missing) throws IOException {
        final long space = Files.getFileStore(part.path().getParent()).getUsableSpace();
        if (missing > space) {
            throw Fault.of(
                    Fault.Kind.OUTPUT,
                    "%s needs %s more in %s, where %s are free; make room, or give another folder with --models.",
                    model.name(),
                    Sizes.text(missing),
                    part.path().getParent(),
                    Sizes.text(space));
        }
    }

    private Fault noFile(final String what) {
        return Fault.of(
                Fault.Kind.MODEL,
                "%s %s, and not the file of %s; open the address in a browser, and put the file into %s as %s.",
                model.address(),
                what,
                model.name(),
                part.path().getParent(),
                model.file());
    }
}
