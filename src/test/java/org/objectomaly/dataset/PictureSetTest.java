package org.objectomaly.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.objectomaly.dataset.TestPictures.assertFault;
import static org.objectomaly.dataset.TestPictures.colours;
import static org.objectomaly.dataset.TestPictures.grey;
import static org.objectomaly.dataset.TestPictures.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Fault;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.Picture;

final class PictureSetTest {
    @TempDir
    Path folder;

    private static List<String> names(final PictureSet set) {
        return set.pictures().stream().map(LabelledPicture::name).toList();
    }

    /** The labels of a picture's first pixels. */
    private static byte[] first(final LabelledPicture picture, final int count) {
        return Arrays.copyOf(picture.readLabels(16, 8).labels(), count);
    }

    private static byte[] first(final PictureSet set, final int count) {
        return first(set.pictures().get(0), count);
    }

    private static void assertFound(final PictureSet set, final Layout layout, final Benchmark benchmark) {
        assertEquals(layout, set.layout());
        assertEquals(benchmark, set.benchmark());
        try (Picture picture = set.pictures().get(0).readPicture()) {
            assertEquals(16, picture.width());
            assertEquals(8, picture.height());
            assertEquals(200, picture.rgb().get(0) & 0xFF, 8, "red of the made-up picture");
            assertEquals(30, picture.rgb().get(2) & 0xFF, 8, "blue of the made-up picture");
        }
    }

    @ParameterizedTest
    @CsvSource({"jpg", "webp", "JPG"})
    void shouldFindRoadAnomalyAsPublished(final String extension) throws IOException {
        final Path frames = folder.resolve("anything/frames");
        for (final String name : List.of("cones10", "cones9")) {
            picture(frames.resolve(name + "." + extension));
            grey(frames.resolve(name + ".labels/labels_semantic.png"), 0, 2, 1);
            grey(frames.resolve(name + ".labels/labels_instance.png"), 7);
        }
        final PictureSet set = PictureSet.open(folder.resolve("anything"), Layout.AUTO);
        assertFound(set, Layout.ROAD_ANOMALY, Benchmark.ROAD_ANOMALY);
        assertEquals(List.of("cones9", "cones10"), names(set));
        assertArrayEquals(new byte[] {0, 1, 1, 0}, first(set, 4));
        assertEquals(List.of(), set.notes());
        assertEquals("anything", set.name());
    }

    @ParameterizedTest
    @CsvSource({
        "road_anomaly, images, labels",
        "RoadAnomaly, images, labels_masks",
        "dataset_RoadAnomaly, original, labels",
    })
    void shouldKnowRepackedRoadAnomalyByItsName(final String name, final String pictures, final String labels)
            throws IOException {
        picture(folder.resolve(name).resolve(pictures).resolve("a.jpg"));
        grey(folder.resolve(name).resolve(labels).resolve("a.png"), 0, 2);
        final PictureSet set = PictureSet.open(folder.resolve(name), Layout.AUTO);
        assertFound(set, Layout.ROAD_ANOMALY, Benchmark.ROAD_ANOMALY);
        assertArrayEquals(new byte[] {0, 1}, first(set, 2));
    }

    @Test
    void shouldKnowRoadAnomalyByItsListOfFrames() throws IOException {
        picture(folder.resolve("x/images/a.jpg"));
        grey(folder.resolve("x/labels/a.png"), 2);
        assertEquals(
                Layout.FOLDERS,
                PictureSet.open(folder.resolve("x"), Layout.AUTO).layout());
        Files.writeString(folder.resolve("x/frame_list.json"), "[]");
        assertFound(PictureSet.open(folder.resolve("x"), Layout.AUTO), Layout.ROAD_ANOMALY, Benchmark.ROAD_ANOMALY);
    }

