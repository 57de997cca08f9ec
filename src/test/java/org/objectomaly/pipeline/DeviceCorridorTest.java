package org.objectomaly.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.annotate.View;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.ScorerSettings;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.cuda.HostCuda;
import org.objectomaly.image.ScoreMap;
import org.objectomaly.mbp.BoundaryPrecision;
import org.objectomaly.mbp.CudaPrecision;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.Weights;
import org.objectomaly.oasc.Calibration;
import org.objectomaly.oasc.CudaCalibration;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.BoundaryRegions;
import org.objectomaly.objectness.MaskGenerator;
import org.objectomaly.objectness.NetworkEdges;
import org.objectomaly.objectness.RegionSettings;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.VideoReader;

/**
 * The corridor as a GPU runs it, on the tests' own driver: libtorch's processor under another name stands for the device of
 * the networks, and all kernels work on the same memory.
 */
class DeviceCorridorTest {
    private static final String CLIP = Path.of("samples", "drive.mp4").toString();
    private static final List<Path> MODELS = List.of(Path.of("models"));
    private static final int FRAMES = 4;
    /** Until something unexpected is in the picture. */
    private static final int SKIPPED = 90;

    private final List<float[]> maps = new ArrayList<>();
    private final List<byte[]> pictures = new ArrayList<>();
    private boolean wentHome;

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldDrawWhatTheProcessorDraws(final int refresh) {
        final Compute processor = Compute.cpu(Precision.SINGLE);
        assertNull(
                walk(method(processor, new RunCalibration(MaskOrder.PAPER), new LaplacianPrecision()), refresh, null));
        final List<float[]> mustMaps = List.copyOf(maps);
        final List<byte[]> mustPictures = List.copyOf(pictures);
        maps.clear();
        pictures.clear();
        final CudaDevice device = HostCuda.openAtOnce();
        final Compute there = new Compute("cpu:0", Precision.SINGLE).with(device);
        assertNull(walk(
                method(there, new CudaCalibration(device, MaskOrder.PAPER), new CudaPrecision(device)),
                refresh,
                device));
        assertTrue(!wentHome, "a map left the device before anybody asked for it");
        for (int i = 0; i < FRAMES; i++) {
            // The networks see pictures that differ by a level or two, and a region's border may move by a pixel with
            // it.
            assertTrue(difference(mustMaps.get(i), maps.get(i)) < 0.01, "map of frame " + i);
            assertTrue(anomalous(mustMaps.get(i)) > 1000, "there is nothing to be seen in frame " + i);
            final float[] must = mustMaps.get(i);
            final float[] is = maps.get(i);
            assertTrue(lost(must, is) < 0.05 * anomalous(must), "anomalies of frame " + i);
            assertTrue(lost(is, must) < 0.05 * anomalous(must), "anomalies of frame " + i + " that are none");
            assertTrue(difference(mustPictures.get(i), pictures.get(i)) < 0.5, "picture of frame " + i);
        }
    }

    @Test
    void shouldEndInOrderWhenTheDeviceIsLost() {
        final CudaDevice device = HostCuda.openAtOnce();
        final Compute there = new Compute("cpu:0", Precision.SINGLE).with(device);
        final BoundaryPrecision losing = new BoundaryPrecision() {
            private final CudaPrecision inner = new CudaPrecision(device);
            private int calls;

            @Override
            public void refine(final ScoreMap calibrated, final ScoreMap into) {
                if (calls++ == 2) {
                    try (DeviceBuffer buffer = new DeviceBuffer(device)) {
                        HostCuda.lose(device, buffer.room(4));
                    }
                }
                inner.refine(calibrated, into);
            }
        };
        final RunState.Failure failure =
                walk(method(there, new CudaCalibration(device, MaskOrder.PAPER), losing), 1, device);
        assertNotNull(failure);
        assertEquals(2, failure.frame());
        assertEquals(2, maps.size(), "the frames before it went all the way");
        assertEquals(Fault.Kind.DEVICE, ((Fault) failure.cause()).kind());
    }

    private static Method method(final Compute compute, final Calibration oasc, final BoundaryPrecision mbp) {
        final MaskGenerator masks = new BoundaryRegions(
                NetworkEdges.of(
                        Weights.of(Checkpoint.read(
                                Path.of("models", NetworkEdges.FILES.get(0).file()))),
                        AnalysisSize.parse("360p"),
                        compute),
                RegionSettings.defaults());
        return new Method(
                Backbones.open("road-cas", MODELS, new ScorerSettings(null, null, MaskQuality.FAST, false, compute)),
                masks,
                oasc,
                mbp,
                compute.gpu());
    }

    /** Walks the first frames and keeps their maps and pictures; gives what went wrong, if anything. */
    private RunState.Failure walk(final Method method, final int refresh, final CudaDevice device) {
        try (method;
                VideoReader reader = VideoReader.open(CLIP, ReaderOptions.defaults());
                Annotator annotator = new Annotator(View.OVERLAY, 0.4f, 0.001, false, (slot, objects) -> {})) {
            try (VideoFrame skipped = new VideoFrame()) {
                for (int i = 0; i < SKIPPED; i++) {
                    reader.read(skipped);
                }
            }
            final Stage last = new Stage() {
                @Override
                public String name() {
                    return "last";
                }

                @Override
                public void process(final Slot slot) {
                    if (slot.hasPicture()) {
                        wentHome |= device != null
                                && (DeviceMap.whereIs(slot.refined()) != device
                                        || slot.isRefreshed() && DeviceMap.whereIs(slot.coarse()) != device);
                        maps.add(slot.refined().scores().clone());
                        final byte[] luma = new byte
                                [slot.frame().height() * slot.frame().planes().yStride()];
                        slot.frame().planes().y().get(0, luma);
                        pictures.add(luma);
                    }
                }
            };
            final Corridor corridor = new Corridor(
                    slot -> slot.index() < FRAMES && reader.read(slot.frame()),
                    new Refresh.Every(method, refresh),
                    List.of(annotator),
                    last);
            corridor.run(frames -> {});
            return corridor.state().failure();
        }
    }

    private static long anomalous(final float[] map) {
        return IntStream.range(0, map.length).filter(i -> map[i] > 0.4f).count();
    }

    /** Pixels that are clearly unexpected in one map and clearly not in another. A region may lie on a threshold. */
    private static long lost(final float[] map, final float[] other) {
        return IntStream.range(0, map.length)
                .filter(i -> map[i] > 0.5f && other[i] < 0.3f)
                .count();
    }

    private static double difference(final float[] a, final float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }

    private static double difference(final byte[] a, final byte[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
        }
        return sum / a.length;
    }
}
