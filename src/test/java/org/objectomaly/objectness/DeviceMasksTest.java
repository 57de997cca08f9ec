package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Natives;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Resampling;

/** Masks on a GPU against the processor's forms: the same numbers, the same pixels, the same choice. */
class DeviceMasksTest {
    private static final Region CROP = new Region(40, 7, 500, 300);

    private final Random random = new Random(11);
    private CudaDevice device;

    @BeforeEach
    void openDevice() {
        Natives.loadAll();
        device = HostCuda.open(0);
    }

    @AfterEach
    void closeDevice() {
        device.close();
    }

    /** The grid has as many cells as the network drew; "inside" of "side" pixels of its square show the picture. */
    @ParameterizedTest
    @CsvSource({
        "0,8,8,32,32,32,20,20",
        "1,1,1,4,4,4,1,1",
        "1,8,8,32,32,20,33,17",
        "3,7,5,28,28,17,64,31",
        "40,16,16,64,64,36,100,57",
        "300,33,20,132,132,77,129,95",
        "5,64,64,256,200,256,40,50",
        "12,256,148,1024,1024,576,1280,720"
    })
    @SuppressWarnings("try") // the scope only has to be open
    void shouldTellAndDrawWhatTheProcessorDoes(
            final int count,
            final int gridWidth,
            final int gridHeight,
            final int side,
            final int insideAcross,
            final int insideDown,
            final int width,
            final int height) {
        try (PointerScope scope = new PointerScope()) {
            for (final float offset : new float[] {0, 1}) {
                final CoarseMask.Grid grid = new CoarseMask.Grid(
                        gridWidth, gridHeight, axis(side, insideAcross, width), axis(side, insideDown, height), offset);
                compare(logits(count, gridWidth, gridHeight), count, grid);
            }
        }
    }

    private static Resampling axis(final int side, final int inside, final int pixels) {
        return Resampling.bilinear(side / 4, side).cut(inside).then(Resampling.bilinear(inside, pixels));
    }

    private void compare(final float[] all, final int count, final CoarseMask.Grid grid) {
        final Tensor logits = Tensor.create(all, count, grid.height(), grid.width());
        final DeviceMasks masks = new DeviceMasks(device);
        masks.lay(DeviceMasks.Way.of(grid.across()), DeviceMasks.Way.of(grid.down()));
        final List<DeviceMasks.Counted> counts = masks.count(logits, grid);
        assertEquals(count, counts.size());
        final List<DeviceMasks.Part> parts = counts.stream()
                .filter(Objects::nonNull)
                .map(DeviceMasks.Counted::part)
                .toList();
        final List<DeviceMasks.Measured> measures = masks.measure(logits, parts, grid.offset(), CROP);
        final List<RunMask> drawn = masks.draw(logits, parts, CROP.x(), CROP.y());
        assertEquals(parts.size(), measures.size());
        assertEquals(parts.size(), drawn.size());
        final int cells = grid.width() * grid.height();
        int at = 0;
        for (int i = 0; i < count; i++) {
            final CoarseMask mask = CoarseMask.of(Arrays.copyOfRange(all, i * cells, (i + 1) * cells), grid);
            if (mask == null) {
                assertNull(counts.get(i));
                continue;
            }
            assertEquals(mask.form(), counts.get(i).form());
            assertEquals(mask.stability(), counts.get(i).stability());
            final CoarseMask.Enlarged enlarged = mask.enlarged(grid, CROP);
            assertEquals(enlarged.stability(), measures.get(at).stability());
            assertEquals(enlarged.mask().box(), measures.get(at).box());
            assertEquals(mask.onPicture(grid, CROP), measures.get(at).sides());
            assertEquals(enlarged.mask(), drawn.get(at));
            at++;
        }
        assertEquals(parts.size(), at);
    }

    /** Soft blobs, specks, numbers that are thresholds themselves, and masks of nothing. */
    private float[] logits(final int count, final int width, final int height) {
        final float[] all = new float[count * width * height];
        for (int mask = 0; mask < count; mask++) {
            final double x = width * random.nextDouble();
            final double y = height * random.nextDouble();
            final double radius = 0.6 * width * random.nextDouble();
            final double noise = mask % 3 == 0 ? 4 * random.nextDouble() : 0.01;
            for (int i = 0; i < width * height; i++) {
                final double distance = Math.hypot(i % width + 0.5 - x, i / width + 0.5 - y);
                final float logit = (float) (radius - distance + noise * random.nextGaussian());
                all[mask * width * height + i] =
                        mask % 7 == 6 ? -5 : random.nextInt(20) == 0 ? Math.round(logit) : logit;
            }
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "1280,720,8,0,0.88",
        "320,180,10,0,0",
        "300,700,9,0,0.88",
        "640,480,5,1,0.88",
        "333,77,1,0,0.88",
        "64,64,4,0,9"
    })
    void shouldChooseTheMasksThatTheProcessorChooses(
            final int width, final int height, final int points, final int layers, final double leastIou) {
        final AutomaticSettings settings =
                new AutomaticSettings(points, 13, leastIou, 0.95, 1, 0.7, layers, 0.7, 0.34, 1, 0);
        try (Picture picture = new Picture(width, height)) {
            picture.content(new Region(0, height / 10, width, height - height / 5));
            assertEquals(
                    found(picture, settings, MaskQuality.EXACT, null),
                    found(picture, settings, MaskQuality.EXACT, device));
            final List<FoundMask> must = found(picture, settings, MaskQuality.FAST, null);
            assertEquals(must, found(picture, settings, MaskQuality.FAST, device));
            assertEquals(leastIou > 1 || points == 1, must.size() < 5, must.size() + " masks");
        }
    }

