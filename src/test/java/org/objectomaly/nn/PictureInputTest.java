package org.objectomaly.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;
import org.objectomaly.image.PilResize;
import org.objectomaly.image.Region;

class PictureInputTest {
    private static final AnalysisSize HALF = AnalysisSize.fraction(0.5);

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    private static PictureInput input(final AnalysisSize size) {
        return new PictureInput(Normalisation.IMAGENET, size, Compute.fastestCpu());
    }

    private static void paint(final Picture picture, final long seed) {
        final byte[] rgb = new byte[3 * picture.width() * picture.height()];
        new Random(seed).nextBytes(rgb);
        picture.overwrite().put(rgb);
    }

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private static float[] values(final PictureInput input, final Picture picture) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final Tensor tensor = input.of(picture).contiguous();
            final float[] values = new float[Math.toIntExact(tensor.numel())];
            new FloatPointer(tensor.data_ptr()).get(values);
            return values;
        }
    }

    @SuppressWarnings("try") // the scope and the mode only have to be open
    private static long address(final PictureInput input, final Picture picture) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            return input.of(picture).data_ptr().address();
        }
    }

    @Test
    void shouldMakeTheSameOnceForTwoNetworksAndAnotherForAThird() {
        try (Picture picture = new Picture(128, 64);
                PictureInput one = input(HALF);
                PictureInput two = input(HALF);
                PictureInput larger = input(AnalysisSize.fraction(1))) {
            paint(picture, 1);
            assertEquals(address(one, picture), address(two, picture));
            assertEquals(3 * 64 * 32, values(one, picture).length);
            assertEquals(3 * 128 * 64, values(larger, picture).length);
        }
    }

    @Test
    void shouldForgetWhatWasMadeOfOtherPixelsOrOfAnotherContent() {
        try (Picture picture = new Picture(128, 64);
                Picture fresh = new Picture(128, 64);
                PictureInput input = input(HALF);
                PictureInput other = input(HALF)) {
            paint(picture, 1);
            final float[] before = values(input, picture);
            paint(picture, 2);
            paint(fresh, 2);
            final float[] after = values(input, picture);
            assertArrayEquals(values(other, fresh), after);
            assertNotEquals(before[0], after[0]);
            picture.content(new Region(64, 0, 64, 64));
            assertEquals(3 * 32 * 32, values(input, picture).length);
        }
    }

    @Test
    void shouldBeMadeOnceForThreadsThatAskTogether() throws Exception {
        try (Picture picture = new Picture(256, 128);
                PictureInput one = input(HALF);
                PictureInput two = input(HALF)) {
            paint(picture, 3);
            for (int round = 0; round < 50; round++) {
                final List<Long> addresses = together(() -> address(one, picture), () -> address(two, picture));
                assertEquals(addresses.get(0), addresses.get(1));
                picture.forget();
            }
        }
    }

    /** A network reads the picture while another has it resized row by row. */
    @Test
    @SuppressWarnings("try") // the scope only has to be open
    void shouldSeeTheWholePictureWhileOthersReadIt() throws Exception {
        try (Picture picture = new Picture(256, 128)) {
            final long first = picture.rgb().address();
            together(
                    () -> {
                        for (int i = 0; i < 20_000; i++) {
                            try (PointerScope scope = new PointerScope()) {
                                assertEquals(
                                        first,
                                        PictureTensor.of(picture).data_ptr().address());
                            }
                        }
                        return null;
                    },
                    () -> {
                        for (int i = 0; i < 100; i++) {
                            PilResize.of(picture, picture.content(), 64, 128).close();
                        }
                        return null;
                    });
        }
    }

    private static <T> List<T> together(final Callable<T> one, final Callable<T> two) throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            final List<T> results = new ArrayList<>();
            for (final Future<T> done : threads.invokeAll(List.of(one, two))) {
                results.add(done.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
