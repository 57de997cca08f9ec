package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.objectomaly.Fault;

/** Pictures in one folder and their class labels in another, under the same names, as CamVid has them. */
public final class PairedSegments {
    private PairedSegments() {}

    /**
     * Finds the pictures that have labels; others are left out.
     *
     * @param pictures a folder of {@code NAME.EXT}
     * @param labels a folder of label pictures {@code NAME.png}
     * @return at least one picture with one segmentation each, in the order of their names
     * @throws Fault of kind INPUT if a folder is missing or no picture has labels
     */
    public static List<SegmentedPicture> open(final Path pictures, final Path labels) {
        final Map<String, Path> byName = Folder.of(labels).labels().stream()
                .collect(Collectors.toMap(Folder::stem, Function.identity(), (one, other) -> one));
        final List<SegmentedPicture> pairs = Folder.of(pictures).pictures().stream()
                .filter(file -> byName.containsKey(Folder.stem(file)))
                .map(file -> new SegmentedPicture(Folder.stem(file), file, List.of(byName.get(Folder.stem(file)))))
                .toList();
        if (pairs.isEmpty()) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "No picture in %s has labels of its name in %s; check the two folders.",
                    pictures,
                    labels);
        }
        return pairs;
    }
}
