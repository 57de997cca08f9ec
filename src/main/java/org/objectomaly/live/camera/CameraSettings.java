package org.objectomaly.live.camera;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.objectomaly.Fault;
import org.objectomaly.live.Look;
import org.objectomaly.video.Addresses;
import org.objectomaly.video.Transport;

/**
 * A camera to be watched.
 *
 * @param name one word of letters, digits, {@code -} and {@code _}, for pages, files and metrics
 * @param address an address such as rtsp://user:password@host/path, a device such as /dev/video0, or a file
 * @param transport how an RTSP camera is to send
 * @param stall how long nothing may come before the source is opened anew
 * @param loop whether a file begins again at its end
 * @param refresh the networks look at one frame in so many at most
 * @param look how it is shown at first
 * @param smallestObject objects below this share of the picture are left out, 0..1
 * @param forward where the annotated stream is published, such as rtsp://host:8554/name; null for nowhere
 * @param clips whether seconds of the source are kept with each event
 */
public record CameraSettings(
        String name,
        String address,
        Transport transport,
        Duration stall,
        boolean loop,
        int refresh,
        Look look,
        double smallestObject,
        String forward,
        boolean clips) {
    /** What metrics of the networks that all cameras share are labelled with. */
    public static final String EVERYBODY = "all";

    private static final String NAME = "[A-Za-z0-9_-]{1,40}";

    /**
     * Checks the values.
     *
     * @throws Fault of kind USAGE if the name is none, of kind INPUT if a file is missing
     */
    public CameraSettings {
        if (!name.matches(NAME)) {
            throw Fault.of(
                    Fault.Kind.USAGE,
                    "'%s' is no name for a camera: up to 40 letters, digits, - and _, such as front.",
                    name);
        }
        if (name.equals(EVERYBODY)) {
            throw Fault.of(
                    Fault.Kind.USAGE, "No camera may be called '%s', which stands for all in the metrics.", name);
        }
        if (!isAddress(address) && !isThere(address)) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "There is no '%s' to watch: give an address such as rtsp://camera/1, a device such as /dev/video0, or a"
                            + " file.",
                    Addresses.withoutSecrets(address));
        }
    }

    private static boolean isThere(final String path) {
        try {
            return Files.exists(Path.of(path));
        } catch (final InvalidPathException e) {
            return false;
        }
    }

    private static boolean isAddress(final String text) {
        return text.matches("[A-Za-z][A-Za-z0-9+.-]+://.*");
    }

    /** Whether it is a film, to be played at its own rate. */
    boolean isFile() {
        return !isAddress(address) && Files.isRegularFile(Path.of(address));
    }

    /** The name alone: address and target may hold passwords. */
    @Override
    public String toString() {
        return "CameraSettings[" + name + "]";
    }
}