    @ParameterizedTest
    @CsvSource({
        "dataset_AnomalyTrack, jpg, ANOMALY_TRACK",
        "RoadAnomaly21, png, ANOMALY_TRACK",
        "dataset_ObstacleTrack, webp, OBSTACLE_TRACK",
        "RoadObsticle21, webp, OBSTACLE_TRACK",
        "roadObstacle21, webp, OBSTACLE_TRACK",
        "mine, png, OTHER",
    })
    void shouldFindSegmentMeIfYouCan(final String name, final String extension, final Benchmark benchmark)
            throws IOException {
        final Path root = folder.resolve(name);
        for (int i = 0; i < 11; i++) {
            picture(root.resolve("images/validation_" + i + "." + extension));
            grey(root.resolve("labels_masks/validation_" + i + "_labels_semantic.png"), 0, 1, 255);
            grey(root.resolve("labels_masks/validation_" + i + "_labels_instance.png"), 9);
            Files.writeString(root.resolve("labels_masks/validation_" + i + ".json"), "{}");
        }
        for (int i = 0; i < 5; i++) {
            picture(root.resolve("images/zebra000" + i + "." + extension));
        }
        final PictureSet set = PictureSet.open(root, Layout.AUTO);
        assertFound(set, Layout.SMIYC, benchmark);
        assertEquals(11, set.pictures().size());
        assertEquals("validation_2", set.pictures().get(2).name());
        assertEquals("validation_10", set.pictures().get(10).name());
        assertArrayEquals(new byte[] {0, 1, 2}, first(set, 3));
        assertEquals(5, set.unlabelled());
        assertEquals(1, set.notes().size());
        assertTrue(set.notes().get(0).startsWith("5 pictures of " + name + " have no labels"), set.notes()::toString);
        assertTrue(set.notes().get(0).contains("and 2 more"), set.notes()::toString);
    }

