package org.objectomaly.video;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A camera that speaks RTSP well and then misbehaves, in ways in which GStreamer cannot be made to. It shows H.264, 320 x
 * 180, 25 frames a second, over TCP, to any number of viewers, and needs nothing installed.
 */
public final class FakeRtspServer implements AutoCloseable {
    /** What it does. */
    public enum Manner {
        /** Pictures as they should be; the measure for the others. */
        GOOD,
        /** Accepts a connection and never answers. */
        MUTE,
        /** Answers PLAY and sends nothing. */
        SILENT,
        /** Sends random bytes in well-formed RTP packets. */
        GARBAGE,
        /** Sends random bytes that are not even RTP. */
        NOISE,
        /** Sends valid pictures, but never one that a decoder could begin with. */
        WITHOUT_KEY_FRAMES,
        /** Sends pictures from which one in five packets is missing. */
        LOSSY,
        /** Closes the connection after ten pictures, every time. */
        HANGS_UP,
        /** Goes on with its sound alone after ten pictures. */
        SOUND_ONLY,
        /** Says that there is no such stream. */
        NOT_FOUND,
        /** Takes a published stream and then does not read any more. */
        STUCK,
        /** Takes a published stream and drops it after half a second, every time. */
        DROPS,
        /** Takes a published stream. */
        TAKES
    }

    private static final int FRAMES_A_SECOND = 25;
    private static final int PAYLOAD = 1400;

    private final ServerSocket socket;
    private final Manner manner;
    private final List<Socket> viewers = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<List<byte[]>> pictures;

    private FakeRtspServer(final ServerSocket socket, final Manner manner, final List<List<byte[]>> pictures) {
        this.socket = socket;
        this.manner = manner;
        this.pictures = pictures;
    }

    /**
     * Starts a camera on a free port of loopback.
     *
     * @param manner what it does
     * @return the camera, to be closed
     */
    public static FakeRtspServer start(final Manner manner) {
        return start(manner, 0);
    }

    /**
     * Starts a camera.
     *
     * @param manner what it does
     * @param port of loopback; 0 for a free one
     * @return the camera, to be closed
     */
    public static FakeRtspServer start(final Manner manner, final int port) {
        try {
            final ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            if (manner == Manner.STUCK) {
                socket.setReceiveBufferSize(4096);
            }
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            final FakeRtspServer server = new FakeRtspServer(socket, manner, pictures());
            server.begin(server::accept);
            return server;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address. */
    public String url() {
        return "rtsp://127.0.0.1:" + port() + "/camera";
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** How often somebody connected. */
    public int connections() {
        return accepted.get();
    }

    /** The NAL units of each picture, without what describes the stream in front. */
    private static List<List<byte[]>> pictures() throws IOException {
        final Path file = TestClips.clip(
                "camera.h264",
                "-f lavfi -i testsrc2=s=320x180:r=" + FRAMES_A_SECOND + ":d=4 -c:v libopenh264 -b:v 1M -g 25 -f h264"
                        + " -bsf:v h264_metadata=aud=insert");
        final List<List<byte[]>> found = new ArrayList<>();
        for (final byte[] unit : units(Files.readAllBytes(file))) {
            if ((unit[0] & 31) == 9) {
                found.add(new ArrayList<>());
            } else {
                found.get(found.size() - 1).add(unit);
            }
        }
        return found;
    }

    private static List<byte[]> units(final byte[] stream) {
        final List<byte[]> units = new ArrayList<>();
        int start = -1;
        for (int i = 0; i + 2 < stream.length; i++) {
            if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
                if (start >= 0) {
                    units.add(Arrays.copyOfRange(stream, start, stream[i - 1] == 0 ? i - 1 : i));
                }
                start = i + 3;
            }
        }
        units.add(Arrays.copyOfRange(stream, start, stream.length));
        return units;
    }

    private static int type(final byte[] unit) {
        return unit[0] & 31;
    }

    private void begin(final Runnable action) {
        final Thread thread = new Thread(action, "fake-camera");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                final Socket viewer = socket.accept();
                accepted.incrementAndGet();
                viewers.add(viewer);
                begin(() -> serve(viewer));
            } catch (final IOException e) {
                return;
            }
        }
    }

