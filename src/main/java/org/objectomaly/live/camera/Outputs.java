package org.objectomaly.live.camera;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.objectomaly.live.CameraStatus;
import org.objectomaly.live.Feed;
import org.objectomaly.pipeline.Slot;
import org.objectomaly.pipeline.Stage;
import org.objectomaly.video.FragmentStream;
import org.objectomaly.video.JpegEncoder;
import org.objectomaly.video.LiveEncoder;
import org.objectomaly.video.PacketSink;
import org.objectomaly.video.StreamPublisher;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.WriterOptions;

/** The last stage of a camera's corridor: gives the annotated frames to who wants them, and encodes only what is wanted. */
final class Outputs implements Stage, AutoCloseable {
    /** A viewer who is a second behind begins anew at the next key frame. */
    private static final int FRAGMENTS = 30;

    private static final int JPEG_QUALITY = 80;
    private static final double BITS_PER_PIXEL = 0.13;
    private static final long LEAST_RATE = 300_000;
    /** An encoder that nobody watches any more is kept this long for the next one. */
    private static final long IDLE_NANOS = 10_000_000_000L;

    private final Figures figures;
    private final LongSupplier looks;
    private final Feed jpegs;
    private final Feed fragments;
    private final StreamPublisher forward;
    private final WriterOptions encoding;
    private final JpegEncoder jpeg = new JpegEncoder(JPEG_QUALITY);
    private final long begin = System.nanoTime();
    private LiveEncoder encoder;
    private FragmentStream stream;
    private double rate;
    private long joins;
    private long wanted;
    private volatile boolean keyWanted;

    /**
     * Outputs that nobody views yet.
     *
     * @param figures of the camera
     * @param looks how often the networks looked so far
     * @param delays told how long each piece took to a viewer, nanoseconds
     * @param settings the camera; says where the stream is published
     * @param encoding encoder and quality
     */
    Outputs(
            final Figures figures,
            final LongSupplier looks,
            final LongConsumer delays,
            final CameraSettings settings,
            final WriterOptions encoding) {
        this.figures = figures;
        this.looks = looks;
        this.jpegs = new Feed(1, delays);
        this.fragments = new Feed(FRAGMENTS, delays);
        this.forward = settings.forward() == null
                ? null
                : new StreamPublisher(settings.name(), settings.forward(), () -> keyWanted = true);
        this.encoding = encoding;
    }

    Feed jpegs() {
        return jpegs;
    }

    Feed fragments() {
        return fragments;
    }

    /** How the stream is handed on, or null. */
    CameraStatus.Forward forwarded() {
        return forward == null
                ? null
                : new CameraStatus.Forward(
                        forward.isConnected(), forward.published(), forward.dropped(), forward.reconnects());
    }

    @Override
    public String name() {
        return "show";
    }

    @Override
    public void process(final Slot slot) {
        if (!slot.hasPicture()) {
            return;
        }
        final VideoFrame frame = slot.drawn();
        if (jpegs.hasViewers()) {
            jpegs.publish(new Feed.Piece(jpeg.encode(frame), null, true, slot.arrived()));
        }
        encode(frame, slot.arrived());
        slot.frame().clear();
        figures.frameOut(System.nanoTime(), slot.evidenceAge(), looks.getAsLong());
    }

    private void encode(final VideoFrame frame, final long captured) {
        final boolean isViewed = fragments.hasViewers();
        if (!isViewed && forward == null) {
            if (captured - wanted > IDLE_NANOS) {
                closeEncoder();
            }
            return;
        }
        wanted = captured;
        if (encoder != null && (!encoder.fits(frame) || rate != figures.usualRate())) {
            closeEncoder();
        }
        if (encoder == null) {
            openEncoder(frame);
        }
        final long joined = fragments.joins();
        if (joined != joins || keyWanted) {
            joins = joined;
            keyWanted = false;
            encoder.requestKeyFrame();
        }
        final PacketSink sink = packet -> {
            if (forward != null) {
                forward.packet(packet);
            }
            if (isViewed) {
                stream.packet(packet, captured);
            }
        };
        encoder.encode(frame, Math.round((captured - begin) * (LiveEncoder.TICKS / 1e9)), sink);
    }

    private void openEncoder(final VideoFrame frame) {
        rate = figures.usualRate();
        final long bits = Math.max(LEAST_RATE, Math.round(BITS_PER_PIXEL * frame.width() * frame.height() * rate));
        encoder = LiveEncoder.open(frame, rate, encoding, bits);
        stream = new FragmentStream(encoder, rate, new FragmentStream.Out() {
            @Override
            public void header(final byte[] bytes, final String type) {
                fragments.publish(new Feed.Piece(bytes, type, false, 0));
            }

            @Override
            public void fragment(final byte[] bytes, final boolean key, final long captured) {
                fragments.publish(new Feed.Piece(bytes, null, key, captured));
            }
        });
        if (forward != null) {
            forward.stream(encoder);
        }
    }

    private void closeEncoder() {
        if (encoder != null) {
            stream.close();
            encoder.close();
            encoder = null;
        }
    }

    @Override
    public void close() {
        closeEncoder();
        if (forward != null) {
            forward.close();
        }
        jpeg.close();
    }
}
