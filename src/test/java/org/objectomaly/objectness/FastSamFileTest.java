package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.checkpoint.DType;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.checkpoint.UltralyticsFile;
import org.objectomaly.checkpoint.UltralyticsFile.Release;
import org.objectomaly.checkpoint.UltralyticsFile.Size;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.golden.FillRules;
import org.objectomaly.golden.Recipes;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.FastSam;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Weights;

/** The whole way from a file in the form of the published ones to masks. */
class FastSamFileTest {
    private static final Size TINY = new Size(new int[] {8, 16, 32, 64, 64}, new int[] {1, 2, 1, 1}, 12, 16);
    private static final String RULES =
            """
            {"gain": 1.6, "overrides": [["model.22.cv3.0.2.bias", 0.05, -1.0], ["model.22.cv3.1.2.bias", 0.05, -1.0],
             ["model.22.cv3.2.2.bias", 0.05, -1.0]]}""";
    private static final String SHAPES =
            """
            [{"type": "rect", "x0": 20, "y0": 30, "x1": 120, "y1": 90, "rgb": [200, 40, 40]},
             {"type": "circle", "cx": 190, "cy": 80, "r": 40, "rgb": [30, 180, 70]}]""";
    private static final AnalysisSize SIZE = AnalysisSize.fixed(256, 256);
    private static final RegionSettings BOUNDS = new RegionSettings(100, 0, 1);

    @TempDir
    private Path folder;

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadTheStateDictOfAPickledNetworkOfEveryRelease(final Release release) throws IOException {
        final Path file = folder.resolve("FastSAM-tiny.pt");
        final Map<String, TensorData> made = UltralyticsFile.write(file, release, TINY, FastSamFileTest::values);
        final Map<String, TensorData> read = Checkpoint.read(file).tensors();
        assertEquals(List.copyOf(made.keySet()), List.copyOf(read.keySet()));
        read.forEach((key, tensor) -> {
            assertEquals(key.endsWith("tracked") ? DType.I64 : DType.F16, tensor.dtype(), key);
            assertArrayEquals(made.get(key).shape(), tensor.shape(), key);
            assertEquals(made.get(key).data(), tensor.data(), key);
        });
        assertTrue(FastSamMasks.recognises(Weights.of(Checkpoint.read(file))));
    }

    @Test
    void shouldFindTheMasksOfTheNetworkInAFileOfThePublishedForm() throws IOException {
        final Path file = folder.resolve("FastSAM-s.pt");
        final Map<String, TensorData> made = UltralyticsFile.write(file, Release.FLAT, Size.S, FastSamFileTest::values);
        requireKeys("fastsam_s", made);
        // 23.6 MB of weights and 0.3 MB around them: the published file has 23.9 MB.
        assertEquals(23_851_578, Files.size(file), 300_000);
        final MaskSet fromFile = new MaskSet();
        final MaskSet fromMemory = new MaskSet();
        try (Picture picture = scene();
                FastSamMasks masks =
                        FastSamMasks.of(Weights.of(Checkpoint.read(file)), SIZE, BOUNDS, Compute.fastestCpu());
                FastSamMasks other = FastSamMasks.of(Weights.of("memory", made), SIZE, BOUNDS, Compute.fastestCpu())) {
            masks.generate(picture, fromFile);
            other.generate(picture, fromMemory);
        }
        assertEquals(240, fromFile.width());
        assertEquals(135, fromFile.height());
        assertTrue(fromFile.size() > 10, fromFile.size() + " masks");
        assertEquals(description(fromMemory), description(fromFile));
    }

    @Test
    void shouldReadAFileOfTheLargeNetwork() throws IOException {
        final Path file = folder.resolve("FastSAM-x.pt");
        final Map<String, TensorData> made = UltralyticsFile.write(
                file, Release.SPLIT, Size.X, (key, shape) -> new float[Math.toIntExact(count(shape))]);
        requireKeys("fastsam_x", made);
        assertEquals(144_972_346, Files.size(file), 400_000);
        final FastSam network = FastSam.of(Weights.of(Checkpoint.read(file)));
        assertEquals(26, network.distances().length);
    }

    @Test
    void shouldFindTheSameObjectsInThePartOfAPictureThatShowsTheScene() throws IOException {
        final Weights weights = tiny();
        try (Picture scene = scene();
                Picture framed = new Picture(scene.width() + 20, scene.height() + 12);
                FastSamDetector detector = new FastSamDetector(
                        FastSam.of(weights), SIZE, DetectionSettings.fastSam(), Compute.fastestCpu());
                FastSamMasks masks = new FastSamMasks(detector, BOUNDS)) {
            final Region content = new Region(16, 8, scene.width(), scene.height());
            final byte[] row = new byte[scene.stride()];
            for (int y = 0; y < scene.height(); y++) {
                scene.rgb().position((long) y * scene.stride()).get(row);
                framed.rgb()
                        .position((long) (y + content.y()) * framed.stride() + 3L * content.x())
                        .put(row);
            }
            scene.rgb().position(0);
            framed.rgb().position(0);
            framed.content(content);
            final MaskSet whole = new MaskSet();
            final MaskSet part = new MaskSet();
            masks.generate(scene, whole);
            final List<Detection> boxes = detector.boxes(scene);
            masks.generate(framed, part);
            final List<Detection> moved = detector.boxes(framed);
            assertTrue(whole.size() > 0);
            assertEquals(description(whole), description(part));
            assertEquals(content, part.covers());
            assertEquals(boxes.size(), moved.size());
            for (int i = 0; i < boxes.size(); i++) {
                assertEquals(boxes.get(i).left() + content.x(), moved.get(i).left(), 1e-4);
                assertEquals(boxes.get(i).bottom() + content.y(), moved.get(i).bottom(), 1e-4);
            }
        }
    }

