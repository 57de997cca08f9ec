package org.objectomaly.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.objectomaly.Fault;

/**
 * A labelled set of pictures on disk.
 *
 * <p>{@link Layout#AUTO} looks for these, in this order, and takes the first with at least one labelled picture:
 *
 * <ol>
 *   <li>{@code frames/NAME.EXT} with {@code frames/NAME.labels/labels_semantic.png}: {@link Layout#ROAD_ANOMALY}
 *   <li>{@code leftImg8bit} and {@code gtCoarse}: {@link Layout#LOST_AND_FOUND}
 *   <li>{@code NNNN_NAME_labels.png} with {@code NNNN_NAME_rgb.EXT} or {@code NAME_leftImg8bit.EXT}: {@link
 *       Layout#FISHYSCAPES}
 *   <li>{@code images} or {@code original} and {@code labels_masks} or {@code labels}: the layout of the {@link
 *       Benchmark} that the folder's name tells, else {@link Layout#ROAD_ANOMALY} beside that set's {@code
 *       frame_list.json}, else {@link Layout#SMIYC} for {@code labels_masks} and {@link Layout#FOLDERS} for {@code
 *       labels}
 *   <li>{@code NAME.EXT} beside {@code NAME_labels.png}: {@link Layout#FOLDERS}
 * </ol>
 *
 * <p>A folder in which nothing fits, but which has one sub-folder in which something does, stands for that sub-folder.
 *
 * <p>A picture without labels and a label without a picture are left out, whatever the layout, and {@link #notes()} says
 * so: the test pictures of public benchmarks have no public labels, and a set copied in part is still worth its rest. A
 * set without any labelled picture is an error.
 */
public final class PictureSet {
    private static final int NAMED = 3;

    private static final TwoFolders TWO_FOLDERS = new TwoFolders();
    private static final FramesWithLabels FRAMES = new FramesWithLabels();
    private static final CityTree CITIES = new CityTree();
    private static final NumberedLabels NUMBERED = new NumberedLabels();
    private static final OneFolder ONE_FOLDER = new OneFolder();

    private final String name;
    private final Layout layout;
    private final Benchmark benchmark;
    private final List<LabelledPicture> pictures;
    private final int unlabelled;
    private final List<String> notes;

    private PictureSet(
            final String name,
            final Layout layout,
            final Benchmark benchmark,
            final List<LabelledPicture> pictures,
            final int unlabelled,
            final List<String> notes) {
        this.name = name;
        this.layout = layout;
        this.benchmark = benchmark;
        this.pictures = pictures;
        this.unlabelled = unlabelled;
        this.notes = notes;
    }

    /**
     * Opens a set whose values mean what its layout says.
     *
     * @param folder where it lies
     * @param layout how it lies there, or {@link Layout#AUTO}
     * @return the set, with at least one picture
     * @throws Fault of kind INPUT if the folder is missing, has no labelled picture, or is ambiguous
     */
    public static PictureSet open(final Path folder, final Layout layout) {
        return open(folder, layout, OptionalInt.empty());
    }

    /**
     * Opens a set and says which value marks anomalies.
     *
     * @param folder where it lies
     * @param layout how it lies there, or {@link Layout#AUTO}
     * @param anomalyValue 1 to 255: then this value is the anomaly, 0 ordinary and 255 void unless it is the anomaly, in
     *     place of the layout's own values; empty to keep these
     * @return the set, with at least one picture
     * @throws Fault of kind INPUT if the folder is missing, has no labelled picture, or is ambiguous; of kind USAGE if
     *     the value is not 1 to 255
     */
    public static PictureSet open(final Path folder, final Layout layout, final OptionalInt anomalyValue) {
        LabelRule.check(anomalyValue);
        final Folder root = Folder.of(folder);
        final Optional<Found> here = look(root, layout);
        if (here.isPresent()) {
            return here.get().set(anomalyValue);
        }
        final List<Found> below =
                root.subs().stream().flatMap(sub -> look(sub, layout).stream()).toList();
        if (below.size() == 1) {
            return below.get(0).set(anomalyValue);
        }
        throw below.isEmpty() ? nothing(root, layout) : several(root, below);
    }

    /** An arrangement that fits, with labelled pictures. */
    private record Found(Folder folder, Layout layout, Benchmark benchmark, Pairs pairs) {
        PictureSet set(final OptionalInt anomalyValue) {
            final List<LabelledPicture> pictures = pairs.pairs().stream()
                    .sorted(Comparator.comparing(Pairs.Pair::name, NaturalOrder.BY_NAME))
                    .map(pair -> new LabelledPicture(
                            pair.name(),
                            pair.picture(),
                            pair.labels(),
                            LabelRule.of(layout, anomalyValue, pair.labels())))
                    .toList();
            final List<String> notes = new ArrayList<>(pairs.notes());
            note(notes, pairs.unlabelled(), "picture", "labels");
            note(notes, pairs.pictureless(), "label picture", "picture to it");
            return new PictureSet(
                    folder.name(),
                    layout,
                    benchmark,
                    pictures,
                    pairs.unlabelled().size(),
                    List.copyOf(notes));
        }

        private void note(final List<String> notes, final List<String> files, final String what, final String lacking) {
            if (!files.isEmpty()) {
                notes.add(String.format(
                        "%d %s%s of %s %s no %s and %s left out: %s.",
                        files.size(),
                        what,
                        files.size() == 1 ? "" : "s",
                        folder.name(),
                        files.size() == 1 ? "has" : "have",
                        lacking,
                        files.size() == 1 ? "is" : "are",
                        some(files)));
            }
        }
    }