    private void serve(final Socket viewer) {
        try (viewer) {
            final BufferedReader in =
                    new BufferedReader(new InputStreamReader(viewer.getInputStream(), StandardCharsets.ISO_8859_1));
            final OutputStream out = viewer.getOutputStream();
            String method;
            do {
                method = answer(in, out);
            } while (method != null && !method.equals("PLAY") && !method.equals("RECORD"));
            if ("RECORD".equals(method) && manner != Manner.STUCK) {
                take(viewer);
            } else if (method != null) {
                misbehave(out);
            }
        } catch (final IOException e) {
            // The viewer has left, which is its right.
            return;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            viewers.remove(viewer);
        }
    }

    private void take(final Socket publisher) throws IOException {
        final long end = System.nanoTime() + 500_000_000L;
        final byte[] bytes = new byte[8192];
        while (publisher.getInputStream().read(bytes) >= 0) {
            if (manner == Manner.DROPS && System.nanoTime() > end) {
                return;
            }
        }
    }

    /** Reads one request and answers it; null at the end of the connection. */
    private String answer(final BufferedReader in, final OutputStream out) throws IOException, InterruptedException {
        final String request = in.readLine();
        if (request == null) {
            return null;
        }
        String sequence = "0";
        int body = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "CSeq:", 0, 5)) {
                sequence = line.substring(5).strip();
            } else if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                body = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skip(body);
        if (manner == Manner.MUTE) {
            Thread.sleep(Long.MAX_VALUE);
        }
        final String method = request.split(" ")[0];
        final boolean missing = manner == Manner.NOT_FOUND && method.equals("DESCRIBE");
        final String description = method.equals("DESCRIBE") && !missing ? description() : "";
        final StringBuilder reply = new StringBuilder(missing ? "RTSP/1.0 404 Not Found" : "RTSP/1.0 200 OK");
        reply.append("\r\nCSeq: ").append(sequence).append("\r\nSession: 1\r\n");
        switch (method) {
            case "OPTIONS" -> reply.append("Public: DESCRIBE, SETUP, PLAY, ANNOUNCE, RECORD, TEARDOWN\r\n");
            case "SETUP" ->
                reply.append("Transport: RTP/AVP/TCP;unicast;interleaved=")
                        .append(request.contains("track2") ? "2-3" : "0-1")
                        .append("\r\n");
            case "DESCRIBE" ->
                reply.append("Content-Type: application/sdp\r\nContent-Length: ")
                        .append(description.length())
                        .append("\r\n");
            default -> {}
        }
        out.write(reply.append("\r\n").append(description).toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return method;
    }

    private String description() {
        final StringBuilder sets = new StringBuilder();
        for (final byte[] unit : pictures.get(0)) {
            if (type(unit) == 7 || type(unit) == 8) {
                sets.append(sets.length() == 0 ? "" : ",")
                        .append(Base64.getEncoder().encodeToString(unit));
            }
        }
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=Camera\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\n"
                + "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;sprop-parameter-sets=" + sets
                + "\r\na=control:track1\r\n"
                + (hasSound() ? "m=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=control:track2\r\n" : "");
    }

    private boolean hasSound() {
        return manner == Manner.SOUND_ONLY;
    }

    private void misbehave(final OutputStream out) throws IOException, InterruptedException {
        final Random random = new Random(11);
        final Sender sender = new Sender(out);
        for (long frame = 0; !socket.isClosed(); frame++) {
            final List<byte[]> picture = pictures.get((int) (frame % pictures.size()));
            final boolean key = picture.stream().anyMatch(unit -> type(unit) == 5);
            switch (manner) {
                case SILENT, STUCK -> Thread.sleep(Long.MAX_VALUE);
                case NOISE -> {
                    final byte[] bytes = new byte[2000];
                    random.nextBytes(bytes);
                    out.write(bytes);
                }
                case GARBAGE -> {
                    final byte[] bytes = new byte[700];
                    random.nextBytes(bytes);
                    sender.send(bytes, frame, true);
                }
                case WITHOUT_KEY_FRAMES -> {
                    if (!key) {
                        sender.picture(picture, frame, 0, random);
                    }
                }
                case SOUND_ONLY -> {
                    if (frame < 10) {
                        sender.picture(picture, frame, 0, random);
                    }
                    sender.sound(frame);
                }
                case LOSSY -> sender.picture(picture, frame, 0.2, random);
                case HANGS_UP -> {
                    if (frame == 10) {
                        return;
                    }
                    sender.picture(picture, frame, 0, random);
                }
                default -> sender.picture(picture, frame, 0, random);
            }
            out.flush();
            Thread.sleep(1000 / FRAMES_A_SECOND);
        }
    }

    /** RTP over the connection of RTSP. */
    private static final class Sender {
        private final OutputStream out;
        private int sequence;

        Sender(final OutputStream out) {
            this.out = out;
        }

        void picture(final List<byte[]> units, final long frame, final double loss, final Random random)
                throws IOException {
            for (int i = 0; i < units.size(); i++) {
                final byte[] unit = units.get(i);
                final boolean last = i == units.size() - 1;
                if (unit.length <= PAYLOAD) {
                    sendOrLose(unit, frame, last, loss, random);
                    continue;
                }
                for (int at = 1; at < unit.length; at += PAYLOAD) {
                    final int end = Math.min(unit.length, at + PAYLOAD);
                    final byte[] part = new byte[end - at + 2];
                    part[0] = (byte) (unit[0] & 0xe0 | 28);
                    part[1] = (byte) ((at == 1 ? 0x80 : 0) | (end == unit.length ? 0x40 : 0) | type(unit));
                    System.arraycopy(unit, at, part, 2, end - at);
                    sendOrLose(part, frame, last && end == unit.length, loss, random);
                }
            }
        }

        private void sendOrLose(
                final byte[] payload, final long frame, final boolean last, final double loss, final Random random)
                throws IOException {
            if (random.nextDouble() < loss) {
                sequence++;
            } else {
                send(payload, frame, last);
            }
        }

        void send(final byte[] payload, final long frame, final boolean last) throws IOException {
            write(0, (last ? 0x80 : 0) | 96, sequence++, frame * 90_000 / FRAMES_A_SECOND, payload);
        }

        /** As much silence as a picture is long. */
        void sound(final long frame) throws IOException {
            final byte[] silence = new byte[8000 / FRAMES_A_SECOND];
            Arrays.fill(silence, (byte) 0xd5);
            write(2, 8, (int) frame, frame * silence.length, silence);
        }

        private void write(final int channel, final int type, final int number, final long time, final byte[] payload)
                throws IOException {
            final ByteArrayOutputStream packet = new ByteArrayOutputStream();
            final int size = payload.length + 12;
            packet.writeBytes(new byte[] {'$', (byte) channel, (byte) (size >> 8), (byte) size});
            packet.writeBytes(new byte[] {(byte) 0x80, (byte) type});
            packet.writeBytes(new byte[] {(byte) (number >> 8), (byte) number});
            packet.writeBytes(new byte[] {(byte) (time >> 24), (byte) (time >> 16), (byte) (time >> 8), (byte) time});
            packet.writeBytes(new byte[] {1, 2, 3, (byte) (4 + channel)});
            packet.writeBytes(payload);
            out.write(packet.toByteArray());
        }
    }

    /** Cuts the connections that stand; new ones are taken. */
    public void hangUp() {
        for (final Socket viewer : viewers) {
            try {
                viewer.close();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        hangUp();
    }
}
