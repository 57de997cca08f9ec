package org.objectomaly.train;

import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Where teachers' answers are kept for the next run: asking about all pictures takes minutes.
 *
 * @param folder it is made where it is missing
 * @param stop whether the user wants to stop, asked before each new answer
 */
public record Answers(Path folder, BooleanSupplier stop) {
    /** Makes the folder. */
    public Answers {
        RunFolder.make(folder);
    }

    /** The file of a teacher's answer about a picture; it may be missing. */
    Path file(final String teacher, final Mat picture) {
        final CRC32 sum = new CRC32();
        sum.update(Mats.bytes(picture));
        return folder.resolve(teacher + "-" + Long.toHexString(sum.getValue()) + ".png");
    }

    /** To be called before a new answer is worked out. */
    void stopIfAsked() {
        if (stop.getAsBoolean()) {
            throw new CancellationException("asked to stop");
        }
    }
}
