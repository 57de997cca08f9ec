package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code leftImg8bit/SPLIT/CITY} and {@code gtCoarse/SPLIT/CITY} as in Cityscapes, of Lost and Found. The test split is
 * taken where there is one.
 *
 * <p>Of the test split, the scene with children on the road is left out: a network trained on Cityscapes knows people,
 * and the SegmentMeIfYouCan benchmark leaves it out too (its split LostAndFound-testNoKnown, 1043 frames). That split
 * also leaves out 17 frames whose labels are void throughout; these stay here, where no pixel of theirs counts.
 */
final class CityTree implements Arrangement {
    private static final String PICTURES = "leftImg8bit";
    private static final String LABELS = "gtCoarse";
    private static final String PICTURE_END = "_leftImg8bit";
    private static final String IDS = "_gtCoarse_labelIds";
    /** Sequences that show what is no anomaly, children and bicycles, and that the benchmark's splits leave out. */
    private static final List<String> KNOWN = List.of(
            "15_Rechbergstr_Deckenpfronn",
            "01_Hanns_Klemm_Str_45_000006",
            "01_Hanns_Klemm_Str_45_000007",
            "10_Schlossberg_9_000004");

    @Override
    public Optional<Pairs> look(final Folder folder) {
        final Optional<Folder> pictures = tree(folder, PICTURES);
        final Optional<Folder> labels = tree(folder, LABELS);
        if (pictures.isEmpty() || labels.isEmpty()) {
            return Optional.empty();
        }
        for (final String split : List.of("test", "train")) {
            final Optional<Folder> in = pictures.get().sub(split);
            if (in.isPresent() && labels.get().sub(split).isPresent()) {
                final Pairs found = pair(in.get(), labels.get().sub(split).get());
                if (split.equals("train")) {
                    found.addNote("There is no test split, so that the pictures of the train split are used.");
                }
                return Optional.of(found);
            }
        }
        return Optional.of(pair(pictures.get(), labels.get()));
    }

    /** An archive unpacked into a folder of its own name lies one deeper. */
    private static Optional<Folder> tree(final Folder folder, final String name) {
        return folder.sub(name).map(outer -> outer.sub(name).orElse(outer));
    }

    private static Pairs pair(final Folder pictureSplit, final Folder labelSplit) {
        final Pairs found = new Pairs();
        final Map<String, Path> labels = Pairs.byStem(cities(labelSplit).stream()
                .flatMap(city -> city.labels().stream())
                .toList());
        final Set<String> names = new HashSet<>();
        int known = 0;
        for (final Folder city : cities(pictureSplit)) {
            for (final Map.Entry<String, Path> entry :
                    Pairs.byStem(city.pictures()).entrySet()) {
                final String name = name(entry.getKey());
                names.add(name);
                final Path ids = labels.getOrDefault(name + IDS, labels.get(name + LabelRule.TRAIN_IDS));
                if (KNOWN.stream().anyMatch(name::startsWith)) {
                    known++;
                } else if (ids == null) {
                    found.addUnlabelled(entry.getValue());
                } else {
                    found.add(name, entry.getValue(), ids);
                }
            }
        }
        labels.forEach((stem, file) -> {
            if (stem.endsWith(IDS) && !names.contains(stem.substring(0, stem.length() - IDS.length()))) {
                found.addPictureless(file);
            }
        });
        if (known > 0) {
            found.addNote(String.format(
                    "%d pictures of sequences that show children or bicycles are left out, as the SegmentMeIfYouCan benchmark"
                            + " does.",
                    known));
        }
        return found;
    }

    private static List<Folder> cities(final Folder split) {
        final List<Folder> cities = new ArrayList<>(split.subs());
        cities.add(split);
        return cities;
    }

    private static String name(final String stem) {
        return stem.endsWith(PICTURE_END) ? stem.substring(0, stem.length() - PICTURE_END.length()) : stem;
    }

    @Override
    public String pattern() {
        return "leftImg8bit/test/CITY/NAME_leftImg8bit.png with gtCoarse/test/CITY/NAME_gtCoarse_labelIds.png";
    }
}
