package org.objectomaly.models;

import java.time.Duration;

/**
 * How long a download waits for what.
 *
 * @param connect for a connection
 * @param answer for the head of an answer
 * @param stall for the next bytes of a body
 * @param pause before the first attempt to go on after a failure; it doubles with each further one
 * @param attempts in a row that may fail without bringing a byte
 */
public record Patience(Duration connect, Duration answer, Duration stall, Duration pause, int attempts) {
    /**
     * What suits the web.
     *
     * @return 15 s to connect, 60 s for an answer, 30 s between bytes, 5 attempts with 1 s, 2 s, 4 s, 8 s between
     */
    public static Patience usual() {
        return new Patience(
                Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(1), 5);
    }
}
