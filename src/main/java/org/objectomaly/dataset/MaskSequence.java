package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectomaly.Fault;
import org.objectomaly.image.LabelMap;

/**
 * The ground truth of a video as a folder of label pictures (PNG, BMP or TIFF), one for each frame that has any. The
 * last number in a file's name is the frame's, counted from 0: {@code 000012.png} and {@code frame_12_labels.png} are
 * frame 12. Values mean what they mean in {@link Layout#FOLDERS}.
 */
public final class MaskSequence {
    /** At most 18 digits, which a long can hold. */
    private static final Pattern NUMBER = Pattern.compile("(?:.*[^0-9])?([0-9]{1,18})[^0-9]*");

    private final Map<Long, Path> files = new TreeMap<>();
    private final OptionalInt anomalyValue;

    private MaskSequence(final OptionalInt anomalyValue) {
        this.anomalyValue = anomalyValue;
    }

    /**
     * Finds the masks; none is read yet.
     *
     * @param folder where they lie; files that are no label pictures are passed over
     * @param anomalyValue the value that marks anomalies, 1 to 255, or empty for 1
     * @return the sequence, with at least one mask
     * @throws Fault of kind INPUT if there is no mask, one without a number, or two for the same frame; of kind USAGE if
     *     the value is not 1 to 255
     */
    public static MaskSequence open(final Path folder, final OptionalInt anomalyValue) {
        LabelRule.check(anomalyValue);
        final MaskSequence sequence = new MaskSequence(anomalyValue);
        for (final Path file : Folder.of(folder).labels()) {
            sequence.add(file);
        }
        if (sequence.files.isEmpty()) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "%s holds no mask; each is a PNG, BMP or TIFF named by its frame's number, such as 000012.png.",
                    folder);
        }
        return sequence;
    }

    private void add(final Path file) {
        final Matcher matcher = NUMBER.matcher(Folder.stem(file));
        if (!matcher.matches()) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "The mask %s has no frame number in its name; name it as 000012.png, or remove it.",
                    file);
        }
        final long frame = Long.parseLong(matcher.group(1));
        final Path first = files.putIfAbsent(frame, file);
        if (first != null) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "%s and %s are both named as the mask of frame %d; remove one of them.",
                    first,
                    file,
                    frame);
        }
    }

    /**
     * How many frames have a mask.
     *
     * @return at least 1
     */
    public int size() {
        return files.size();
    }

    /**
     * Whether a frame has a mask.
     *
     * @param frame its number, from 0
     * @return true if {@link #labels} would read one
     */
    public boolean has(final long frame) {
        return files.containsKey(frame);
    }

    /**
     * Reads the mask of a frame at the frame's size, as {@link LabelledPicture#readLabels} does.
     *
     * @param frame its number, from 0
     * @param width columns of the frame
     * @param height rows of the frame
     * @return the labels, {@code [H,W]}; null if the frame has no mask
     * @throws Fault of kind INPUT if the file is damaged or has a value that means nothing
     */
    public LabelMap labels(final long frame, final int width, final int height) {
        final Path file = files.get(frame);
        return file == null
                ? null
                : LabelFile.read(file, LabelRule.of(Layout.FOLDERS, anomalyValue, file), width, height);
    }
}
