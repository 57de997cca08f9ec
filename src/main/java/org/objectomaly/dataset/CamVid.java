package org.objectomaly.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.objectomaly.Fault;

/**
 * CamVid in SegNet's edition (Brostow et al. 2009; Badrinarayanan et al. 2017): pictures {@code SPLIT/NAME.png} and label
 * pictures {@code SPLITannot/NAME.png} that hold numbers of {@link RoadClasses}, or any other number for no class.
 */
public final class CamVid {
    private static final String LABELS = "annot";

    private CamVid() {}

    /**
     * Whether a part of a data set that is laid out like this lies in a folder.
     *
     * @param folder any folder
     * @param split such as {@code train} or {@code val}
     * @return true if both folders of the part are there
     */
    public static boolean isIn(final Path folder, final String split) {
        return Files.isDirectory(folder.resolve(split)) && Files.isDirectory(folder.resolve(split + LABELS));
    }

    /**
     * The pictures of a part. Those without labels are left out.
     *
     * @param folder where the data set lies
     * @param split such as {@code train} or {@code val}
     * @return at least one picture with the one map of its classes, in the order of their names
     * @throws Fault of kind INPUT if a folder is missing or no picture has labels
     */
    public static List<SegmentedPicture> open(final Path folder, final String split) {
        final Path pictures = folder.resolve(split);
        final Path labels = folder.resolve(split + LABELS);
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