    private static List<FoundMask> found(
            final Picture picture, final AutomaticSettings settings, final MaskQuality quality, final CudaDevice gpu) {
        try (AutomaticMasks masks = new AutomaticMasks(
                new DrawnPredictor(), settings, quality, PointChoice.ALL, RegionSettings.defaults(), gpu)) {
            return masks.find(picture);
        }
    }

    @Test
    void shouldDrawInBoxesWhatTheProcessorDraws() {
        try (Picture picture = new Picture(320, 180)) {
            picture.content(new Region(10, 20, 300, 140));
            assertEquals(boxed(picture, null), boxed(picture, device));
        }
    }

    private static List<String> boxed(final Picture picture, final CudaDevice gpu) {
        final Detection one = Detection.around(60, 60, 50, 50, 0.9f, new float[0]);
        final BoxFinder finder = new BoxFinder() {
            @Override
            public List<Detection> boxes(final Picture of) {
                return List.of(one, one.in(100, 30, 180, 60), one.in(-90, -90, -70, -50), one.in(20, 90, 70, 150));
            }

            @Override
            public void close() {
                // It owns nothing.
            }
        };
        try (BoxedMasks masks = new BoxedMasks(new DrawnPredictor(), finder, new RegionSettings(10, 0, 1), gpu)) {
            final MaskSet set = new MaskSet();
            masks.generate(picture, set);
            assertEquals(3, set.size());
            return MaskPixels.all(set).stream().map(Object::toString).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"0,7,9,23,31", "1,1,1,1,1", "70,7,9,23,31", "9,40,30,33,17", "30,64,36,160,90", "3,160,96,1280,720"})
    @SuppressWarnings("try") // the scope only has to be open
    void shouldPaintFromPrototypesWhatTheProcessorPaints(
            final int count, final int mapWidth, final int mapHeight, final int width, final int height) {
        final int border = mapWidth / 7;
        final Region window = new Region(border, border, mapWidth - 2 * border, mapHeight - 2 * border);
        final float[] all = logits(count, mapWidth, mapHeight);
        final List<Detection> boxes = random.ints(count, 0, 1 << 16)
                .mapToObj(this::box)
                .map(box -> box.in(box.left() * width, box.top() * height, box.right() * width, box.bottom() * height))
                .toList();
        final PrototypeMasks painter = new PrototypeMasks(new RegionSettings(40, 0.001, 0.9));
        final MaskSet must = new MaskSet();
        must.reset(width, height);
        painter.paint(new MaskLogits(FloatBuffer.wrap(all), mapWidth, mapHeight), window, boxes, must);
        final MaskSet is = new MaskSet();
        is.reset(width, height);
        try (PointerScope scope = new PointerScope()) {
            new DevicePrototypes(painter, device)
                    .paint(Tensor.create(all, count, mapHeight, mapWidth), window, boxes, is);
        }
        assertEquals(MaskPixels.all(must), MaskPixels.all(is));
        assertEquals(count > 8, must.size() > 3, must.size() + " masks");
    }

    /** Some reach out of the picture, some are empty. */
    private Detection box(final int number) {
        final float left = random.nextFloat() - 0.2f;
        final float top = random.nextFloat() - 0.2f;
        final float side = number % 5 == 0 ? -0.1f : 0.9f;
        return new Detection(
                left, top, left + side * random.nextFloat(), top + side * random.nextFloat(), 1, new float[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 64, 90})
    void shouldReadRunsFromBits(final int width) {
        final int rows = 50;
        final byte[] pixels = new byte[width * rows];
        final int wordsOfRow = (width + 31) / 32;
        final int[] words = new int[3 + wordsOfRow * rows];
        for (int i = 0; i < pixels.length; i++) {
            // Rows of few and of many runs, of nothing and of everything.
            pixels[i] = (byte) (random.nextInt(10) < i / width % 11 ? 1 : 0);
            words[3 + i / width * wordsOfRow + i % width / 32] |= pixels[i] << i % width;
        }
        final RunMask must = RunMask.of(pixels, width, 5, 9);
        assertTrue(must.area() > 0);
        assertEquals(must, RunMask.ofBits(words, 3, wordsOfRow, rows, 5, 9));
    }
}
