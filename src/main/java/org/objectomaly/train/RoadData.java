package org.objectomaly.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.dataset.CamVid;
import org.objectomaly.dataset.RoadClasses;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.image.Picture;
import org.objectomaly.image.SegmentMap;

/** Reads what {@code road-cas} learns from. */
final class RoadData {
    private final int rows;
    private final Teacher teacher;

    /**
     * A reader.
     *
     * @param rows of every frame in memory
     * @param teacher of the known classes
     */
    RoadData(final int rows, final Teacher teacher) {
        this.rows = rows;
        this.teacher = teacher;
    }

    /** Pictures of {@link CamVid} or of another set laid out like it. */
    List<RoadFrame> labelled(final Path folder, final String split) {
        final List<RoadFrame> frames = new ArrayList<>();
        for (final SegmentedPicture pair : CamVid.open(folder, split)) {
            try (Picture picture = pair.readPicture()) {
                final Mat rgb = Mats.of(picture);
                final SegmentMap classes =
                        pair.readSegments(rgb.cols(), rgb.rows()).get(0);
                final Mat labels = Mats.of(RoadClasses.labels(classes), classes.width(), classes.height());
                frames.add(new RoadFrame(rgb, labels, teacher.beliefs(rgb), false));
            }
        }
        return frames;
    }

    /** Pictures and videos without labels. */
    List<RoadFrame> taught(final Path folder, final int every) {
        final List<RoadFrame> frames = new ArrayList<>();
        for (final Mat picture : Pictures.readAll(folder, every, rows)) {
            frames.add(new RoadFrame(picture, Pictures.unknown(picture), teacher.beliefs(picture), true));
        }
        return frames;
    }
}
