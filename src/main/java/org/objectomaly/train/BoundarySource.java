package org.objectomaly.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.dataset.BerkeleySegments;
import org.objectomaly.dataset.CamVid;
import org.objectomaly.dataset.SegmentedPicture;
import org.objectomaly.image.SegmentMap;

/**
 * Pictures to learn boundaries from, decoded once and kept in native memory as bytes (BSDS500 train about 250 MB, CamVid
 * train 250 MB), and what their segments say of boundaries. Read only, so that several {@link BoundarySamples} may share
 * one.
 */
public final class BoundarySource implements AutoCloseable {
    /** Segments are warped as bytes, those of four people at once. */
    private static final int MOST_SEGMENTS = 256;

    private static final int CAMVID_UNLABELLED = 11;
    /** Sky, road and pavement. */
    private static final Set<Integer> CAMVID_CALM = Set.of(0, 3, 4);

    private static final UnaryOperator<Mat> NO_TEACHER = picture -> null;
    private static final BoundaryTruth NO_TRUTH = (segments, people, width, height, target, weight) -> {
        Arrays.fill(target, 0);
        Arrays.fill(weight, 0);
    };

    private final BoundaryTruth truth;
    private final boolean isUpright;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * A picture and its segmentations, all of one size.
     *
     * @param segments those of four people each, a byte a pixel and person; of people who are not there, 0
     * @param people how many there are
     * @param taught the teacher's probability of a boundary, a byte a pixel; null without a teacher
     */
    record Entry(Mat rgb, List<Mat> segments, int people, Mat taught) {
        private void close() {
            rgb.close();
            segments.forEach(Mat::close);
            if (taught != null) {
                taught.close();
            }
        }
    }

    private BoundarySource(
            final List<SegmentedPicture> pictures,
            final BoundaryTruth truth,
            final boolean isUpright,
            final UnaryOperator<Mat> teacher) {
        Natives.loadAll();
        this.truth = truth;
        this.isUpright = isUpright;
        try {
            pictures.forEach(picture -> entries.add(read(picture, teacher)));
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Pictures of roads about which the teacher alone says something.
     *
     * @param pictures at least one, RGB; the source's from now on
     * @param teacher from a picture to its probability of a boundary, as bytes
     * @return the source, to be closed by the caller after the samples
     */
    static BoundarySource ofPictures(final List<Mat> pictures, final UnaryOperator<Mat> teacher) {
        final BoundarySource source = new BoundarySource(List.of(), NO_TRUTH, true, teacher);
        pictures.forEach(rgb -> source.entries.add(new Entry(rgb, List.of(), 0, teacher.apply(rgb))));
        return source;
    }

    /**
     * Pictures that several people segmented. A pixel's target is the share of them who have a boundary there, at most
     * one pixel off; every pixel counts. Pictures may be turned by quarters.
     *
     * @param pictures at least one
     * @return the source, to be closed by the caller after the samples
     * @throws Fault of kind INPUT if a file cannot be read
     */
    public static BoundarySource ofAnnotators(final List<SegmentedPicture> pictures) {
        return new BoundarySource(pictures, new AnnotatorTruth(), false, NO_TEACHER);
    }

    /**
     * Street scenes with one class a pixel. Where two classes meet is a boundary. Inside a class nobody knows: two cars
     * side by side are one class, and so are a house and its windows. Only calm classes have no boundary inside for
     * certain. All else, and a band around borders since these are drawn roughly, has no weight.
     *
     * @param pictures at least one, with one segmentation each
     * @param unlabelled the number of pixels without a class, 0 to 255
     * @param calm the classes that are one thing each
     * @return the source, to be closed by the caller after the samples
     * @throws Fault of kind INPUT if a file cannot be read
     */
    public static BoundarySource ofClasses(
            final List<SegmentedPicture> pictures, final int unlabelled, final Set<Integer> calm) {
        return new BoundarySource(pictures, new ClassTruth(unlabelled, calm), true, NO_TEACHER);
    }

    /**
     * BSDS500.
     *
     * @param folder as {@link BerkeleySegments} describes it
     * @param split such as {@code train}
     * @param teacher from a picture to its probability of a boundary, as bytes, or to null
     * @return a source of annotators, to be closed by the caller after the samples
     */
    static BoundarySource berkeley(final Path folder, final String split, final UnaryOperator<Mat> teacher) {
        return new BoundarySource(BerkeleySegments.open(folder, split), new AnnotatorTruth(), false, teacher);
    }

    /**
     * CamVid in the 12 classes of SegNet, of which sky, road and pavement are calm.
     *
     * @param folder holds SPLIT and SPLITannot
     * @param split such as {@code train}
     * @param teacher as for {@link #berkeley}
     * @return a source of classes, to be closed by the caller after the samples
     */
    static BoundarySource camVid(final Path folder, final String split, final UnaryOperator<Mat> teacher) {
        return new BoundarySource(
                CamVid.open(folder, split), new ClassTruth(CAMVID_UNLABELLED, CAMVID_CALM), true, teacher);
    }

    /**
     * How many pictures there are.
     *
     * @return at least 1
     */
    public int size() {
        return entries.size();
    }

    Entry entry(final int index) {
        return entries.get(index);
    }

    /** What segments say of boundaries. */
    BoundaryTruth truth() {
        return truth;
    }

    /** Whether up is up in all pictures and should stay so. */
    boolean isUpright() {
        return isUpright;
    }

    private static Entry read(final SegmentedPicture data, final UnaryOperator<Mat> teacher) {
        final Mat rgb = Pictures.read(data.picturePath());
        final Entry entry =
                new Entry(rgb, new ArrayList<>(), data.segmentPaths().size(), teacher.apply(rgb));
        try {
            final List<SegmentMap> maps = data.readSegments(rgb.cols(), rgb.rows());
            for (int k = 0; k < maps.size(); k++) {
                check(maps.get(k), data.segmentPaths().get(k));
            }
            for (int k = 0; k < maps.size(); k += BoundaryTruth.LANES) {
                entry.segments.add(packed(maps.subList(k, Math.min(maps.size(), k + BoundaryTruth.LANES))));
            }
            return entry;
        } catch (final RuntimeException e) {
            entry.close();
            throw e;
        }
    }

    private static void check(final SegmentMap map, final Path file) {
        for (final int number : map.numbers()) {
            if (number >= MOST_SEGMENTS) {
                throw Fault.of(
                        Fault.Kind.INPUT,
                        "The segments %s have the number %d; for training they go from 0 to %d, in a grey picture of 8 bits.",
                        file,
                        number,
                        MOST_SEGMENTS - 1);
            }
        }
    }

    private static Mat packed(final List<SegmentMap> maps) {
        final SegmentMap first = maps.get(0);
        final int[] lanes = new int[first.numbers().length];
        for (int k = 0; k < maps.size(); k++) {
            final int[] numbers = maps.get(k).numbers();
            for (int i = 0; i < lanes.length; i++) {
                lanes[i] |= numbers[i] << Byte.SIZE * k;
            }
        }
        final Mat mat = new Mat(first.height(), first.width(), opencv_core.CV_8UC4);
        new IntPointer(mat.data()).put(lanes);
        return mat;
    }

    @Override
    public void close() {
        entries.forEach(Entry::close);
        entries.clear();
    }
}
