package org.objectomaly.live.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttToken;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.objectomaly.Fault;
import org.objectomaly.live.CameraState;
import org.objectomaly.live.CameraStatus;
import org.objectomaly.live.CameraView;
import org.objectomaly.live.events.AnomalyEvent;
import org.objectomaly.live.events.EventJson;
import org.objectomaly.live.events.EventListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an MQTT broker of events and of the cameras' states, on a thread of its own; nobody waits for the broker. While
 * it is not there the newest messages are kept, and the connection is tried again for ever. A message that the broker
 * refuses is given up after the third time, so that it does not hold up the others.
 *
 * <p>The client is Eclipse Paho's: one jar of 0.3 MB without dependencies. HiveMQ's brings Netty and RxJava with it, for
 * a few messages a minute.
 */
public final class MqttPublisher implements EventListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MqttPublisher.class);

    /** Messages that wait for the broker. */
    static final int BACKLOG = 1000;

    private static final long LOOK_MILLIS = 500;
    private static final long FIRST_PAUSE_MILLIS = 1000;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int CONNECT_SECONDS = 10;
    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final int QOS = 1;
    private static final int MOST_REFUSALS = 3;
    /** MQTT's own reasons; the client library's are larger. */
    private static final int FIRST_REFUSAL = 0x80;

    private static final int LAST_REFUSAL = 0xFF;
    /** Only after so long without a failure all is well again. */
    private static final long RECOVERY_NANOS = 10_000_000_000L;

    private record Message(String topic, byte[] payload) {}

    private final MqttTarget target;
    private final List<CameraView> cameras;
    private final String clientId =
            "objectomaly-" + UUID.randomUUID().toString().substring(0, 8);
    private final Thread thread = new Thread(this::run, "objectomaly-mqtt");
    private final Map<String, String> toldStates = new HashMap<>();
    /** Open events whose clip was told; on the thread that tells of events. */
    private final Set<Long> withClip = new HashSet<>();

    private MqttClient client;
    private boolean inTrouble;
    /** When something failed last, while in trouble. */
    private long failed;
    /** How often the broker refused what is to be tried again: a message, or the topic of what is retained. */
    private final Map<Object, Integer> refusals = new HashMap<>();

    private final Object lock = new Object();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private long dropped;
    private boolean closing;

    /**
     * Begins to connect.
     *
     * @param address {@code mqtt://user:password@host:1883/prefix} or {@code mqtts://...}; the prefix of all topics is
     *     {@code objectomaly} unless given
     * @param cameras whose states are told
     * @throws Fault of kind USAGE if the address is none
     */
    public MqttPublisher(final String address, final List<CameraView> cameras) {
        target = MqttTarget.of(address);
        this.cameras = List.copyOf(cameras);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void begun(final AnomalyEvent event) {
        tell("begun", event);
    }

    @Override
    public void changed(final AnomalyEvent event) {
        // What changes an open event all the time is told by the web server, for those who want it.
        if (event.clip() != null && (!event.isOpen() || withClip.add(event.id()))) {
            tell("clip", event);
        }
    }

    @Override
    public void ended(final AnomalyEvent event) {
        withClip.remove(event.id());
        tell("ended", event);
    }

    private void tell(final String what, final AnomalyEvent event) {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("what", what);
        json.setAll(EventJson.of(event));
        final Message message = new Message(target.prefix() + "/" + event.camera() + "/event", bytes(json));
        synchronized (lock) {
            if (waiting.size() >= BACKLOG) {
                waiting.removeFirst();
                dropped++;
            }
            waiting.add(message);
            lock.notifyAll();
        }
    }

    private static byte[] bytes(final ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                if (client == null || !client.isConnected()) {
                    connect();
                }
                tellStates();
                final boolean all = tellWaiting();
                if (inTrouble && System.nanoTime() - failed > RECOVERY_NANOS) {
                    recovered();
                }
                if (!inTrouble) {
                    pause = FIRST_PAUSE_MILLIS;
                }
                if (!sleep(LOOK_MILLIS, all)) {
                    break;
                }
            } catch (final MqttException | RuntimeException e) {
                drop();
                say(e);
                if (!sleep(pause, false)) {
                    break;
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
        leave();
    }

    private void connect() throws MqttException {
        drop();
        client = new MqttClient(target.server(), clientId, new MemoryPersistence());
        client.setTimeToWait(PATIENCE_MILLIS);
        final MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setConnectionTimeout(CONNECT_SECONDS);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        if (target.user() != null) {
            options.setUserName(target.user());
        }
        if (target.password() != null) {
            options.setPassword(target.password().getBytes(StandardCharsets.UTF_8));
        }
        options.setWill(statusTopic(), message("offline".getBytes(StandardCharsets.UTF_8), true));
        client.connect(options);
        toldStates.clear();
        publish(statusTopic(), statusTopic(), message("online".getBytes(StandardCharsets.UTF_8), true));
        if (!inTrouble) {
            LOG.info("Events go to the MQTT broker {}", target);
        }
    }

    private void recovered() {
        inTrouble = false;
        refusals.clear();
        final long gone;
        synchronized (lock) {
            gone = dropped;
            dropped = 0;
        }
        LOG.info(
                "The MQTT broker {} takes all messages again{}",
                target,
                gone == 0 ? "" : "; " + gone + " were refused or too many to wait for it");
    }

    private String statusTopic() {
        return target.prefix() + "/status";
    }

    /**
     * Publishes, or gives up what was refused too often.
     *
     * @return false if the broker refused it and it is to be tried again
     * @throws MqttException if the connection does not stand
     */
    private boolean publish(final Object what, final String topic, final MqttMessage message) throws MqttException {
        try {
            final MqttToken token = client.getTopic(topic).publish(message);
            token.waitForCompletion(PATIENCE_MILLIS);
            // The library takes a refusal for an answer like any other.
            for (final int code : reasons(token)) {
                if (code >= FIRST_REFUSAL) {
                    throw new MqttException(code);
                }
            }
            refusals.remove(what);
            return true;
        } catch (final MqttException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            final boolean givenUp = refusals.merge(what, 1, Integer::sum) >= MOST_REFUSALS;
            if (!givenUp && !client.isConnected()) {
                throw e;
            }
            say(topic, e);
            if (givenUp) {
                refusals.remove(what);
                synchronized (lock) {
                    dropped++;
                }
            }
            return givenUp;
        }
    }

    private static MqttMessage message(final byte[] payload, final boolean retained) {
        final MqttMessage message = new MqttMessage(payload);
        message.setQos(QOS);
        message.setRetained(retained);
        return message;
    }

    private static int[] reasons(final MqttToken token) {
        return token.getReasonCodes() == null ? new int[0] : token.getReasonCodes();
    }

    /** Whether it is about this message: the broker says so, or hangs up, as some do on what they do not allow. */
    private static boolean isRefusal(final MqttException e) {
        return e.getReasonCode() >= FIRST_REFUSAL && e.getReasonCode() <= LAST_REFUSAL
                || e.getReasonCode() == MqttClientException.REASON_CODE_CONNECTION_LOST;
    }

    private void tellStates() throws MqttException {
        for (final CameraView camera : cameras) {
            final CameraStatus status = camera.status();
            final String seen = status.state() + " " + status.since() + " " + status.trouble();
            if (!seen.equals(toldStates.get(camera.name()))) {
                if (publishState(camera.name(), status.state(), status.since(), status.trouble())) {
                    toldStates.put(camera.name(), seen);
                }
            }
        }
    }

    private boolean publishState(
            final String camera, final CameraState state, final Instant since, final String trouble)
            throws MqttException {
        final ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("camera", camera);
        json.put("state", state.toString());
        json.put("since", since.truncatedTo(ChronoUnit.MILLIS).toString());
        json.put("trouble", trouble);
        final String topic = target.prefix() + "/" + camera + "/state";
        return publish(topic, topic, message(bytes(json), true));
    }

    /** The broker goes on telling what it was told last. */
    private void tellEnds() throws MqttException {
        for (final CameraView camera : cameras) {
            final CameraStatus status = camera.status();
            final Instant since = status.state() == CameraState.ENDED ? status.since() : Instant.now();
            publishState(camera.name(), CameraState.ENDED, since, null);
        }
    }

    /** Publishes what waits; false if the broker refused something. */
    private boolean tellWaiting() throws MqttException {
        while (true) {
            final Message next;
            synchronized (lock) {
                next = waiting.peek();
            }
            if (next == null) {
                return true;
            }
            if (!publish(next, next.topic(), message(next.payload(), false))) {
                return false;
            }
            synchronized (lock) {
                // It may have been dropped meanwhile to make room.
                waiting.removeFirstOccurrence(next);
            }
        }
    }

    private void say(final String topic, final MqttException e) {
        failed = System.nanoTime();
        if (!inTrouble) {
            inTrouble = true;
            LOG.warn(
                    "The MQTT broker {} refuses messages of the topic {} ({}); check what this user may publish.",
                    target,
                    topic,
                    reason(e));
        }
    }

    private void say(final Exception e) {
        failed = System.nanoTime();
        if (!inTrouble) {
            inTrouble = true;
            LOG.warn(
                    "The MQTT broker {} cannot be told of events ({}); check the address and the broker. It is tried"
                            + " again for ever.",
                    target,
                    reason(e));
        }
    }

    private static String reason(final Exception e) {
        return e.getCause() == null || e.getCause().getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getCause().getMessage();
    }

    /** False if the publisher is to end. */
    private boolean sleep(final long millis, final boolean wakeForMessages) {
        final long end = System.nanoTime() + millis * 1_000_000;
        synchronized (lock) {
            while (!closing && !(wakeForMessages && !waiting.isEmpty())) {
                final long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return true;
                }
                try {
                    lock.wait(left);
                } catch (final InterruptedException e) {
                    return false;
                }
            }
            return !closing;
        }
    }

    private void leave() {
        try {
            if (client != null && client.isConnected()) {
                tellWaiting();
                tellEnds();
                publish(statusTopic(), statusTopic(), message("offline".getBytes(StandardCharsets.UTF_8), true));
                client.disconnect();
            }
        } catch (final MqttException e) {
            LOG.debug("The broker was gone before the goodbye", e);
        }
        drop();
    }

    private void drop() {
        if (client == null) {
            return;
        }
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, PATIENCE_MILLIS, false);
            }
        } catch (final MqttException e) {
            LOG.debug("A connection that is given up", e);
        }
        try {
            client.close(true);
        } catch (final MqttException e) {
            LOG.debug("A connection that is given up", e);
        }
        client = null;
    }

    /** Sends what waits if the broker is there, says goodbye and disconnects, within ten seconds. */
    @Override
    public void close() {
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
