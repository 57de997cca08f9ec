package org.objectomaly.video;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
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
 * 180, 25 frames a second, over TCP or, if it is told so, over UDP, to any number of viewers, and needs nothing installed.
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
        /**
         * Sends beside the connection, by UDP, and by no other way; one packet in twenty is lost and one in twenty is
         * overtaken by the next, until it is told to stop that.
         */
        LOSSY_UDP,
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
    private volatile boolean healed;
    private Thread accepting;
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
            server.accepting = begin(server::accept);
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

    /** From now on nothing is lost by UDP. */
    public void heal() {
        healed = true;
    }

    /** What it shows, as an elementary stream. */
    static Path film() {
        return TestClips.clip(
                "camera.h264",
                "-f lavfi -i testsrc2=s=320x180:r=" + FRAMES_A_SECOND + ":d=4 -c:v libopenh264 -b:v 1M -g 25 -f h264"
                        + " -bsf:v h264_metadata=aud=insert");
    }

    /** The NAL units of each picture, without what describes the stream in front. */
    private static List<List<byte[]>> pictures() throws IOException {
        final List<List<byte[]>> found = new ArrayList<>();
        for (final byte[] unit : units(Files.readAllBytes(film()))) {
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

    private static Thread begin(final Runnable action) {
        final Thread thread = new Thread(action, "fake-camera");
        thread.setDaemon(true);
        thread.start();
        return thread;
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
        try (viewer;
                Beside beside = manner == Manner.LOSSY_UDP ? new Beside() : null) {
            final BufferedReader in =
                    new BufferedReader(new InputStreamReader(viewer.getInputStream(), StandardCharsets.ISO_8859_1));
            final OutputStream out = viewer.getOutputStream();
            String method;
            do {
                method = answer(in, out, beside);
            } while (method != null && !method.equals("PLAY") && !method.equals("RECORD"));
            if ("RECORD".equals(method) && manner != Manner.STUCK) {
                take(viewer);
            } else if (method != null && beside != null) {
                begin(() -> awaitEnd(viewer));
                misbehave(beside, viewer);
            } else if (method != null) {
                misbehave(new Within(out), viewer);
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

    /** Who sends beside a connection does not notice its end. */
    private static void awaitEnd(final Socket viewer) {
        try (viewer) {
            viewer.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (final IOException e) {
            // That is its end, too.
            return;
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
    private String answer(final BufferedReader in, final OutputStream out, final Beside beside)
            throws IOException, InterruptedException {
        final String request = in.readLine();
        if (request == null) {
            return null;
        }
        String sequence = "0";
        String transport = "";
        int body = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "CSeq:", 0, 5)) {
                sequence = line.substring(5).strip();
            } else if (line.regionMatches(true, 0, "Transport:", 0, 10)) {
                transport = line.substring(10).strip();
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
        final boolean refused = beside != null && method.equals("SETUP") && !transport.contains("client_port=");
        final String description = method.equals("DESCRIBE") && !missing ? description() : "";
        final String status = missing ? "404 Not Found" : refused ? "461 Unsupported Transport" : "200 OK";
        final StringBuilder reply = new StringBuilder("RTSP/1.0 ").append(status);
        reply.append("\r\nCSeq: ").append(sequence).append("\r\nSession: 1\r\n");
        switch (method) {
            case "OPTIONS" -> reply.append("Public: DESCRIBE, SETUP, PLAY, ANNOUNCE, RECORD, TEARDOWN\r\n");
            case "SETUP" -> {
                final boolean sound = request.contains("track2");
                final String way = beside == null
                        ? "RTP/AVP/TCP;unicast;interleaved=" + (sound ? "2-3" : "0-1")
                        : refused ? "" : beside.setUp(transport);
                reply.append(refused ? "" : "Transport: " + way + "\r\n");
            }
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

    private void misbehave(final Line line, final Socket viewer) throws IOException, InterruptedException {
        final Random random = new Random(11);
        final Sender sender = new Sender(line);
        final OutputStream out = viewer.getOutputStream();
        for (long frame = 0; !socket.isClosed() && !viewer.isClosed(); frame++) {
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

    /** How RTP gets to the viewer. */
    private interface Line {
        void write(int channel, byte[] packet) throws IOException;
    }

    /** Within the connection of RTSP. */
    private record Within(OutputStream out) implements Line {
        @Override
        public void write(final int channel, final byte[] packet) throws IOException {
            out.write(new byte[] {'$', (byte) channel, (byte) (packet.length >> 8), (byte) packet.length});
            out.write(packet);
        }
    }

    /** Beside it, where packets are lost and overtake each other. */
    private final class Beside implements Line, AutoCloseable {
        private final Random random = new Random(7);
        private final DatagramSocket own = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private InetSocketAddress viewer;
        private byte[] late;

        Beside() throws IOException {}

        /** Takes the viewer's port out of what it asks for and answers with the own one. */
        String setUp(final String transport) {
            final int port = Integer.parseInt(transport.replaceFirst(".*client_port=(\\d+).*", "$1"));
            viewer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return "RTP/AVP;unicast;client_port=" + port + "-" + (port + 1) + ";server_port=" + own.getLocalPort() + "-"
                    + (own.getLocalPort() + 1);
        }

        @Override
        public void write(final int channel, final byte[] packet) throws IOException {
            final int fate = healed ? 2 : random.nextInt(20);
            if (fate == 0) {
                return;
            }
            if (fate == 1 && late == null) {
                late = packet;
                return;
            }
            own.send(new DatagramPacket(packet, packet.length, viewer));
            if (late != null) {
                own.send(new DatagramPacket(late, late.length, viewer));
                late = null;
            }
        }

        @Override
        public void close() {
            own.close();
        }
    }

    /** Makes packets of RTP. */
    private static final class Sender {
        private final Line line;
        private int sequence;

        Sender(final Line line) {
            this.line = line;
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
            packet.writeBytes(new byte[] {(byte) 0x80, (byte) type});
            packet.writeBytes(new byte[] {(byte) (number >> 8), (byte) number});
            packet.writeBytes(new byte[] {(byte) (time >> 24), (byte) (time >> 16), (byte) (time >> 8), (byte) time});
            packet.writeBytes(new byte[] {1, 2, 3, (byte) (4 + channel)});
            packet.writeBytes(payload);
            line.write(channel, packet.toByteArray());
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

    /** Its port can be taken by another as soon as this returns. */
    @Override
    public void close() {
        try {
            socket.close();
            // The system keeps the port as long as somebody waits at it.
            accepting.join(5_000);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hangUp();
    }
}
