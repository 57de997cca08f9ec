package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;
import org.objectomaly.image.PilResize;
import org.objectomaly.image.Region;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.random.Fill;
import org.objectomaly.nn.sam.LongestSide;
import org.objectomaly.nn.sam.Sam;
import org.objectomaly.objectness.MaskBox;
import org.objectomaly.objectness.RunMask;
import org.objectomaly.objectness.SamPostProcessing;

/** What SAM does before and behind its network, function by function, against the original. */
@GoldenFolders("sam_post")
class SamPostGoldenTest {
    /** The names of expected tensors hold the parameters. */
    private static final Pattern NUMBERS = Pattern.compile("\\d+(\\.\\d+)?");

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @TestFactory
    Stream<DynamicTest> shouldDoAsTheOriginalDoes() {
        return GoldenRoot.foldersOf(SamPostGoldenTest.class).stream()
                .flatMap(folder -> GoldenRoot.jsonFiles(folder).stream())
                .flatMap(SamPostGoldenTest::tests);
    }

    private static Stream<DynamicTest> tests(final Path file) {
        final JsonNode config = GoldenRoot.json(file);
        final Expected expected = Expected.besides(file);
        final Case one = new Case(config, expected);
        return expected.names().stream()
                .map(name -> dynamicTest(name, () -> one.checkOf(name).accept(name)));
    }

    private record Case(JsonNode config, Expected expected) {
        Consumer<String> checkOf(final String name) {
            return switch (name.replaceAll("[_.].*", "")) {
                case "mask" -> this::logits;
                case "stability" -> this::stability;
                case "rle", "area", "boxes" -> this::masks;
                case "small" -> this::smallRegions;
                case "nms" -> this::suppression;
                case "point" -> this::grid;
                case "crops" -> this::crops;
                case "near" -> this::cropEdge;
                case "apply" -> this::coordinates;
                case "pil" -> this::resize;
                case "postprocess" -> this::enlarge;
                default -> throw new AssertionError("nothing here checks " + name);
            };
        }

        /** They are the input of others. */
        private void logits(final String name) {
            assertArrayEquals(
                    new long[] {
                        config.get("N").asLong(),
                        config.get("H").asLong(),
                        config.get("W").asLong()
                    },
                    expected.shape(name));
        }

        private void stability(final String name) {
            final double[] numbers = numbers(name);
            final float[] scores = SamPostProcessing.stability(
                    expected.floats("mask_logits"), expected.shape("mask_logits"), numbers[0], numbers[1]);
            expected.assertClose(name, 0, scores, scores.length);
        }

        private void masks(final String name) {
            final List<Float> values = new ArrayList<>();
            for (final byte[] pixels : masks()) {
                final RunMask mask = RunMask.of(pixels, width(), 0, 0);
                final MaskBox box = mask.box();
                final int[] counts = Rle.counts(mask.pixels(height(), width()), height(), width());
                final int[] more =
                        switch (name) {
                            case "area" -> new int[] {mask.area()};
                            case "boxes_xyxy", "boxes_xywh" -> new int[] {box.x0(), box.y0(), box.x1(), box.y1()};
                            case "rle_lengths" -> new int[] {counts.length};
                            case "rle_counts" -> counts;
                            default -> throw new AssertionError("nothing here checks " + name);
                        };
                Arrays.stream(more).forEach(value -> values.add((float) value));
            }
            if (name.equals("boxes_xywh")) {
                // The conversion takes one box; given all at once it acts on rows: 2 minus 0 and 3 minus 1.
                for (int i = 8; i < 16; i++) {
                    values.set(i, values.get(i) - values.get(i - 8));
                }
            }
            equal(name, values);
        }

        private void smallRegions(final String name) {
            final int area = (int) numbers(name)[0];
            final List<Float> values = new ArrayList<>();
            for (final byte[] mask : masks()) {
                final boolean holes = SamPostProcessing.fillHoles(mask, width(), area);
                if (name.endsWith("after_holes")) {
                    add(values, mask);
                    continue;
                }
                final boolean islands = SamPostProcessing.removeIslands(mask, width(), area);
                add(
                        values,
                        name.endsWith("changed")
                                ? new byte[] {(byte) (holes ? 1 : 0), (byte) (islands ? 1 : 0)}
                                : mask);
            }
            equal(name, values);
        }

        private void suppression(final String name) {
            final String prefix = name.replaceAll("(keep_.*|boxes|scores)$", "");
            final double[] sides = expected.values(prefix + "boxes");
            final float[] scores = expected.floats(prefix + "scores");
            if (!name.contains("keep")) {
                assertEquals(4 * scores.length, sides.length);
                return;
            }
            final List<MaskBox> boxes = IntStream.range(0, scores.length)
                    .mapToObj(i -> box(sides, i))
                    .toList();
            final List<Integer> kept = SamPostProcessing.keep(boxes, scores, numbers(name)[0]);
            equal(name, kept.stream().map(Integer::floatValue).toList());
        }

        private void grid(final String name) {
            final double[] points = SamPostProcessing.grid((int) numbers(name)[0]);
            assertArrayEquals(expected.values(name), points, 1e-15);
        }

