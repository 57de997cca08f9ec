package org.objectomaly.live.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends a file, or the part of it that is asked for, so that a player can jump within it. */
final class FileReply {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
    private static final int BUFFER = 1 << 16;

    private FileReply() {}

    static void send(final Context ctx, final Path file, final String type) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            final long size = channel.size();
            long from = 0;
            long to = size;
            ctx.contentType(type);
            ctx.header("Accept-Ranges", "bytes");
            final String asked = ctx.header("Range");
            final Matcher range = asked == null ? null : ONE_RANGE.matcher(asked.strip());
            // Several ranges at once, or other units, may be answered with the whole file.
            if (range != null && range.matches() && !asked.strip().endsWith("=-")) {
                final boolean fromEnd = range.group(1).isEmpty();
                final long first = fromEnd ? 0 : Long.parseLong(range.group(1));
                final long second = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
                from = fromEnd ? Math.max(0, size - second) : first;
                to = fromEnd || second >= size ? size : second + 1;
                if (from >= to) {
                    ctx.header("Content-Range", "bytes */" + size);
                    throw new Refusal(416, "The file has %d bytes; there is no such part.", size);
                }
                ctx.status(206);
                ctx.header("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + size);
            }
            ctx.res().setContentLengthLong(to - from);
            copy(channel, from, to, ctx.res().getOutputStream());
        }
    }

    private static void copy(final SeekableByteChannel channel, final long from, final long to, final OutputStream out)
            throws IOException {
        channel.position(from);
        final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long left = to - from;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            final int read = channel.read(buffer);
            if (read < 0) {
                throw new IOException("the file became shorter");
            }
            out.write(buffer.array(), 0, read);
            left -= read;
        }
    }
}
