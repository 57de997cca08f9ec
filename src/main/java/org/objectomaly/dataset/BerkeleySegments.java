package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.objectomaly.Fault;

/**
 * The Berkeley segmentation data set BSDS500 with its ground truth as label pictures:
 *
 * <pre>
 * images/SPLIT/ID.jpg        the picture
 * segments/SPLIT/ID_K.png    the segments that person K sees in it, one number each
 * </pre>
 */
public final class BerkeleySegments {
    private static final String IMAGES = "images";
    private static final String SEGMENTS = "segments";

    private BerkeleySegments() {}

    /**
     * Whether a folder is laid out like this.
     *
     * @param folder any folder
     * @return true if it holds {@code images} and {@code segments} with a sub-folder of one name
     */
    public static boolean isIn(final Path folder) {
        return !splits(Folder.of(folder)).isEmpty();
    }

    /**
     * The pictures of a split. Those without segments are left out.
     *
     * @param folder where the data set lies
     * @param split such as {@code train} or {@code val}
     * @return at least one picture, in the order of their names
     * @throws Fault of kind INPUT if the folder or the split is missing or holds no picture with segments
     */
    public static List<SegmentedPicture> open(final Path folder, final String split) {
        final Folder root = Folder.of(folder);
        final Optional<Folder> images = root.sub(IMAGES).flatMap(sub -> sub.sub(split));
        final Optional<Folder> segments = root.sub(SEGMENTS).flatMap(sub -> sub.sub(split));
        if (images.isEmpty() || segments.isEmpty()) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "%s has no %s and %s; needed are pictures there, and their segments as ID_K.png (splits found: %s).",
                    folder,
                    Path.of(IMAGES, split),
                    Path.of(SEGMENTS, split),
                    splits(root).isEmpty() ? "none" : String.join(", ", splits(root)));
        }
        final Map<String, List<Path>> byPicture = segments.get().labels().stream()
                .collect(Collectors.groupingBy(file -> Folder.stem(file).replaceFirst("_[^_]*$", "")));
        final List<SegmentedPicture> pictures = images.get().pictures().stream()
                .filter(file -> byPicture.containsKey(Folder.stem(file)))
                .map(file -> new SegmentedPicture(Folder.stem(file), file, byPicture.get(Folder.stem(file))))
                .toList();
        if (pictures.isEmpty()) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "No picture in %s has segments in %s; these are called ID_0.png, ID_1.png and so on.",
                    images.get().path(),
                    segments.get().path());
        }
        return pictures;
    }

    private static List<String> splits(final Folder root) {
        final Optional<Folder> segments = root.sub(SEGMENTS);
        return root.sub(IMAGES).stream()
                .flatMap(images -> images.subs().stream())
                .map(Folder::name)
                .filter(name -> segments.flatMap(sub -> sub.sub(name)).isPresent())
                .toList();
    }
}
