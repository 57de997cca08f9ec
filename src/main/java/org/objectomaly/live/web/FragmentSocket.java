package org.objectomaly.live.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.objectomaly.live.CameraView;
import org.objectomaly.live.Feed;

/**
 * A camera's fragmented MP4 over one WebSocket, sent by a thread of its own: first a text with the MIME type, then the
 * initialisation segment and the fragments as binary messages; when a new initialisation segment comes, the text again.
 */
final class FragmentSocket {
    private static final Duration LOOK_AROUND = Duration.ofSeconds(5);

    private final Session session;
    private final Feed.Viewer viewer;
    private final Runnable atEnd;
    private final Thread thread;

    FragmentSocket(final Session session, final CameraView camera, final Runnable atEnd) {
        this.session = session;
        this.atEnd = atEnd;
        viewer = camera.fragments().join();
        thread = new Thread(this::run, "objectomaly-stream-" + camera.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends the sending; the thread notices by itself. */
    void stop() {
        viewer.close();
    }

    private void run() {
        try {
            while (!viewer.isClosed() && session.isOpen()) {
                final Feed.Piece piece = viewer.next(LOOK_AROUND);
                if (piece == null) {
                    send(done -> session.sendPing(ByteBuffer.allocate(0), done));
                    continue;
                }
                if (piece.isHeader()) {
                    send(done -> session.sendText(piece.type(), done));
                }
                send(done -> session.sendBinary(ByteBuffer.wrap(piece.bytes()), done));
                viewer.sent(piece);
            }
            session.close(1001, "The watch ends.", Callback.NOOP);
        } catch (final ExecutionException | TimeoutException e) {
            // Gone, or too slow to be worth waiting for; a page that is still there connects again.
            session.disconnect();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            session.disconnect();
        } finally {
            viewer.close();
            atEnd.run();
        }
    }

    private interface Sending {
        void begin(Callback done);
    }

    private static void send(final Sending sending) throws ExecutionException, TimeoutException, InterruptedException {
        final Callback.Completable done = new Callback.Completable();
        sending.begin(done);
        done.get(WatchServer.SLOWEST.toMillis(), TimeUnit.MILLISECONDS);
    }
}
