package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

/** FFmpeg's negative return codes in words. */
final class AvError {
    /** No space left on device, as FFmpeg negates the number of the operating system. */
    static final int NO_SPACE = -28;

    private static final int LONGEST = 256;

    private AvError() {}

    /**
     * The words of a code.
     *
     * @param code a negative return value
     * @return for instance "Invalid data found when processing input"
     */
    static String text(final int code) {
        final byte[] words = new byte[LONGEST];
        av_strerror(code, words, words.length);
        int end = 0;
        while (end < words.length && words[end] != 0) {
            end++;
        }
        return new String(words, 0, end, java.nio.charset.StandardCharsets.UTF_8);
    }

    /**
     * Passes a code on unless it is an error that cannot happen with correct arguments and enough memory.
     *
     * @param code a return value
     * @param call the function that gave it
     * @return the code, 0 or more
     * @throws IllegalStateException for a negative code
     */
    static int check(final int code, final String call) {
        if (code < 0) {
            throw new IllegalStateException(call + " failed: " + text(code));
        }
        return code;
    }
}
