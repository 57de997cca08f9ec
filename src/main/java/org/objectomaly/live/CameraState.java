package org.objectomaly.live;

import java.util.Locale;

/** What a camera is doing. */
public enum CameraState {
    /** Opened for the first time; no frame has come yet. */
    CONNECTING,
    /** Frames come. */
    LIVE,
    /** The connection stands, but no frame has come for a while. */
    STALLED,
    /** The connection was lost, or was given up; it is opened again after a pause, for ever. */
    RECONNECTING,
    /** Nothing will come any more: a film has come to its end or cannot be read, or the watch has ended. */
    ENDED;

    /** The state as pages, the API and metrics call it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
