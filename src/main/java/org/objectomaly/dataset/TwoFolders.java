package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pictures in one sub-folder and labels in another, under the same stem or with a word behind it. */
final class TwoFolders implements Arrangement {
    static final String LABELS_MASKS = "labels_masks";

    /** What may follow the picture's stem, in order: the coloured form only where there is no other. */
    private static final List<String> SUFFIXES =
            List.of("_labels_semantic", "", "_labels", "_label", LabelRule.COLOUR_FORM);

    @Override
    public Optional<Pairs> look(final Folder folder) {
        final Optional<Folder> pictures = folder.sub("images", "original");
        final Optional<Folder> labels = folder.sub(LABELS_MASKS, "labels");
        return pictures.isPresent() && labels.isPresent()
                ? Optional.of(pair(pictures.get(), labels.get()))
                : Optional.empty();
    }

    private static Pairs pair(final Folder pictureFolder, final Folder labelFolder) {
        final Map<String, Path> pictures = Pairs.byStem(pictureFolder.pictures());
        final Map<String, Path> labels = Pairs.byStem(labelFolder.labels());
        final Pairs found = new Pairs();
        final Set<Path> used = new HashSet<>();
        pictures.forEach((name, picture) -> {
            final Optional<Path> match = SUFFIXES.stream()
                    .map(suffix -> labels.get(name + suffix))
                    .filter(file -> file != null)
                    .findFirst();
            match.ifPresentOrElse(
                    file -> {
                        found.add(name, picture, file);
                        used.add(file);
                    },
                    () -> found.addUnlabelled(picture));
        });
        // Files such as NAME_labels_instance.png keep a picture's labels company; they are not labels in want of one.
        labels.forEach((stem, file) -> {
            if (!used.contains(file) && pictures.keySet().stream().noneMatch(name -> stem.startsWith(name + "_"))) {
                found.addPictureless(file);
            }
        });
        return found;
    }

    @Override
    public String pattern() {
        return "images/NAME.jpg with labels/NAME.png, labels_masks/NAME.png or labels_masks/NAME_labels_semantic.png";
    }
}
