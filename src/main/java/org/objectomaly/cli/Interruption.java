package org.objectomaly.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Turns Ctrl-C and a polite kill into a request: the command under way ends in order, writes what it has, and only
 * then the process goes. It has {@value #USUAL_PATIENCE_SECONDS} seconds for that, or as long as the command says it needs.
 */
final class Interruption {
    /** Exit code of a command that the user interrupted. */
    static final int EXIT_CODE = 130;

    private static final int USUAL_PATIENCE_SECONDS = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicReference<Runnable> request = new AtomicReference<>(() -> {});
    private volatile int patienceSeconds = USUAL_PATIENCE_SECONDS;
    private volatile boolean asked;

    /** Watches for the end of the process from now on. */
    void watch() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::askAndWait, "objectomaly-interruption"));
    }

    /**
     * What to do when the user wants the command to end.
     *
     * @param stop returns at once; runs immediately when the wish is already there
     */
    void onAsk(final Runnable stop) {
        request.set(stop);
        if (asked) {
            stop.run();
        }
    }

    /**
     * Lets the command take longer over its end.
     *
     * @param seconds the longest it may need
     */
    void patience(final int seconds) {
        patienceSeconds = seconds;
    }

    boolean isAsked() {
        return asked;
    }

    /** The command has ended and said all it has to say. */
    void finish() {
        finished.countDown();
    }

    private void askAndWait() {
        asked = true;
        request.get().run();
        try {
            finished.await(patienceSeconds, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
