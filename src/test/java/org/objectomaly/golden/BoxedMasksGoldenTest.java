package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.sam.LongestSide;
import org.objectomaly.nn.sam.Prompts;
import org.objectomaly.nn.sam.Sam;
import org.objectomaly.objectness.BoxFinder;
import org.objectomaly.objectness.BoxedMasks;
import org.objectomaly.objectness.Detection;
import org.objectomaly.objectness.RegionSettings;

/**
 * A mask in a box is what the network answers to that box as its only prompt. The decoder's answers to boxes are held to
 * the reference's by {@link SamGoldenTest}.
 */
@GoldenFolders("sam_tiny")
class BoxedMasksGoldenTest {
    /** More than are asked about at a time. */
    private static final int BOXES = 40;

    @TestFactory
    Stream<DynamicTest> shouldDrawTheNetworksAnswerToEachBox() {
        return GoldenRoot.foldersOf(BoxedMasksGoldenTest.class).stream()
                .map(folder -> folder.resolve("config.json"))
                .flatMap(config -> Arrays.stream(MaskQuality.values())
                        .map(quality ->
                                dynamicTest(config + " " + quality, () -> check(NetworkCase.of(config), quality))));
    }

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private static void check(final NetworkCase testCase, final MaskQuality quality) {
        final Compute compute = Compute.cpu(Precision.SINGLE);
        try (Picture picture = SamGoldenTest.picture(testCase.config());
                Sam original = Sam.of(testCase.weights(), compute, MaskQuality.EXACT)) {
            // Boxes are in pixels of the picture, masks over its content.
            final Region content = new Region(8, 6, picture.width() - 11, picture.height() - 9);
            picture.content(content);
            final List<Detection> boxes = boxes(content);
            final MaskSet found = new MaskSet();
            try (BoxedMasks generator = new BoxedMasks(
                    Sam.of(testCase.weights(), compute, quality),
                    new Known(boxes),
                    new RegionSettings(BOXES, 0, 1),
                    null)) {
                generator.generate(picture, found);
            }
            final List<byte[]> must = new ArrayList<>();
            try (PointerScope scope = new PointerScope();
                    InferenceMode mode = new InferenceMode(true)) {
                final Tensor embedding =
                        original.imageEncoder().apply(original.input(picture, content), FeatureTrace.NONE);
                boxes.forEach(box -> must.add(answer(original, embedding, box, content)));
            }
            must.removeIf(mask -> area(mask) == 0);
            assertTrue(must.size() > BOXES / 2, "only " + must.size() + " masks show little");
            assertEquals(must.size(), found.size());
            for (int i = 0; i < found.size(); i++) {
                assertTrue(SamMasks.isLike(pixels(found, i), must.get(i)), "mask " + i);
            }
        }
    }

    private static List<Detection> boxes(final Region content) {
        final SplittableRandom random = new SplittableRandom(5);
        final List<Detection> boxes = new ArrayList<>();
        while (boxes.size() < BOXES) {
            final double width = random.nextDouble(10, content.width());
            final double height = random.nextDouble(10, content.height());
            final double left = content.x() + random.nextDouble() * (content.width() - width);
            final double top = content.y() + random.nextDouble() * (content.height() - height);
            boxes.add(new Detection(
                    (float) left, (float) top, (float) (left + width), (float) (top + height), 1, new float[0]));
        }
        return boxes;
    }

    /** As the original's predictor: one box, one mask, enlarged as logits. */
    private static byte[] answer(final Sam sam, final Tensor embedding, final Detection box, final Region content) {
        final LongestSide fit = new LongestSide(
                content.height(), content.width(), sam.imageEncoder().imageSize());
        final double[] corners = {
            fit.x(box.left() - content.x()),
            fit.y(box.top() - content.y()),
            fit.x(box.right() - content.x()),
            fit.y(box.bottom() - content.y())
        };
        final Prompts prompt = new Prompts(null, null, Tensor.create(corners, 1, 4), null);
        final Tensor logits =
                sam.decode(embedding, prompt, false, FeatureTrace.NONE).logits();
        return Values.truths(Sam.enlarge(logits, fit).gt(new Scalar(0)));
    }

    private static byte[] pixels(final MaskSet masks, final int mask) {
        final byte[] pixels = new byte[masks.width() * masks.height()];
        for (int run = masks.firstRun(mask); run < masks.firstRun(mask + 1); run++) {
            final int row = masks.row(run) * masks.width();
            Arrays.fill(pixels, row + masks.from(run), row + masks.to(run), (byte) 1);
        }
        return pixels;
    }

    private static int area(final byte[] mask) {
        int area = 0;
        for (final byte pixel : mask) {
            area += pixel;
        }
        return area;
    }

    /** Boxes that are known beforehand. */
    private record Known(List<Detection> found) implements BoxFinder {
        @Override
        public List<Detection> boxes(final Picture picture) {
            return found;
        }

        @Override
        public void close() {
            // It owns nothing.
        }
    }
}
