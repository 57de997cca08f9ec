package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Each picture beside its labels, whose name has a word more. */
final class OneFolder implements Arrangement {
    private static final List<String> SUFFIXES =
            List.of("_labels_semantic", "_labels", "_label", LabelRule.COLOUR_FORM);

    @Override
    public Optional<Pairs> look(final Folder folder) {
        final Map<String, Path> labels = new LinkedHashMap<>();
        for (final Path file : folder.labels()) {
            final String stem = Folder.stem(file);
            if (SUFFIXES.stream().anyMatch(stem::endsWith)) {
                labels.put(stem, file);
            }
        }
        if (labels.isEmpty()) {
            return Optional.empty();
        }
        final List<Path> pictures = new ArrayList<>(folder.pictures());
        pictures.removeAll(labels.values());
        return Optional.of(pair(Pairs.byStem(pictures), labels));
    }

    private static Pairs pair(final Map<String, Path> pictures, final Map<String, Path> labels) {
        final Pairs found = new Pairs();
        pictures.forEach((name, picture) -> SUFFIXES.stream()
                .map(suffix -> labels.get(name + suffix))
                .filter(file -> file != null)
                .findFirst()
                .ifPresentOrElse(file -> found.add(name, picture, file), () -> found.addUnlabelled(picture)));
        labels.forEach((stem, file) -> {
            if (SUFFIXES.stream()
                    .noneMatch(suffix -> stem.endsWith(suffix)
                            && pictures.containsKey(stem.substring(0, stem.length() - suffix.length())))) {
                found.addPictureless(file);
            }
        });
        return found;
    }

    @Override
    public String pattern() {
        return "NAME.jpg beside NAME_label.png, NAME_labels.png or NAME_labels_semantic.png";
    }
}
