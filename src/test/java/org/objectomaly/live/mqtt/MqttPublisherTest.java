package org.objectomaly.live.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.live.CameraState;
import org.objectomaly.live.FakeCamera;
import org.objectomaly.live.events.EventKeeper;
import org.objectomaly.live.events.EventWatcher;
import org.objectomaly.live.events.Frames;
import org.objectomaly.live.events.Retention;

/** Against a real broker that asks for a password; left out where Mosquitto is not installed. */
final class MqttPublisherTest {
    private static final Path BROKER = Path.of("/usr/sbin/mosquitto");
    private static final Path PASSWORDS = Path.of("/usr/bin/mosquitto_passwd");
    private static final String PASSWORD = "p@ss:w/rd";

    @TempDir
    Path folder;

    private int port;
    private Process broker;
    private FakeCamera camera;
    private EventKeeper keeper;

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(Files.isExecutable(BROKER) && Files.isExecutable(PASSWORDS), () -> BROKER + " is not there");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        final Path passwords = folder.resolve("passwords");
        assertEquals(
                0,
                new ProcessBuilder(PASSWORDS.toString(), "-b", "-c", passwords.toString(), "watch", PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("passwd.log").toFile())
                        .start()
                        .waitFor());
        Files.writeString(
                folder.resolve("mosquitto.conf"),
                "listener " + port + " 127.0.0.1\nallow_anonymous false\npassword_file " + passwords + "\nuser root\n");
        camera = new FakeCamera(
                "front", new FakeCamera.Media(List.of(new byte[1]), List.of(new byte[1], new byte[1]), "x"));
        keeper = new EventKeeper(null, Retention.ALL);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (camera != null) {
            camera.close();
            keeper.close();
        }
        stopBroker();
    }

    private void startBroker() throws Exception {
        broker = new ProcessBuilder(
                        BROKER.toString(),
                        "-c",
                        folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("broker.log").toFile())
                .start();
        final long end = System.nanoTime() + 10_000_000_000L;
        while (true) {
            try (Socket probe = new Socket("127.0.0.1", port)) {
                assertTrue(probe.isConnected());
                return;
            } catch (final IOException e) {
                assertTrue(System.nanoTime() < end, "the broker starts");
                Thread.sleep(50);
            }
        }
    }

    private void stopBroker() throws InterruptedException {
        if (broker != null) {
            broker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private String address() {
        return "mqtt://watch:p%40ss%3Aw%2Frd@127.0.0.1:" + port + "/cars/one";
    }

    private void event() {
        final Frames frames = new Frames(new EventWatcher("front", keeper), Instant.now(), new byte[1]);
        frames.show(10, 0.8f);
        frames.show(25);
    }

    @Test
    void shouldTellOfEventsAndStatesAndSayGoodbye() throws Exception {
        startBroker();
        try (Subscriber heard = new Subscriber(port)) {
            final MqttPublisher publisher = new MqttPublisher(address(), List.of(camera));
            keeper.addListener(publisher);
            assertEquals("online", heard.next("cars/one/status"));
            assertEquals(
                    "live",
                    json(heard.next("cars/one/front/state")).get("state").textValue());
            event();
            final JsonNode begun = json(heard.next("cars/one/front/event"));
            assertEquals("begun", begun.get("what").textValue());
            assertEquals(0.8, begun.get("peak").doubleValue());
            final JsonNode ended = json(heard.next("cars/one/front/event"));
            assertEquals("ended", ended.get("what").textValue());
            assertEquals(begun.get("id"), ended.get("id"));
            camera.state(CameraState.RECONNECTING, "The camera does not answer.");
            final JsonNode state = json(heard.next("cars/one/front/state"));
            assertEquals("reconnecting", state.get("state").textValue());
            assertEquals("The camera does not answer.", state.get("trouble").textValue());
            try (Subscriber later = new Subscriber(port)) {
                assertEquals("online", later.next("cars/one/status"), "retained");
                assertEquals(state, json(later.next("cars/one/front/state")), "retained");
            }
            publisher.close();
            final JsonNode last = json(heard.next("cars/one/front/state"));
            assertEquals("ended", last.get("state").textValue());
            assertEquals("offline", heard.next("cars/one/status"));
            try (Subscriber later = new Subscriber(port)) {
                assertEquals(last, json(later.next("cars/one/front/state")), "retained");
            }
        }
    }

    @Test
    void shouldTellOfAClipOnceWhetherItComesBeforeOrAfterTheEnd() throws Exception {
        startBroker();
        try (Subscriber heard = new Subscriber(port);
                MqttPublisher publisher = new MqttPublisher(address(), List.of(camera))) {
            keeper.addListener(publisher);
            final Frames frames = new Frames(new EventWatcher("front", keeper), Instant.now(), new byte[1]);
            frames.show(10, 0.8f);
            keeper.clip(1, "one.mp4");
            frames.show(45, 0.8f);
            frames.show(25);
            event();
            keeper.clip(2, "two.mp4");
            final String[] told = {"begun 1 -", "clip 1 +", "ended 1 +", "begun 2 -", "ended 2 -", "clip 2 +"};
            for (final String expected : told) {
                final JsonNode event = json(heard.next("cars/one/front/event"));
                assertEquals(
                        expected,
                        event.get("what").textValue() + " " + event.get("id") + " "
                                + (event.get("clip").isNull() ? "-" : "+"));
            }
        }
    }

    @Test
    void shouldWaitForABrokerThatIsNotThereAndComeBackAfterItWas() throws Exception {
        try (MqttPublisher publisher = new MqttPublisher(address(), List.of(camera))) {
            keeper.addListener(publisher);
            event();
            startBroker();
            try (Subscriber heard = new Subscriber(port)) {
                assertEquals("online", heard.next("cars/one/status"));
                assertEquals(
                        1, json(heard.next("cars/one/front/event")).get("id").intValue());
                assertEquals(
                        1, json(heard.next("cars/one/front/event")).get("id").intValue());
            }
            stopBroker();
            event();
            startBroker();
            try (Subscriber heard = new Subscriber(port)) {
                assertEquals("online", heard.next("cars/one/status"));
                assertEquals(
                        2, json(heard.next("cars/one/front/event")).get("id").intValue());
            }
        }
    }

    @Test
    void shouldNotLetARefusedMessageHoldUpTheOthers() throws Exception {
        final Path rights = folder.resolve("rights");
        Files.writeString(
                rights, "user watch\ntopic read #\ntopic write cars/one/status\ntopic write cars/one/rear/#\n");
        Files.writeString(folder.resolve("mosquitto.conf"), "acl_file " + rights + "\n", StandardOpenOption.APPEND);
        startBroker();
        final PrintStream usual = System.err;
        final ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try (Subscriber heard = new Subscriber(port);
                MqttPublisher publisher = new MqttPublisher(address(), List.of(camera))) {
            keeper.addListener(publisher);
            event();
            final Frames frames = new Frames(new EventWatcher("rear", keeper), Instant.now(), new byte[1]);
            frames.show(10, 0.8f);
            assertEquals(2, json(heard.next("cars/one/rear/event")).get("id").intValue());
            frames.show(25);
            assertEquals(
                    "ended", json(heard.next("cars/one/rear/event")).get("what").textValue());
            // The state, the beginning and the end of what the front camera showed.
            final long end = System.nanoTime() + 20_000_000_000L;
            while (!said.toString(StandardCharsets.UTF_8).contains("takes all messages again; 3 were refused")) {
                assertTrue(System.nanoTime() < end, () -> said.toString(StandardCharsets.UTF_8));
                Thread.sleep(50);
            }
            final String log = said.toString(StandardCharsets.UTF_8);
            assertEquals(1, log.split("refuses messages of the topic cars/one/front/", -1).length - 1, log);
        } finally {
            System.setErr(usual);
        }
    }

    @Test
    void shouldLeaveItsLastWill() throws Exception {
        startBroker();
        try (Subscriber heard = new Subscriber(port)) {
            final String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            final Process other = new ProcessBuilder(
                            java, "-cp", System.getProperty("java.class.path"), Killed.class.getName(), address())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("killed.log").toFile())
                    .start();
            assertEquals("online", heard.next("cars/one/status"));
            final long end = System.nanoTime() + 10_000_000_000L;
            String log = "";
            while (!log.contains("tcp://127.0.0.1:" + port + "/cars/one") && System.nanoTime() < end) {
                log = Files.readString(folder.resolve("killed.log"));
            }
            other.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            assertEquals("offline", heard.next("cars/one/status"));
            assertTrue(log.contains("tcp://127.0.0.1:" + port + "/cars/one"), log);
            assertFalse(log.contains(PASSWORD) || log.contains("p%40ss"), log);
        }
    }

    /** A program that is killed before it can say goodbye. */
    static final class Killed {
        private Killed() {}

        public static void main(final String... arguments) throws InterruptedException {
            final MqttPublisher publisher = new MqttPublisher(arguments[0], List.of());
            Thread.sleep(60_000);
            publisher.close();
        }
    }

    @Test
    void shouldReadAddresses() {
        final MqttTarget full = MqttTarget.of("mqtt://watch:p%40ss@broker.example:1884/cars/one/");
        assertEquals("tcp://broker.example:1884", full.server());
        assertEquals("watch", full.user());
        assertEquals("p@ss", full.password());
        assertEquals("cars/one", full.prefix());
        assertFalse(full.toString().contains("p@ss"));
        final MqttTarget least = MqttTarget.of("mqtts://broker");
        assertEquals("ssl://broker:8883", least.server());
        assertEquals("objectomaly", least.prefix());
        assertNull(least.user());
        for (final String wrong : List.of(
                "broker:1883", "http://broker", "mqtt://", "mqtt://u:secret@bro ker", "mqtt://u:secret@b/+/x", "")) {
            final Fault fault = assertThrows(Fault.class, () -> MqttTarget.of(wrong), wrong);
            assertEquals(Fault.Kind.USAGE, fault.kind());
            assertFalse(fault.getMessage().contains("secret"), fault.getMessage());
        }
    }

    private static JsonNode json(final String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    /** Hears all topics. */
    private static final class Subscriber implements AutoCloseable, MqttCallback {
        private record Told(String topic, String text) {}

        private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
        private final MqttClient client;

        Subscriber(final int port) throws MqttException {
            client = new MqttClient(
                    "tcp://127.0.0.1:" + port, "subscriber-" + System.nanoTime(), new MemoryPersistence());
            client.setTimeToWait(10_000);
            client.setCallback(this);
            final MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName("watch");
            options.setPassword(PASSWORD.getBytes(StandardCharsets.UTF_8));
            client.connect(options);
            client.subscribe("#", 1);
        }

        /** The next message of this topic; others before it are left out. */
        String next(final String topic) throws InterruptedException {
            while (true) {
                final Told next = told.poll(15, TimeUnit.SECONDS);
                assertTrue(next != null, "told of " + topic);
                if (next.topic().equals(topic)) {
                    return next.text();
                }
            }
        }

        @Override
        public void messageArrived(final String topic, final MqttMessage message) {
            told.add(new Told(topic, new String(message.getPayload(), StandardCharsets.UTF_8)));
        }

        @Override
        public void close() throws MqttException {
            client.disconnect();
            client.close();
        }

        @Override
        public void disconnected(final MqttDisconnectResponse response) {
            // Only what arrives matters.
        }

        @Override
        public void mqttErrorOccurred(final MqttException e) {
            // Only what arrives matters.
        }

        @Override
        public void deliveryComplete(final IMqttToken token) {
            // Only what arrives matters.
        }

        @Override
        public void connectComplete(final boolean again, final String server) {
            // Only what arrives matters.
        }

        @Override
        public void authPacketArrived(final int reason, final MqttProperties properties) {
            // Only what arrives matters.
        }
    }
}