        private void crops(final String name) {
            final double[] numbers = numbers(name);
            final List<int[]> crops =
                    SamPostProcessing.crops((int) numbers[0], (int) numbers[1], (int) numbers[2], 512.0 / 1500);
            final List<Float> values = new ArrayList<>();
            for (final int[] crop : crops) {
                final int[] part = name.endsWith("layer") ? new int[] {crop[4]} : Arrays.copyOf(crop, 4);
                Arrays.stream(part).forEach(value -> values.add((float) value));
            }
            equal(name, values);
        }

        private void cropEdge(final String name) {
            final MaskBox edges = box(expected.values("near_crop_edge.crop"), 0);
            final Region crop = new Region(edges.x0(), edges.y0(), edges.x1() - edges.x0(), edges.y1() - edges.y0());
            final double[] sides = expected.values("near_crop_edge.boxes");
            final List<Float> values = new ArrayList<>();
            for (int i = 0; i < sides.length / 4; i++) {
                // The original's function takes boxes on the crop.
                final MaskBox box = box(sides, i);
                final MaskBox onPicture =
                        new MaskBox(box.x0() + crop.x(), box.y0() + crop.y(), box.x1() + crop.x(), box.y1() + crop.y());
                values.add(onPicture.endsAtEdgeOf(crop, width(), height()) ? 1f : 0f);
            }
            equal("near_crop_edge.result", values);
        }

        private void coordinates(final String name) {
            final String prefix = name.substring(0, name.lastIndexOf('.'));
            final double[] numbers = numbers(prefix);
            final LongestSide fit = new LongestSide((int) numbers[0], (int) numbers[1], (int) numbers[2]);
            final double[] points = expected.values(prefix + ".in").clone();
            for (int i = 0; i < points.length; i += 2) {
                points[i] = fit.x(points[i]);
                points[i + 1] = fit.y(points[i + 1]);
            }
            assertArrayEquals(expected.values(prefix + ".out"), points, 1e-12);
        }

        private void resize(final String name) {
            final double[] numbers = numbers(name);
            final int rows = (int) numbers[0];
            final int columns = (int) numbers[1];
            final LongestSide fit = new LongestSide(rows, columns, (int) numbers[2]);
            final String size = rows + "x" + columns;
            final String key = config.path("salt").asText() + "pil" + size;
            try (Picture picture = new Picture(columns, rows)) {
                picture.rgb()
                        .put(Recipes.scene(
                                key, rows, columns, config.get("default_shapes").get(size)));
                try (Picture resized = PilResize.of(picture, Region.whole(columns, rows), fit.rows(), fit.columns())) {
                    final byte[] rgb = new byte[3 * fit.rows() * fit.columns()];
                    resized.rgb().get(rgb);
                    final List<Float> values = new ArrayList<>();
                    add(values, rgb);
                    equal(name, values);
                }
            }
        }

        @SuppressWarnings("try") // the scope only has to be open
        private void enlarge(final String name) {
            final double[] numbers = numbers(name);
            final int side = (int) numbers[0];
            try (PointerScope scope = new PointerScope()) {
                final Tensor low = Tensor.create(
                        Fill.values(config.path("salt").asText() + "low", 3, 0, 2 * side * side), 1, 2, side, side);
                final long[] inside = {(long) numbers[2], (long) numbers[3]};
                final Tensor large =
                        Sam.enlarge(low, (long) numbers[1], inside, new long[] {(long) numbers[4], (long) numbers[5]});
                expected.assertClose(name, 1e-5, Values.floats(large));
            }
        }

        private List<byte[]> masks() {
            final float[] logits = expected.floats("mask_logits");
            final List<byte[]> masks = new ArrayList<>();
            for (int from = 0; from < logits.length; from += height() * width()) {
                final byte[] mask = new byte[height() * width()];
                for (int i = 0; i < mask.length; i++) {
                    mask[i] = (byte) (logits[from + i] > 0 ? 1 : 0);
                }
                masks.add(mask);
            }
            return masks;
        }

        private int height() {
            return config.get("H").asInt();
        }

        private int width() {
            return config.get("W").asInt();
        }

        private static MaskBox box(final double[] sides, final int i) {
            final int[] whole = Arrays.stream(sides, 4 * i, 4 * i + 4)
                    .mapToInt(side -> (int) side)
                    .toArray();
            return new MaskBox(whole[0], whole[1], whole[2], whole[3]);
        }

        private void equal(final String name, final List<Float> values) {
            final double[] is = values.stream().mapToDouble(value -> value).toArray();
            assertArrayEquals(expected.values(name), is, name);
        }

        private static void add(final List<Float> values, final byte[] bytes) {
            for (final byte value : bytes) {
                values.add((float) (value & 0xff));
            }
        }

        private static double[] numbers(final String name) {
            final Matcher matcher = NUMBERS.matcher(name);
            final List<Double> numbers = new ArrayList<>();
            while (matcher.find()) {
                numbers.add(Double.parseDouble(matcher.group()));
            }
            return numbers.stream().mapToDouble(number -> number).toArray();
        }
    }
}
