package org.objectomaly.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.dataset.Folder;

/** Reads what {@code road-cas} learns from. */
final class RoadData {
    private final int rows;
    private final Teacher teacher;

    /**
     * A reader.
     *
     * @param rows of every frame in memory
     * @param teacher of the known classes; null for none
     */
    RoadData(final int rows, final Teacher teacher) {
        this.rows = rows;
        this.teacher = teacher;
    }

    /** Pictures of {@code folder/split} with labels in {@code folder/splitannot}: the numbers of {@link RoadClasses}. */
    List<RoadFrame> labelled(final Path folder, final String split) {
        final List<RoadFrame> frames = new ArrayList<>();
        for (final Path file : Folder.of(folder.resolve(split)).pictures()) {
            final Mat labels = Pictures.numbers(folder.resolve(split + "annot").resolve(Folder.stem(file) + ".png"));
            final Mat picture = Pictures.read(file);
            hideUnknown(labels);
            frames.add(new RoadFrame(picture, labels, beliefs(picture), false));
        }
        return frames;
    }

    private static void hideUnknown(final Mat labels) {
        final byte[] values = Mats.bytes(labels);
        for (int i = 0; i < values.length; i++) {
            if ((values[i] & 0xff) >= RoadClasses.KNOWN) {
                values[i] = (byte) RoadClasses.UNKNOWN;
            }
        }
        labels.data().put(values);
    }

    /** Pictures and videos without labels. */
    List<RoadFrame> taught(final Path folder, final int every) {
        final List<RoadFrame> frames = new ArrayList<>();
        for (final Mat picture : Pictures.readAll(folder, every, rows)) {
            frames.add(new RoadFrame(picture, Pictures.unknown(picture), beliefs(picture), true));
        }
        return frames;
    }

    private Beliefs beliefs(final Mat picture) {
        return teacher == null ? null : teacher.beliefs(picture);
    }
}