    @Test
    void shouldReadSegmentMeIfYouCansColoursWhereThereIsNothingElse() throws IOException {
        final Path labels = folder.resolve("labels_masks");
        picture(folder.resolve("images/a.webp"));
        final int[][] rgb = new int[8][16];
        rgb[0] = new int[] {0xFFFFFF, 0xFF6600, 0xFF7D00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        colours(labels.resolve("a_labels_semantic_color.png"), false, rgb);
        assertArrayEquals(new byte[] {0, 1, 1, 2}, first(PictureSet.open(folder, Layout.SMIYC), 4));
        rgb[0][1] = 0xFFFFFF;
        rgb[0][2] = 0xFFFFFF;
        colours(labels.resolve("a_labels_semantic_color.png"), false, rgb);
        assertArrayEquals(new byte[] {0, 0, 0, 2}, first(PictureSet.open(folder, Layout.SMIYC), 4));
        grey(labels.resolve("a_labels_semantic.png"), 1, 255, 0, 1);
        assertArrayEquals(new byte[] {1, 2, 0, 1}, first(PictureSet.open(folder, Layout.SMIYC), 4));
    }

    @ParameterizedTest
    @CsvSource({
        "fs_static, images, jpg, labels_masks, FISHYSCAPES_STATIC",
        "FS_LostFound_full, images, png, labels_masks, FISHYSCAPES_LOST_AND_FOUND",
        "fishyscapes/Static, original, png, labels, FISHYSCAPES_STATIC",
        "fishyscapes/LostAndFound, original, png, labels, FISHYSCAPES_LOST_AND_FOUND",
        "fs_lost_and_found, images, png, labels, FISHYSCAPES_LOST_AND_FOUND",
    })
    void shouldFindRepackedFishyscapes(
            final String name,
            final String pictures,
            final String extension,
            final String labels,
            final Benchmark benchmark)
            throws IOException {
        picture(folder.resolve(name).resolve(pictures).resolve("0." + extension));
        grey(folder.resolve(name).resolve(labels).resolve("0.png"), 255, 1, 0);
        final PictureSet set = PictureSet.open(folder.resolve(name), Layout.AUTO);
        assertFound(set, Layout.FISHYSCAPES, benchmark);
        assertArrayEquals(new byte[] {2, 1, 0}, first(set, 3));
    }

    @Test
    void shouldFindFishyscapesStaticAsItsToolsWriteIt() throws IOException {
        final String name = "0003_frankfurt_000001_034047";
        picture(folder.resolve("val/" + name + "_rgb.jpg"));
        grey(folder.resolve("val/" + name + "_labels.png"), 1, 255);
        Files.writeString(folder.resolve("val/dataset_info.json"), "{}");
        for (final Path root : List.of(folder, folder.resolve("val"))) {
            final PictureSet set = PictureSet.open(root, Layout.AUTO);
            assertFound(set, Layout.FISHYSCAPES, Benchmark.FISHYSCAPES_STATIC);
            assertEquals("val", set.name());
            assertEquals(List.of(name), names(set));
            assertArrayEquals(new byte[] {1, 2}, first(set, 2));
        }
    }

    @ParameterizedTest
    @CsvSource({"laf_images", "leftImg8bit/test/04_Maurener_Weg_8", "leftImg8bit/leftImg8bit/test/04_Maurener_Weg_8"})
    void shouldFindFishyscapesLabelsWithThePicturesOfLostAndFound(final String pictures) throws IOException {
        final String name = "04_Maurener_Weg_8_000000_000030";
        picture(folder.resolve(pictures).resolve(name + "_leftImg8bit.png"));
        picture(folder.resolve(pictures).resolve("04_Maurener_Weg_8_000000_000040_leftImg8bit.png"));
        grey(folder.resolve("fishyscapes_lostandfound/0000_" + name + "_labels.png"), 0, 1, 255);
        grey(folder.resolve("fishyscapes_lostandfound/0001_05_Gone_000000_000010_labels.png"), 0);
        final PictureSet set = PictureSet.open(folder, Layout.AUTO);
        assertFound(set, Layout.FISHYSCAPES, Benchmark.FISHYSCAPES_LOST_AND_FOUND);
        assertEquals(List.of("0000_" + name), names(set));
        assertArrayEquals(new byte[] {0, 1, 2}, first(set, 3));
        assertEquals(0, set.unlabelled());
        assertTrue(set.notes().get(0).startsWith("1 label picture of "), set.notes()::toString);
        assertTrue(set.notes().get(0).contains("0001_05_Gone"), set.notes()::toString);
    }

    @Test
    void shouldSayThatFishyscapesLabelsLackTheirPictures() throws IOException {
        grey(folder.resolve("0000_04_Maurener_Weg_8_000000_000030_labels.png"), 0);
        assertFault(
                Fault.Kind.INPUT,
                () -> PictureSet.open(folder, Layout.AUTO),
                "1 labels without a picture",
                "NAME_leftImg8bit.png");
    }

    private void city(final String split, final String name) throws IOException {
        final String city = name.replaceFirst("_[0-9]{6}_[0-9]{6}$", "");
        picture(folder.resolve("leftImg8bit").resolve(split).resolve(city).resolve(name + "_leftImg8bit.png"));
        final Path labels = folder.resolve("gtCoarse").resolve(split).resolve(city);
        grey(labels.resolve(name + "_gtCoarse_labelIds.png"), 0, 1, 2, 38, 200);
        grey(labels.resolve(name + "_gtCoarse_labelTrainIds.png"), 255, 1, 2, 0);
        grey(labels.resolve(name + "_gtCoarse_instanceIds.png"), 77);
    }

    @Test
    void shouldFindLostAndFoundAndEvaluateItsTestSplit() throws IOException {
        city("test", "02_Hanns_Klemm_Str_44_000000_000020");
        city("test", "02_Hanns_Klemm_Str_44_000000_000010");
        city("test", "15_Rechbergstr_Deckenpfronn_000000_000010");
        city("train", "01_Hanns_Klemm_Str_45_000000_000010");
        final PictureSet set = PictureSet.open(folder, Layout.AUTO);
        assertFound(set, Layout.LOST_AND_FOUND, Benchmark.LOST_AND_FOUND);
        assertEquals(List.of("02_Hanns_Klemm_Str_44_000000_000010", "02_Hanns_Klemm_Str_44_000000_000020"), names(set));
        assertArrayEquals(new byte[] {2, 0, 1, 1, 1, 2}, first(set, 6));
        assertEquals(1, set.notes().size());
        assertTrue(set.notes().get(0).contains("children or bicycles"), set.notes()::toString);
    }

    @Test
    void shouldUseTheTrainSplitAndTrainIdsOfLostAndFoundWhereThereIsNothingElse() throws IOException {
        final String name = "01_Hanns_Klemm_Str_45_000000_000010";
        city("train", name);
        Files.delete(folder.resolve("gtCoarse/train/01_Hanns_Klemm_Str_45/" + name + "_gtCoarse_labelIds.png"));
        final PictureSet set = PictureSet.open(folder, Layout.LOST_AND_FOUND);
        assertArrayEquals(new byte[] {2, 0, 1, 2, 2}, first(set, 5));
        assertTrue(set.notes().get(0).contains("train split"), set.notes()::toString);
    }

    @Test
    void shouldNotTakeFishyscapesLabelsForLostAndFounds() throws IOException {
        picture(folder.resolve("LostAndFound/images/a.png"));
        grey(folder.resolve("LostAndFound/labels_masks/a.png"), 0, 1, 255);
        final PictureSet set = PictureSet.open(folder.resolve("LostAndFound"), Layout.AUTO);
        assertEquals(Benchmark.LOST_AND_FOUND, set.benchmark());
        assertFault(Fault.Kind.INPUT, () -> first(set, 3), "value 255 in 1 pixels", "--layout");
        assertArrayEquals(
                new byte[] {0, 1, 2}, first(PictureSet.open(folder.resolve("LostAndFound"), Layout.FISHYSCAPES), 3));
    }

    @ParameterizedTest
    @CsvSource({"'', png", "_label, png", "_labels, PNG", "_labels_semantic, png", "'', tiff", "'', bmp"})
    void shouldFindAnybodysFolders(final String suffix, final String extension) throws IOException {
        picture(folder.resolve("images/a b.jpeg"));
        final Path png = grey(folder.resolve("labels/a b" + suffix + ".png"), 0, 1, 255);
        if (extension.equals("PNG")) {
            Files.move(png, folder.resolve("labels/a b" + suffix + ".PNG"));
        } else if (!extension.equals("png")) {
            final Path other = folder.resolve("labels/a b" + suffix + "." + extension);
            assertTrue(ImageIO.write(ImageIO.read(png.toFile()), extension, other.toFile()));
            Files.delete(png);
        }
        final PictureSet set = PictureSet.open(folder, Layout.AUTO);
        assertFound(set, Layout.FOLDERS, Benchmark.OTHER);
        assertEquals(List.of("a b"), names(set));
        assertArrayEquals(new byte[] {0, 1, 2}, first(set, 3));
    }

    @ParameterizedTest
    @CsvSource({"_label", "_labels", "_labels_semantic"})
    void shouldFindPairsInOneFolder(final String suffix) throws IOException {
        picture(folder.resolve("phone_box.png"));
        picture(folder.resolve("dog_label_maker.jpg"));
        picture(folder.resolve("lonely.jpg"));
        grey(folder.resolve("phone_box" + suffix + ".png"), 1);
        grey(folder.resolve("dog_label_maker" + suffix + ".png"), 1);
        grey(folder.resolve("gone" + suffix + ".png"), 1);
        final PictureSet set = PictureSet.open(folder, Layout.AUTO);
        assertEquals(Layout.FOLDERS, set.layout());
        assertEquals(List.of("dog_label_maker", "phone_box"), names(set));
        assertEquals(1, set.unlabelled());
        assertEquals(2, set.notes().size());
        assertTrue(set.notes().get(0).contains("lonely.jpg"), set.notes()::toString);
        assertTrue(set.notes().get(1).contains("gone" + suffix), set.notes()::toString);
    }

    @Test
    void shouldTakeTheUsersAnomalyValue() throws IOException {
        picture(folder.resolve("images/a.jpg"));
        grey(folder.resolve("labels/a.png"), 0, 255);
        assertArrayEquals(new byte[] {0, 1}, first(PictureSet.open(folder, Layout.AUTO, OptionalInt.of(255)), 2));
        assertArrayEquals(new byte[] {0, 2}, first(PictureSet.open(folder, Layout.AUTO, OptionalInt.of(7)), 2));
        grey(folder.resolve("labels/a.png"), 0, 255, 1);
        assertFault(
                Fault.Kind.INPUT,
                () -> first(PictureSet.open(folder, Layout.AUTO, OptionalInt.of(255)), 2),
                "value 1 in 1 pixels",
                "0 (ordinary) and 255 (anomaly)");
        for (final int value : new int[] {0, -1, 256}) {
            assertFault(
                    Fault.Kind.USAGE,
                    () -> PictureSet.open(folder, Layout.AUTO, OptionalInt.of(value)),
                    "between 1 and 255");
        }
    }

    @Test
    void shouldLeaveOutLabelsWithoutPicturesAndSayWhich() throws IOException {
        picture(folder.resolve("images/a1.jpg"));
        for (final String name : List.of("a1", "a10", "a2", "a3", "a4")) {
            grey(folder.resolve("labels/" + name + ".png"), 1);
        }
        final PictureSet set = PictureSet.open(folder, Layout.AUTO);
        assertEquals(List.of("a1"), names(set));
        assertEquals(0, set.unlabelled());
        assertEquals(1, set.notes().size());
        assertTrue(set.notes().get(0).endsWith("left out: a2.png, a3.png, a4.png and 1 more."), set.notes()::toString);
    }

    @Test
    void shouldRefuseASetWithoutOneLabelledPicture() throws IOException {
        picture(folder.resolve("images/a.jpg"));
        picture(folder.resolve("images/b.jpg"));
        grey(folder.resolve("labels_masks/c_labels_semantic.png"), 1);
        assertFault(
                Fault.Kind.INPUT,
                () -> PictureSet.open(folder, Layout.SMIYC),
                "no labelled picture",
                "2 without labels, 1 labels without a picture");
    }

    @Test
    void shouldSayWhatItLookedForWhereNothingFits() throws IOException {
        assertFault(
                Fault.Kind.INPUT,
                () -> PictureSet.open(folder, Layout.AUTO),
                "no data set",
                "leftImg8bit",
                "labels_masks",
                "frames/NAME.jpg");
        picture(folder.resolve("a.jpg"));
        grey(folder.resolve("a_labels.png"), 1);
        assertEquals(Layout.FOLDERS, PictureSet.open(folder, Layout.AUTO).layout());
        assertFault(Fault.Kind.INPUT, () -> PictureSet.open(folder, Layout.SMIYC), "no data set", "labels_masks");
    }

    @Test
    void shouldSayThatAFolderIsMissingOrNone() throws IOException {
        assertFault(Fault.Kind.INPUT, () -> PictureSet.open(folder.resolve("none"), Layout.AUTO), "There is no folder");
        final Path file = Files.writeString(folder.resolve("file.zip"), "x");
        assertFault(Fault.Kind.INPUT, () -> PictureSet.open(file, Layout.AUTO), "is a file, not a folder");
    }

    @Test
    void shouldRefuseTwoPicturesOfOneName() throws IOException {
        picture(folder.resolve("images/a.jpg"));
        picture(folder.resolve("images/a.png"));
        grey(folder.resolve("labels/a.png"), 1);
        assertFault(Fault.Kind.INPUT, () -> PictureSet.open(folder, Layout.AUTO), "a.jpg", "a.png", "remove");
    }

    @Test
    void shouldLookPastHiddenAndOtherFiles() throws IOException {
        picture(folder.resolve("images/a.jpg"));
        picture(folder.resolve("images/._a.png"));
        grey(folder.resolve("labels/a.png"), 1);
        grey(folder.resolve("labels/._a.png"), 1);
        Files.writeString(folder.resolve("images/.DS_Store"), "x");
        Files.writeString(folder.resolve("images/Thumbs.db"), "x");
        Files.writeString(folder.resolve("labels/readme.txt"), "x");
        Files.createDirectories(folder.resolve("labels/b.png"));
        final PictureSet set = PictureSet.open(folder, Layout.AUTO);
        assertEquals(List.of("a"), names(set));
        assertEquals(List.of(), set.notes());
    }

    @Test
    void shouldFollowLinks() throws IOException {
        picture(folder.resolve("store/pictures/a.jpg"));
        grey(folder.resolve("store/truth/a.png"), 2);
        Files.createDirectories(folder.resolve("RoadAnomaly"));
        Files.createSymbolicLink(folder.resolve("RoadAnomaly/images"), folder.resolve("store/pictures"));
        Files.createSymbolicLink(folder.resolve("RoadAnomaly/labels"), folder.resolve("store/truth"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("RoadAnomaly"));
        final PictureSet set = PictureSet.open(folder.resolve("link"), Layout.AUTO);
        assertFound(set, Layout.ROAD_ANOMALY, Benchmark.ROAD_ANOMALY);
        assertArrayEquals(new byte[] {1}, first(set, 1));
    }

    @Test
    void shouldStepIntoTheOnlySetBelowAndAskWhereThereAreSeveral() throws IOException {
        picture(folder.resolve("RoadAnomaly21/images/a.png"));
        grey(folder.resolve("RoadAnomaly21/labels_masks/a.png"), 1);
        Files.createDirectories(folder.resolve("empty"));
        final PictureSet set = PictureSet.open(folder, Layout.AUTO);
        assertFound(set, Layout.SMIYC, Benchmark.ANOMALY_TRACK);
        assertEquals("RoadAnomaly21", set.name());
        final String name = "0003_frankfurt_000001_034047";
        picture(folder.resolve("fs_static/" + name + "_rgb.jpg"));
        grey(folder.resolve("fs_static/" + name + "_labels.png"), 1);
        assertFault(
                Fault.Kind.INPUT,
                () -> PictureSet.open(folder, Layout.AUTO),
                "2 data sets",
                "fs_static, RoadAnomaly21");
    }

    @Test
    void shouldStretchLabelsOfAnotherShapeOverThePicture() throws IOException {
        picture(folder.resolve("images/a.jpg"), 16, 8);
        grey(folder.resolve("labels/a.png"), new int[][] {{0, 1, 255}, {1, 1, 1}});
        final PictureSet set = PictureSet.open(folder, Layout.AUTO);
        try (Picture picture = set.pictures().get(0).readPicture()) {
            final LabelMap map = set.pictures().get(0).readLabels(picture.width(), picture.height());
            assertEquals(16, map.width());
            assertEquals(8, map.height());
            // 16 columns over 3: the borders are at 5.33 and 10.67, pixel centres at 0.5.
            assertArrayEquals(
                    new byte[] {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2}, Arrays.copyOf(map.labels(), 16));
            assertEquals(2, map.labels()[3 * 16 + 15]);
            assertEquals(1, map.labels()[4 * 16 + 15]);
        }
        // 3 columns to 1 and 2 rows to 1: the middle, and of two rows the lower.
        assertArrayEquals(new byte[] {1}, set.pictures().get(0).readLabels(1, 1).labels());
        assertFalse(Arrays.equals(
                set.pictures().get(0).readLabels(3, 2).labels(),
                set.pictures().get(0).readLabels(2, 3).labels()));
    }
}
