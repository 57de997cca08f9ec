package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Natives;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.checkpoint.StateDictFile;
import org.objectomaly.checkpoint.UltralyticsFile;
import org.objectomaly.checkpoint.UltralyticsFile.Release;
import org.objectomaly.checkpoint.UltralyticsFile.Size;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.WeightSource;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.random.RandomWeights;
import org.objectomaly.objectness.AutomaticMasks;
import org.objectomaly.objectness.AutomaticSettings;
import org.objectomaly.objectness.FoundMask;
import org.objectomaly.objectness.PointChoice;
import org.objectomaly.objectness.RegionSettings;
import org.objectomaly.objectness.SegmentAnything;
import org.objectomaly.video.TestClips;

/** {@code --masks} with the SAM family, from files in the form of the published ones. */
class SegmentAnythingEndToEndTest {
    private static final Size TINY = new Size(new int[] {8, 16, 32, 64, 64}, new int[] {1, 1, 1, 1}, 8, 16);

    @TempDir
    private Path folder;

    private Cli.Outcome process(final Object... more) {
        final Object[] usual = {
            "process",
            TestClips.oneFrame(),
            "-o",
            folder.resolve("out.mp4"),
            "--overwrite",
            "--cas",
            "none",
            "--models",
            folder,
            "--points-per-side",
            2
        };
        final Object[] all = Arrays.copyOf(usual, usual.length + more.length);
        System.arraycopy(more, 0, all, usual.length, more.length);
        return Cli.run(all);
    }

    /** Which file a published one is told from by what is in it, not by its name. */
    @ParameterizedTest
    @CsvSource({"mobile-sam, mobile_sam.pt,", "sam2.1-hiera-t, sam2.1_hiera_tiny.pt, model"})
    void shouldFindTheMasksOfTheNetworkInAFileOfThePublishedForm(
            final String model, final String name, final String wrapper) {
        final Path file = folder.resolve(name);
        final WeightSource made = RandomWeights.tensors(model);
        StateDictFile.write(file, made, wrapper);
        final Checkpoint read = Checkpoint.read(file);
        assertEquals(new TreeSet<>(made.keys()), new TreeSet<>(read.tensors().keySet()));
        read.tensors().forEach((key, tensor) -> {
            assertArrayEquals(made.shape(key), tensor.shape(), key);
            assertArrayEquals(made.values(key), tensor.toFloats(), key);
        });
        assertEquals(masks(RandomWeights.of(model)), masks(Weights.of(read)));
        for (final Object masks : List.of(model, file)) {
            final Cli.Outcome outcome = process("--masks", masks);
            assertEquals(0, outcome.exitCode(), outcome.err());
        }
    }

    private static List<List<Integer>> masks(final Weights weights) {
        Natives.loadAll();
        try (AutomaticMasks generator = SegmentAnything.everything(
                        weights,
                        MaskQuality.FAST,
                        usual -> new AutomaticSettings(3, 9, 0.3, 0.2, 0.05, 0.95, 0, 0.7, 0.3, 1, 0),
                        PointChoice.ALL,
                        RegionSettings.defaults(),
                        Compute.fastestCpu());
                Picture picture = new Picture(160, 90)) {
            picture.overwrite().fill(90);
            final List<FoundMask> found = generator.find(picture);
            assertTrue(!found.isEmpty(), "no mask proves nothing");
            return found.stream()
                    .map(mask -> Arrays.stream(mask.mask().runs()).boxed().toList())
                    .toList();
        }
    }

    @Test
    void shouldAskForTheBoxesOfADetector() {
        StateDictFile.write(folder.resolve("mobile_sam.pt"), RandomWeights.tensors("mobile-sam"), null);
        UltralyticsFile.write(folder.resolve("FastSAM-s.pt"), Release.FLAT, TINY, (key, shape) -> {
            final float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            Arrays.fill(values, key.endsWith("running_var") ? 1 : 0.01f);
            return values;
        });
        final Cli.Outcome outcome = process("--masks", "mobile-sam", "--prompts", "fastsam-s");
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertTrue(Files.exists(folder.resolve("out.mp4")));
    }

    @Test
    void shouldSayInOneSentenceWhatIsWrong() {
        assertSays(4, "models pull sam-vit-b", "--masks", "sam-vit-b");
        assertSays(2, "--pred-iou-thresh is 11", "--masks", "mobile-sam", "--pred-iou-thresh", 11);
        assertSays(2, "--points-share is 0", "--masks", "mobile-sam", "--points-share", 0);
        assertSays(2, "--mask-quality is one of exact, fast", "--masks", "mobile-sam", "--mask-quality", "best");
    }

    private void assertSays(final int code, final String words, final Object... options) {
        final Cli.Outcome outcome = process(options);
        assertEquals(code, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains(words), outcome.err());
    }
}
