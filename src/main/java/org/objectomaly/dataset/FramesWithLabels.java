package org.objectomaly.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code frames/NAME.EXT} with a folder {@code frames/NAME.labels}, as RoadAnomaly is published. */
final class FramesWithLabels implements Arrangement {
    private static final String LABELS = "labels_semantic.png";

    @Override
    public Optional<Pairs> look(final Folder folder) {
        return folder.sub("frames").map(FramesWithLabels::pair);
    }

    private static Pairs pair(final Folder frames) {
        final Pairs found = new Pairs();
        final Map<String, Path> pictures = Pairs.byStem(frames.pictures());
        pictures.forEach((name, picture) -> {
            final Path labels = frames.path().resolve(name + ".labels").resolve(LABELS);
            if (Files.isRegularFile(labels)) {
                found.add(name, picture, labels);
            } else {
                found.addUnlabelled(picture);
            }
        });
        for (final Folder sub : frames.subs()) {
            final String name = sub.name();
            if (name.endsWith(".labels") && !pictures.containsKey(name.substring(0, name.lastIndexOf('.')))) {
                found.addPictureless(sub.path());
            }
        }
        return found;
    }

    @Override
    public String pattern() {
        return "frames/NAME.jpg with frames/NAME.labels/" + LABELS;
    }
}