    @Test
    void shouldFindOnAGpuTheMasksThatTheProcessorFinds() throws IOException {
        final Compute there = new Compute("cpu:0", Precision.SINGLE);
        final RegionSettings bounds = new RegionSettings(90, 0.001, 0.8);
        final MaskSet must = new MaskSet();
        final MaskSet is = new MaskSet();
        try (CudaDevice device = HostCuda.openAtOnce();
                Picture picture = scene();
                FastSamMasks masks = FastSamMasks.of(tiny(), SIZE, bounds, there);
                FastSamMasks onGpu = FastSamMasks.of(tiny(), SIZE, bounds, there.with(device))) {
            masks.generate(picture, must);
            onGpu.generate(picture, is);
            assertTrue(must.size() > 10, must.size() + " masks");
            assertEquals(description(must), description(is));
            picture.content(new Region(10, 4, 201, 101));
            masks.generate(picture, must);
            onGpu.generate(picture, is);
            assertEquals(description(must), description(is));
        }
    }

    @Test
    void shouldKeepTheBoundsOnMasks() throws IOException {
        final RegionSettings narrow = new RegionSettings(3, 0.01, 0.5);
        try (Picture picture = scene();
                FastSamMasks masks = FastSamMasks.of(tiny(), SIZE, narrow, Compute.fastestCpu())) {

            final MaskSet found = new MaskSet();
            masks.generate(picture, found);
            assertEquals(3, found.size());
            for (int mask = 0; mask < found.size(); mask++) {
                final double share = (double) found.area(mask) / (picture.width() * picture.height());
                assertTrue(share >= 0.01 && share <= 0.5, "a mask of " + share);
            }
        }
    }

    @Test
    void shouldNameTheTensorThatAFileLacks() throws IOException {
        final Map<String, TensorData> made =
                UltralyticsFile.write(folder.resolve("FastSAM-tiny.pt"), Release.FLAT, TINY, FastSamFileTest::values);
        made.remove("model.22.cv4.1.2.bias");
        made.put("model.23.weight", TensorData.ofFloats(new float[1], 1));
        final Fault fault = assertThrows(Fault.class, () -> FastSam.of(Weights.of("short.pt", made)));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains("model.23.weight"), fault.getMessage());
    }

    private Weights tiny() {
        final Path file = folder.resolve("FastSAM-tiny.pt");
        UltralyticsFile.write(file, Release.SPLIT, TINY, FastSamFileTest::eager);
        return Weights.of(Checkpoint.read(file));
    }

    private static float[] values(final String key, final long... shape) {
        if (key.endsWith("dfl.conv.weight")) {
            final float[] distances = new float[Math.toIntExact(count(shape))];
            IntStream.range(0, distances.length).forEach(i -> distances[i] = i);
            return distances;
        }
        try {
            return new FillRules(new ObjectMapper().readTree(RULES)).weight(key, shape);
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of a network that takes nearly everything for an object. */
    private static float[] eager(final String key, final long... shape) {
        return key.matches(".*\\.cv3\\.\\d\\.2\\.bias") ? new float[] {3} : values(key, shape);
    }

    private static long count(final long... shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /** The keys and shapes of the published file, where their list is at hand. */
    private static void requireKeys(final String golden, final Map<String, TensorData> made) throws IOException {
        final Path keys = Path.of("../shared/golden", golden, "keys.txt");
        if (!Files.exists(keys)) {
            return;
        }
        try (Stream<String> lines = Files.lines(keys)) {
            assertEquals(
                    lines.map(line -> line.replace("F32", "F16")).toList(),
                    made.entrySet().stream()
                            .map(e -> e.getKey() + "\t" + e.getValue().dtype() + "\t"
                                    + Arrays.toString(e.getValue().shape()))
                            .toList());
        }
    }

    private static Picture scene() throws IOException {
        final Picture picture = new Picture(240, 135);
        picture.overwrite().put(Recipes.scene("input", 135, 240, new ObjectMapper().readTree(SHAPES)));
        return picture;
    }

    private static List<String> description(final MaskSet masks) {
        return IntStream.range(0, masks.size())
                .mapToObj(mask -> IntStream.range(masks.firstRun(mask), masks.firstRun(mask + 1))
                        .mapToObj(run -> masks.row(run) + ":" + masks.from(run) + "-" + masks.to(run))
                        .toList()
                        .toString())
                .toList();
    }
}
