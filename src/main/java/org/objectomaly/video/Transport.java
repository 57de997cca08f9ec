package org.objectomaly.video;

/** How an RTSP camera sends its packets. */
public enum Transport {
    /** Within the connection: nothing is lost, and a lost packet holds up those behind it. */
    TCP("tcp", false),
    /** Beside the connection: what is lost is lost. */
    UDP("udp", false),
    /** Within the connection if the camera can, beside it if not. */
    AUTO("tcp+udp", true);

    private final String option;
    private final boolean prefersTcp;

    Transport(final String option, final boolean prefersTcp) {
        this.option = option;
        this.prefersTcp = prefersTcp;
    }

    /** FFmpeg's name for it. */
    String option() {
        return option;
    }

    boolean prefersTcp() {
        return prefersTcp;
    }
}
