package org.objectomaly.live.web;

/** A request that is not answered, with an HTTP status and one sentence that says why. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(final int status, final String sentence, final Object... arguments) {
        super(arguments.length == 0 ? sentence : String.format(sentence, arguments), null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
