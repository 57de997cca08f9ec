package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectomaly.Fault;

/** Which pictures and labels of a folder belong together, and which are alone. */
final class Pairs {
    /** A picture and its labels under one name. */
    record Pair(String name, Path picture, Path labels) {}

    private final List<Pair> pairs = new ArrayList<>();
    private final List<String> unlabelled = new ArrayList<>();
    private final List<String> pictureless = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void add(final String name, final Path picture, final Path labels) {
        pairs.add(new Pair(name, picture, labels));
    }

    void addUnlabelled(final Path picture) {
        unlabelled.add(picture.getFileName().toString());
    }

    void addPictureless(final Path labels) {
        pictureless.add(labels.getFileName().toString());
    }

    void addNote(final String sentence) {
        notes.add(sentence);
    }

    List<Pair> pairs() {
        return pairs;
    }

    List<String> unlabelled() {
        return unlabelled;
    }

    List<String> pictureless() {
        return pictureless;
    }

    /** What the arrangement itself has to say to people, one sentence each. */
    List<String> notes() {
        return notes;
    }

    /**
     * Files by stem.
     *
     * @throws Fault of kind INPUT if two files differ in their extension alone: nobody can say which one is meant
     */
    static Map<String, Path> byStem(final List<Path> files) {
        final Map<String, Path> stems = new LinkedHashMap<>();
        for (final Path file : files) {
            final Path first = stems.putIfAbsent(Folder.stem(file), file);
            if (first != null) {
                throw Fault.of(
                        Fault.Kind.INPUT,
                        "%s holds both %s and %s, and only one of them can be meant; remove the other.",
                        file.getParent(),
                        first.getFileName(),
                        file.getFileName());
            }
        }
        return stems;
    }
}
