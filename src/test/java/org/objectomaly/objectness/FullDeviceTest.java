package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Resampling;

/** A GPU that has room for a few answers at a time, in libtorch's words. */
class FullDeviceTest {
    private static final String FULL = "CUDA out of memory. Tried to allocate 96.00 MiB. GPU 0 has a total capacity of"
            + " 11.62 GiB of which 41.56 MiB is free. Including non-PyTorch memory, this process has 11.50 GiB memory in"
            + " use.\nException raised from malloc at CUDACachingAllocator.cpp:1588";

    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    /** Answers no more than so many questions at once. */
    private record Narrow(int most) implements MaskPredictor {
        @Override
        public Look look(final Picture picture, final Region region) {
            final Look look = new DrawnPredictor().look(picture, region);
            return new Look() {
                @Override
                public Masks masksAt(final double leastIou, final double... points) {
                    check(points.length / 2);
                    return look.masksAt(leastIou, points);
                }

                @Override
                public Masks masksIn(final double... corners) {
                    check(corners.length / 4);
                    return look.masksIn(corners);
                }

                @Override
                public Tensor enlarge(final Tensor logits) {
                    return look.enlarge(logits);
                }

                @Override
                public Resampling columns() {
                    return look.columns();
                }

                @Override
                public Resampling rows() {
                    return look.rows();
                }

                @Override
                public void close() {
                    look.close();
                }
            };
        }

        private void check(final int questions) {
            if (questions > most) {
                throw new RuntimeException(FULL);
            }
        }

        @Override
        public void close() {
            // It owns nothing.
        }
    }

    private static List<List<Integer>> found(final int most, final MaskQuality quality, final CudaDevice gpu) {
        final AutomaticSettings settings = new AutomaticSettings(5, 64, 0.88, 0.95, 1, 0.7, 0, 0.7, 0.34, 1, 0);
        try (Picture picture = new Picture(320, 180);
                AutomaticMasks masks = new AutomaticMasks(
                        new Narrow(most), settings, quality, PointChoice.ALL, RegionSettings.defaults(), gpu)) {
            return masks.find(picture).stream()
                    .map(mask -> Arrays.stream(mask.mask().runs()).boxed().toList())
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(MaskQuality.class)
    void shouldAskFewerPointsAtATimeWhereThereIsNoRoom(final MaskQuality quality) {
        final List<List<Integer>> expected = found(1000, quality, null);
        assertFalse(expected.isEmpty());
        for (final int most : new int[] {13, 4, 1}) {
            assertEquals(expected, found(most, quality, null));
        }
    }

    @ParameterizedTest
    @EnumSource(MaskQuality.class)
    void shouldAskFewerPointsWhereItsKernelsChoose(final MaskQuality quality) {
        try (CudaDevice device = HostCuda.openAtOnce()) {
            final List<List<Integer>> expected = found(1000, quality, null);
            for (final int most : new int[] {1000, 13, 1}) {
                assertEquals(expected, found(most, quality, device));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(MaskQuality.class)
    void shouldSayHowMuchRoomThereIsWhereThatIsNotEnoughForOne(final MaskQuality quality) {
        final Fault fault = assertThrows(Fault.class, () -> found(0, quality, null));
        assertEquals(Fault.Kind.DEVICE, fault.kind());
        assertEquals(
                "The GPU's memory is too small for the networks (96.00 MiB more are wanted, 41.56 MiB of 11.62 GiB are"
                        + " free); make --cas-size or --mask-size smaller, ask about fewer points, or choose a smaller"
                        + " network or --device cpu.",
                fault.getMessage());
    }

    @Test
    void shouldAskAboutFewerBoxesAtATimeWhereThereIsNoRoom() {
        assertEquals(boxed(100), boxed(3));
    }

    private static List<Integer> boxed(final int most) {
        final Detection one = Detection.around(40, 40, 50, 50, 0.9f, new float[0]);
        final List<Detection> boxes = List.of(
                one,
                one.in(100, 20, 180, 60),
                one.in(10, 90, 70, 170),
                one.in(200, 100, 300, 170),
                one.in(90, 80, 180, 150));
        final BoxFinder finder = new BoxFinder() {
            @Override
            public List<Detection> boxes(final Picture picture) {
                return boxes;
            }

            @Override
            public void close() {
                // It owns nothing.
            }
        };
        try (Picture picture = new Picture(320, 180);
                BoxedMasks masks = new BoxedMasks(new Narrow(most), finder, RegionSettings.defaults(), null)) {
            final MaskSet set = new MaskSet();
            masks.generate(picture, set);
            assertEquals(boxes.size(), set.size());
            return IntStream.range(0, set.size()).mapToObj(set::area).toList();
        }
    }
}
