package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectomaly.Fault;

/**
 * {@code NNNN_NAME_labels.png}, as Fishyscapes publishes its labels, in the folder or in one below. The pictures may lie
 * anywhere in the folder: {@code NNNN_NAME_rgb.EXT} as Fishyscapes' tools write them, or {@code NAME_leftImg8bit.EXT}
 * as in Lost and Found, whose pictures Fishyscapes labels anew.
 */
final class NumberedLabels implements Arrangement {
    private static final Pattern LABELS = Pattern.compile("([0-9]+_(.+))_labels");
    private static final Pattern PICTURE = Pattern.compile("(.+)_(?:rgb|leftImg8bit)");
    /** leftImg8bit/leftImg8bit/SPLIT/CITY/FILE. */
    private static final int DEPTH = 5;

    @Override
    public Optional<Pairs> look(final Folder folder) {
        final Map<Path, Matcher> own = numbered(folder);
        if (!own.isEmpty()) {
            return Optional.of(pair(own, pictures(folder)));
        }
        // A sub-folder that has both labels and pictures is a set by itself, not a part of this one.
        final List<Map<Path, Matcher>> below = folder.subs().stream()
                .filter(sub -> !numbered(sub).isEmpty())
                .filter(sub -> pair(numbered(sub), pictures(sub)).pairs().isEmpty())
                .map(NumberedLabels::numbered)
                .toList();
        if (below.size() > 1) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "%s holds %d folders of Fishyscapes labels; keep each with its pictures in a folder of its own.",
                    folder.path(),
                    below.size());
        }
        return below.stream().findFirst().map(labels -> pair(labels, pictures(folder)));
    }

    private static Map<Path, Matcher> numbered(final Folder folder) {
        final Map<Path, Matcher> labels = new LinkedHashMap<>();
        for (final Path file : folder.labels()) {
            final Matcher matcher = LABELS.matcher(Folder.stem(file));
            if (matcher.matches()) {
                labels.put(file, matcher);
            }
        }
        return labels;
    }

    private static Map<String, List<Path>> pictures(final Folder folder) {
        final Map<String, List<Path>> pictures = new HashMap<>();
        for (final Path file : folder.picturesBelow(DEPTH)) {
            final Matcher matcher = PICTURE.matcher(Folder.stem(file));
            if (matcher.matches()) {
                pictures.computeIfAbsent(matcher.group(1), name -> new ArrayList<>())
                        .add(file);
            }
        }
        return pictures;
    }

    private static Pairs pair(final Map<Path, Matcher> labels, final Map<String, List<Path>> pictures) {
        final Pairs found = new Pairs();
        labels.forEach((file, matcher) -> {
            final String name = matcher.group(1);
            final List<Path> matches = pictures.getOrDefault(name, pictures.getOrDefault(matcher.group(2), List.of()));
            if (matches.size() > 1) {
                throw Fault.of(
                        Fault.Kind.INPUT,
                        "%s and %s are pictures of one name, and only one can be meant; remove the other.",
                        matches.get(0),
                        matches.get(1));
            } else if (matches.isEmpty()) {
                found.addPictureless(file);
            } else {
                found.add(name, matches.get(0), file);
            }
        });
        // A picture that nothing labels is no loss: Fishyscapes labels 100 of the 2239 pictures of Lost and Found.
        return found;
    }

    @Override
    public String pattern() {
        return "NNNN_NAME_labels.png with NNNN_NAME_rgb.png beside it or NAME_leftImg8bit.png in a folder below";
    }
}
