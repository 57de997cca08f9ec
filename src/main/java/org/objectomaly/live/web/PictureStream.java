package org.objectomaly.live.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.objectomaly.live.CameraView;
import org.objectomaly.live.Feed;

/** A camera's JPEG pictures: one alone, or one after another in an endless reply (MJPEG). */
final class PictureStream {
    private static final String BOUNDARY = "objectomaly-picture";
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LOOK_AROUND = Duration.ofSeconds(1);
    private static final byte[] LINE_END = {'\r', '\n'};

    private PictureStream() {}

    static void one(final Context ctx, final CameraView camera) throws InterruptedException {
        try (Feed.Viewer viewer = camera.jpegs().join()) {
            final Feed.Piece piece = viewer.next(PATIENCE);
            if (piece == null) {
                throw new Refusal(
                        503,
                        "The camera %s shows no picture at the moment; it is %s.",
                        camera.name(),
                        camera.status().state());
            }
            ctx.contentType("image/jpeg").result(piece.bytes());
        }
    }

    /** Until the viewer is gone, takes nothing for the time that the connector allows, or the server ends. */
    static void all(final Context ctx, final CameraView camera, final BooleanSupplier ending)
            throws IOException, InterruptedException {
        ctx.contentType("multipart/x-mixed-replace; boundary=" + BOUNDARY);
        final OutputStream out = ctx.res().getOutputStream();
        try (Feed.Viewer viewer = camera.jpegs().join()) {
            out.flush();
            Feed.Piece last = null;
            while (!ending.getAsBoolean()) {
                final Feed.Piece next = viewer.next(LOOK_AROUND);
                if (next != null) {
                    write(out, next);
                    viewer.sent(next);
                    last = next;
                } else if (last == null) {
                    // Also tells whether the viewer is still there; browsers skip empty lines before the first part.
                    out.write(LINE_END);
                    out.flush();
                } else {
                    write(out, last);
                }
            }
        }
    }

    /** The boundary follows each picture at once: a browser shows a picture when it has seen its end. */
    private static void write(final OutputStream out, final Feed.Piece piece) throws IOException {
        final String head = "--" + BOUNDARY + "\r\nContent-Type: image/jpeg\r\nContent-Length: " + piece.bytes().length
                + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(piece.bytes());
        out.write(LINE_END);
        out.flush();
    }
}
