package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;

/** FFmpeg's negative return codes in words. */
final class AvError {
    /** Not an error: nothing can be given, or taken, before more was taken, or given. */
    static final int EAGAIN = -11;

    /** File too large, no space left, quota exceeded, as FFmpeg negates the numbers of the operating system. */
    private static final int TOO_LARGE = -27;

    private static final int NO_SPACE = -28;
    private static final int OVER_QUOTA = -122;

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
        return new String(words, 0, end, StandardCharsets.UTF_8);
    }

    /**
     * Whether there is no room for more data.
     *
     * @param code a negative return value
     * @return true for a full disk, quota or file
     */
    static boolean isFull(final int code) {
        return code == NO_SPACE || code == TOO_LARGE || code == OVER_QUOTA;
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
