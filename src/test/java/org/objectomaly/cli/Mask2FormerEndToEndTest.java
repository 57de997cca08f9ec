package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Natives;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.checkpoint.DetectronPickle;
import org.objectomaly.checkpoint.StateDictFile;
import org.objectomaly.nn.WeightSource;
import org.objectomaly.nn.random.RandomWeights;
import org.objectomaly.nn.random.SmallMask2Former;
import org.objectomaly.video.TestClips;

/** {@code --cas} with what stands on Mask2Former, from files in the forms of the published ones. */
class Mask2FormerEndToEndTest {
    @TempDir
    private Path folder;

    private Cli.Outcome process(final Object... more) {
        final List<Object> all = new ArrayList<>(List.of(
                "process",
                TestClips.oneFrame(),
                "-o",
                folder.resolve("out.mp4"),
                "--overwrite",
                "--masks",
                "none",
                "--maps",
                folder.resolve("maps"),
                "--models",
                folder));
        all.addAll(Arrays.asList(more));
        return Cli.run(all.toArray());
    }

    private byte[] mapOf(final Object... more) throws IOException {
        final Cli.Outcome outcome = process(more);
        assertEquals(0, outcome.exitCode(), outcome.err());
        Natives.loadAll();
        final Path map = folder.resolve("maps/000000.png");
        try (Mat image = opencv_imgcodecs.imread(map.toString(), opencv_imgcodecs.IMREAD_UNCHANGED)) {
            final double[] least = new double[1];
            final double[] most = new double[1];
            opencv_core.minMaxIdx(image, least, most, null, null, null);
            assertTrue(most[0] > least[0], "a map of one value proves nothing");
        }
        return Files.readAllBytes(map);
    }

    @Test
    void shouldScoreWithMask2AnomalyFromDetectronsFile() throws IOException {
        final WeightSource made = RandomWeights.tensors("mask2anomaly-r50");
        StateDictFile.write(folder.resolve("mask2anomaly_r50_best_contrastive.pth"), made, "model");
        final byte[] fast = mapOf("--cas", "mask2anomaly-r50", "--cas-size", "64s");
        final byte[] mirrored = mapOf("--cas", "mask2anomaly-r50", "--cas-size", "64s", "--cas-mirror");
        assertTrue(!Arrays.equals(fast, mirrored), "the mirror image has its say");
        assertEquals(
                0,
                process("--cas", "mask2anomaly-r50", "--cas-size", "64s", "--cas-quality", "exact")
                        .exitCode());
    }

    @Test
    void shouldReadThePickleOfArraysLikeAnyOtherForm() throws IOException {
        final WeightSource made = SmallMask2Former.of(3);
        final Path pickle = folder.resolve("model_final.pkl");
        DetectronPickle.write(pickle, made);
        final Checkpoint read = Checkpoint.read(pickle);
        assertEquals(new TreeSet<>(made.keys()), new TreeSet<>(read.tensors().keySet()));
        read.tensors().forEach((key, tensor) -> {
            assertArrayEquals(made.shape(key), tensor.shape(), key);
            assertArrayEquals(made.values(key), tensor.toFloats(), key);
        });
        final Path torch = folder.resolve("model_final.pth");
        StateDictFile.write(torch, made, "model");
        final Path plain = folder.resolve("state_dict.pth");
        StateDictFile.write(plain, made, null);
        final byte[] map = mapOf("--cas", torch, "--cas-size", "own");
        assertArrayEquals(map, mapOf("--cas", pickle, "--cas-size", "own"));
        assertArrayEquals(map, mapOf("--cas", plain, "--cas-size", "own"));
    }

    @Test
    void shouldReadTheZipOfARelease() throws IOException {
        final Path torch = folder.resolve("model_final.pth");
        StateDictFile.write(torch, SmallMask2Former.of(1), "model");
        final Path release = release(torch, "MODEL:\n  MASK_FORMER:\n    NHEADS: 8\n");
        assertArrayEquals(mapOf("--cas", torch, "--cas-size", "own"), mapOf("--cas", release, "--cas-size", "own"));
    }

    @Test
    void shouldRefuseAReleaseOfAnotherNetwork() throws IOException {
        final Path torch = folder.resolve("model_final.pth");
        StateDictFile.write(torch, SmallMask2Former.of(1), "model");
        final Cli.Outcome outcome = process("--cas", release(torch, "MODEL:\n  MASK_FORMER:\n    NHEADS: 16\n"));
        assertEquals(4, outcome.exitCode());
        assertTrue(outcome.err().contains("has 16 for MODEL.MASK_FORMER.NHEADS"), outcome.err());
    }

    @Test
    void shouldNotChooseAmongSeveralCheckpoints() throws IOException {
        final Path zip = folder.resolve("two.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (final String name : new String[] {"a/model_final.pth", "b/model_final.pth"}) {
                out.putNextEntry(new ZipEntry(name));
                out.closeEntry();
            }
        }
        assertSays(4, "it is an archive of 2 checkpoints", "--cas", zip);
    }

    @Test
    void shouldSayWhichSizesAreUnknown() throws IOException {
        final Path file = folder.resolve("odd.pth");
        final WeightSource made = SmallMask2Former.of(1);
        final WeightSource odd = new WeightSource() {
            @Override
            public Set<String> keys() {
                return made.keys();
            }

            @Override
            public long[] shape(final String key) {
                return key.endsWith("predictor.level_embed.weight") ? new long[] {5, 32} : made.shape(key);
            }

            @Override
            public float[] values(final String key) {
                return new float[(int) Arrays.stream(shape(key)).reduce(1, (a, b) -> a * b)];
            }
        };
        StateDictFile.write(file, odd, "model");
        assertSays(4, "look at 5 scales of 4", "--cas", file);
    }

    private Path release(final Path checkpoint, final String config) throws IOException {
        final Path zip = folder.resolve("swin_b_1dl.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("swin_b_1dl/config.yaml"));
            out.write(config.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("swin_b_1dl/model_final.pth"));
            Files.copy(checkpoint, out);
            out.closeEntry();
        }
        return zip;
    }

    @Test
    void shouldSayInOneSentenceWhatIsWrong() {
        assertSays(4, "models pull uno-swin-l-ade", "--cas", "uno-swin-l-ade");
        assertSays(2, "--score is one of", "--cas", "road-cas", "--score", "best");
        assertSays(2, "has no score rule rba", "--cas", "road-cas", "--score", "rba");
        assertSays(2, "no use for the mirror image", "--cas", "road-cas", "--cas-mirror");
        assertSays(2, "is no analysis size", "--cas", "road-cas", "--cas-size", "short");
    }

    private void assertSays(final int code, final String words, final Object... options) {
        final Cli.Outcome outcome = process(options);
        assertEquals(code, outcome.exitCode(), outcome.err());
        assertTrue(outcome.err().contains(words), outcome.err());
    }
}
