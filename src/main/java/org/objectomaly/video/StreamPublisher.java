package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;

import java.time.Duration;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a live picture to a server: RTSP, RTMP, SRT or plain UDP. The connection is made and made again for ever, on a
 * thread of the publisher, {@code objectomaly-forward-NAME}; who encodes never waits for the network. What cannot be
 * sent in time is dropped up to the next key frame.
 *
 * <p>May be used by any number of threads. Neither user, password nor path of the address appear in the log.
 */
public final class StreamPublisher implements PacketSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamPublisher.class);
    private static final long TICK_MILLIS = 500;
    private static final long CLOSE_MILLIS = 5_000;
    /** Two seconds of a usual camera. */
    private static final int WAITING = 60;

    private final String name;
    private final PublishAddress address;
    private final Timing timing;
    private final Runnable keyFrameWanted;
    private final PublishQueue queue = new PublishQueue(WAITING);
    private final Backoff backoff;
    private final Thread thread;
    private final Object formLock = new Object();
    private AVCodecParameters form;
    private long formNumber;
    private volatile long published;
    private volatile long connections;
    private volatile boolean connected;
    private boolean troubled;

    /**
     * How long things may take.
     *
     * @param deadline for connecting and for one write
     * @param firstPause before the second attempt to connect; doubled for each further one
     * @param longestPause between two attempts
     * @param proof how long a connection must hold to be a good one: a server may take a stream and drop it at once, over
     *     and over
     */
    record Timing(Duration deadline, Duration firstPause, Duration longestPause, Duration proof) {
        static final Timing USUAL = new Timing(
                Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    /**
     * A publisher that has nothing to send yet.
     *
     * @param name of the camera, for the thread and the log
     * @param url an address with the scheme rtsp, rtmp, rtmps, srt or udp
     * @param keyFrameWanted called on any thread when a key frame is needed to begin or to go on
     * @throws Fault of kind USAGE for another address
     */
    public StreamPublisher(final String name, final String url, final Runnable keyFrameWanted) {
        this(name, url, keyFrameWanted, Timing.USUAL);
    }

    StreamPublisher(final String name, final String url, final Runnable keyFrameWanted, final Timing timing) {
        Natives.loadVideo();
        this.name = name;
        this.address = PublishAddress.of(url);
        this.keyFrameWanted = keyFrameWanted;
        this.timing = timing;
        this.backoff = new Backoff(timing.firstPause(), timing.longestPause());
        this.thread = new Thread(this::run, "objectomaly-forward-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Says what the packets to come are. After a change the connection is made anew.
     *
     * @param encoder where they will come from
     */
    public void stream(final LiveEncoder encoder) {
        final AVCodecParameters next = avcodec_parameters_alloc();
        AvError.check(avcodec_parameters_from_context(next, encoder.context()), "avcodec_parameters_from_context");
        synchronized (formLock) {
            if (queue.isClosed()) {
                avcodec_parameters_free(next);
                return;
            }
            if (form != null) {
                avcodec_parameters_free(form);
            }
            form = next;
            formNumber++;
            queue.clear();
            formLock.notifyAll();
        }
    }

    /**
     * Sends a packet, sooner or later or, if neither is possible, never.
     *
     * @param packet a packet of the encoder; left as it is
     */
    @Override
    public void packet(final AVPacket packet) {
        if (!queue.offer(packet) && connected) {
            keyFrameWanted.run();
        }
    }

    /**
     * Packets that were sent.
     *
     * @return the count so far
     */
    public long published() {
        return published;
    }

    /**
     * Packets that could not be sent, because there was no connection or it was too slow.
     *
     * @return the count so far
     */
    public long dropped() {
        return queue.dropped();
    }

    /**
     * How often the connection was made again.
     *
     * @return the count so far, 0 while the first one stands
     */
    public long reconnects() {
        return Math.max(0, connections - 1);
    }

    /**
     * Whether the connection stands by now.
     *
     * @return true if packets can be sent
     */
    public boolean isConnected() {
        return connected;
    }

    private void run() {
        try {
            while (!queue.isClosed()) {
                final long number = awaitForm();
                if (number == 0) {
                    continue;
                }
                final boolean wellEnded = connection(number);
                connected = false;
                queue.clear();
                if (!wellEnded) {
                    queue.pause(backoff.next());
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connected = false;
            synchronized (formLock) {
                queue.close();
                if (form != null) {
                    avcodec_parameters_free(form);
                    form = null;
                }
            }
        }
    }

    /** The number of the present form, 0 if there is none yet. */
    private long awaitForm() throws InterruptedException {
        synchronized (formLock) {
            if (form == null) {
                formLock.wait(TICK_MILLIS);
            }
            return form == null ? 0 : formNumber;
        }
    }

    /** Connects and sends until that fails (false) or is not wanted any more (true). */
    private boolean connection(final long number) throws InterruptedException {
        try (PublishConnection connection = new PublishConnection(address, timing.deadline())) {
            final int code = open(connection);
            if (code < 0) {
                trouble(connection, code);
                return false;
            }
            queue.clear();
            connected = true;
            connections++;
            keyFrameWanted.run();
            return send(connection, number);
        } catch (final InterruptedException e) {
            throw e;
        } catch (final Throwable e) {
            // Neither a defect nor an error of the machine may end the thread: who forwards would never know.
            if (!troubled) {
                troubled = true;
                LOG.error("{} cannot be forwarded to {}; it is tried again for ever", name, address, e);
            }
            return false;
        }
    }

    private int open(final PublishConnection connection) {
        final AVCodecParameters parameters = avcodec_parameters_alloc();
        try {
            synchronized (formLock) {
                AvError.check(avcodec_parameters_copy(parameters, form), "avcodec_parameters_copy");
            }
            return connection.open(parameters);
        } finally {
            avcodec_parameters_free(parameters);
        }
    }

    private boolean send(final PublishConnection connection, final long number) throws InterruptedException {
        final long begin = System.nanoTime();
        while (!queue.isClosed() && isCurrent(number)) {
            final AVPacket packet = queue.take(TICK_MILLIS);
            if (packet == null) {
                continue;
            }
            // A packet of another form may have come while this one waited: it belongs to the next connection.
            final boolean fits = isCurrent(number);
            final int code;
            try {
                code = fits ? connection.write(packet) : 0;
            } finally {
                av_packet_free(packet);
            }
            if (code < 0) {
                trouble(connection, code);
                return false;
            }
            if (fits) {
                published++;
                if (System.nanoTime() - begin >= timing.proof().toNanos()) {
                    recovered();
                }
            }
        }
        return true;
    }

    private boolean isCurrent(final long number) {
        synchronized (formLock) {
            return number == formNumber;
        }
    }

    private void trouble(final PublishConnection connection, final int code) {
        if (!troubled && !queue.isClosed()) {
            troubled = true;
            final String reason = connection.isLate()
                    ? String.format(
                            Locale.ROOT,
                            "nothing was taken for %.3g s",
                            timing.deadline().toMillis() / 1e3)
                    : AvError.text(code);
            LOG.warn("{} cannot be forwarded to {}: {}; it is tried again for ever", name, address, reason);
        }
    }

    private void recovered() {
        backoff.reset();
        if (troubled) {
            troubled = false;
            LOG.info("{} is forwarded to {} again", name, address);
        }
    }

    /** Says goodbye to the server and gives everything back. */
    @Override
    public void close() {
        queue.close();
        synchronized (formLock) {
            formLock.notifyAll();
        }
        try {
            thread.join(timing.deadline().toMillis() + CLOSE_MILLIS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