    private static Optional<Found> look(final Folder folder, final Layout asked) {
        for (final Arrangement arrangement : arrangements(asked)) {
            final Optional<Pairs> pairs = arrangement.look(folder);
            if (pairs.isPresent() && !pairs.get().pairs().isEmpty()) {
                final Layout layout = asked == Layout.AUTO ? layout(arrangement, folder) : asked;
                return Optional.of(new Found(folder, layout, benchmark(folder, layout, pairs.get()), pairs.get()));
            }
        }
        return Optional.empty();
    }

    private static List<Arrangement> arrangements(final Layout layout) {
        return switch (layout) {
            case AUTO -> List.of(FRAMES, CITIES, NUMBERED, TWO_FOLDERS, ONE_FOLDER);
            case ROAD_ANOMALY -> List.of(FRAMES, TWO_FOLDERS);
            case SMIYC -> List.of(TWO_FOLDERS);
            case FISHYSCAPES -> List.of(NUMBERED, TWO_FOLDERS);
            case LOST_AND_FOUND -> List.of(CITIES, TWO_FOLDERS);
            case FOLDERS -> List.of(TWO_FOLDERS, ONE_FOLDER);
        };
    }

    private static Layout layout(final Arrangement arrangement, final Folder folder) {
        if (arrangement == FRAMES) {
            return Layout.ROAD_ANOMALY;
        } else if (arrangement == CITIES) {
            return Layout.LOST_AND_FOUND;
        } else if (arrangement == NUMBERED) {
            return Layout.FISHYSCAPES;
        } else if (arrangement == ONE_FOLDER) {
            return Layout.FOLDERS;
        }
        final Benchmark named = named(folder);
        if (named != Benchmark.OTHER) {
            return named.layout();
        }
        if (Files.exists(folder.path().resolve("frame_list.json"))) {
            return Layout.ROAD_ANOMALY;
        }
        return folder.sub(TwoFolders.LABELS_MASKS).isPresent() ? Layout.SMIYC : Layout.FOLDERS;
    }

    private static Benchmark benchmark(final Folder folder, final Layout layout, final Pairs pairs) {
        final Benchmark named = named(folder);
        if (named.layout() == layout) {
            return named;
        }
        return switch (layout) {
            case ROAD_ANOMALY -> Benchmark.ROAD_ANOMALY;
            case LOST_AND_FOUND -> Benchmark.LOST_AND_FOUND;
            case FISHYSCAPES ->
                isCityscapes(pairs) ? Benchmark.FISHYSCAPES_STATIC : Benchmark.FISHYSCAPES_LOST_AND_FOUND;
            case AUTO, SMIYC, FOLDERS -> Benchmark.OTHER;
        };
    }

    /** By the name given, and if that says nothing by what a link points to. */
    private static Benchmark named(final Folder folder) {
        final Benchmark given = Benchmark.named(folder.path().toAbsolutePath().normalize());
        if (given != Benchmark.OTHER) {
            return given;
        }
        try {
            return Benchmark.named(folder.path().toRealPath());
        } catch (final IOException e) {
            return Benchmark.OTHER;
        }
    }

    /** Fishyscapes Static is made from the validation cities of Cityscapes. */
    private static boolean isCityscapes(final Pairs pairs) {
        return pairs.pairs().stream().allMatch(pair -> pair.name().matches(".*(frankfurt|lindau|munster).*"));
    }

    private static Fault several(final Folder root, final List<Found> below) {
        return Fault.of(
                Fault.Kind.INPUT,
                "%s holds %d data sets (%s); give the folder of one of them.",
                root.path(),
                below.size(),
                some(below.stream().map(found -> found.folder().name()).toList()));
    }

    private static Fault nothing(final Folder root, final Layout layout) {
        for (final Arrangement arrangement : arrangements(layout)) {
            final Optional<Pairs> pairs = arrangement.look(root);
            if (pairs.isPresent()) {
                final Pairs alone = pairs.get();
                return Fault.of(
                        Fault.Kind.INPUT,
                        "%s has no labelled picture (%d without labels, %d labels without a picture); needed are %s.",
                        root.path(),
                        alone.unlabelled().size(),
                        alone.pictureless().size(),
                        arrangement.pattern());
            }
        }
        return Fault.of(
                Fault.Kind.INPUT,
                "%s is no data set in a known layout; looked for %s.",
                root.path(),
                arrangements(layout).stream().map(Arrangement::pattern).collect(Collectors.joining("; ")));
    }

    private static String some(final List<String> names) {
        final String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
    }

    /**
     * What to call the set.
     *
     * @return the name of its folder
     */
    public String name() {
        return name;
    }

    /**
     * How it lies on disk.
     *
     * @return the layout asked for or found; never {@link Layout#AUTO}
     */
    public Layout layout() {
        return layout;
    }

    /**
     * Which published benchmark it is.
     *
     * @return as far as names and layout tell
     */
    public Benchmark benchmark() {
        return benchmark;
    }

    /**
     * The labelled pictures.
     *
     * @return at least one, by name in natural order
     */
    public List<LabelledPicture> pictures() {
        return pictures;
    }

    /**
     * How many pictures were left out because they have no labels.
     *
     * @return 0 or more
     */
    public int unlabelled() {
        return unlabelled;
    }

    /**
     * What the user should know of files that were left out.
     *
     * @return sentences, none if all files are used
     */
    public List<String> notes() {
        return notes;
    }
}
