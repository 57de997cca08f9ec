package org.objectomaly.nn.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;
import org.objectomaly.cas.Backbone;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.ScorerSettings;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.FastSam;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.PidiNet;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.RoadMasks;
import org.objectomaly.nn.WeightSource;
import org.objectomaly.nn.Weights;
import org.objectomaly.nn.sam.Sam;

final class RandomWeightsTest {
    private static final Path GOLDEN = Path.of("../shared/golden");

    /** The lists were written by the official code. */
    @ParameterizedTest
    @CsvSource({
        "sam-vit-b, sam_vit_b/keys.txt",
        "sam-vit-l, sam_vit_l/keys.txt",
        "sam-vit-h, sam_vit_h/keys.txt",
        "mobile-sam, mobile_sam/keys.txt",
        "sam2-hiera-t, sam2_keys/sam2_hiera_t.keys.txt",
        "sam2-hiera-s, sam2_keys/sam2_hiera_s.keys.txt",
        "sam2-hiera-b+, sam2_keys/sam2_hiera_b+.keys.txt",
        "sam2-hiera-l, sam2_keys/sam2_hiera_l.keys.txt",
        "sam2.1-hiera-t, sam2_keys/sam2.1_hiera_t.keys.txt",
        "sam2.1-hiera-s, sam2_keys/sam2.1_hiera_s.keys.txt",
        "sam2.1-hiera-b+, sam2_keys/sam2.1_hiera_b+.keys.txt",
        "sam2.1-hiera-l, sam2_keys/sam2.1_hiera_l.keys.txt",
        "fastsam-s, fastsam_s/keys.txt",
        "fastsam-x, fastsam_x/keys.txt",
        "espnetv2-s0.5, espnetv2/keys_s_0.5_city.txt",
        "espnetv2-s2.0, espnetv2/keys_s_2.0_city.txt",
        "mask2anomaly-r50, mask2anomaly/keys.txt",
        "rba-swin-b-1dl, rba_swin_b_1dl/keys.txt",
        "uno-swin-l-ade, uno_swin_l/keys.txt",
        "enet, enet/keys.txt",
        "fsfnet, fsfnet/keys.txt",
        "rpl-deeplabv3plus, rpl_deepwv3plus/keys.txt",
        "pidinet, pidinet/keys_pidinet.txt",
        "pidinet-tiny, pidinet/keys_pidinet-tiny-l.txt"
    })
    void shouldHaveThePublishedNamesAndShapes(final String model, final Path list) throws IOException {
        final Path keys = GOLDEN.resolve(list);
        assumeTrue(Files.exists(keys), () -> keys + " is not there");
        try (Stream<String> lines = Files.lines(keys)) {
            final Map<String, String> published = lines.map(line -> line.split("\t"))
                    .collect(Collectors.toMap(
                            part -> part[0].replaceFirst("^module\\.", ""),
                            part -> part[2],
                            (a, b) -> a,
                            TreeMap::new));
            final Map<String, String> ours = new TreeMap<>();
            final WeightSource tensors = RandomWeights.tensors(model);
            tensors.keys().forEach(key -> ours.put(key, Arrays.toString(tensors.shape(key))));
            // Not the maps as they are: their texts are too long to be read.
            published.forEach((key, shape) -> assertEquals(shape, ours.get(key), key));
            assertEquals(published.keySet(), ours.keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "road-cas",
                "espnetv2-s0.5",
                "espnetv2-s1.0",
                "espnetv2-s2.0",
                "enet",
                "fsfnet",
                "fsfnet-mapillary",
                "rpl-deeplabv3plus",
                "mask2anomaly-r50",
                "rba-swin-b-1dl",
                "uno-swin-l-ade",
                "maskomaly-swin-l"
            })
    void shouldBeTakenForTheBackbone(final String model) {
        final Weights weights = RandomWeights.of(model);
        assertEquals(model, Backbones.recognise(Path.of(model), weights).file().name());
        final Backbone backbone = Backbones.recognise(Path.of(model), weights);
        backbone.scorer(weights, ScorerSettings.of(null, AnalysisSize.rows(64))).close();
    }

    @Test
    void shouldBeTakenByNetworksThatFindObjects() {
        RoadMasks.of(RandomWeights.of("road-masks"));
        PidiNet.of(RandomWeights.of("pidinet"));
        PidiNet.of(RandomWeights.of("pidinet-tiny"));
        final FastSam fastSam = FastSam.of(RandomWeights.of("fastsam-s"));
        assertArrayEquals(new float[] {0, 1, 2}, Arrays.copyOf(fastSam.distances(), 3));
        try (Sam sam = Sam.of(RandomWeights.of("mobile-sam"), Compute.cpu(Precision.SINGLE), MaskQuality.EXACT)) {
            assertEquals(1024, sam.imageEncoder().imageSize());
        }
    }

    @Test
    void shouldBeTheDeterministicFill() {
        // The first of golden/FILL.md's check values.
        final float[] values = RandomWeights.of("sam-vit-b").take("image_encoder.neck.0.weight", 256, 768, 1, 1);
        assertArrayEquals(
                new float[] {0.00979160145f, -0.00657774042f, 0.0548522174f, 0.0451922975f}, Arrays.copyOf(values, 4));
    }

    @Test
    void shouldSayForWhichModelsThereAreSome() {
        final Fault fault = assertThrows(Fault.class, () -> RandomWeights.of("espnetv2-voc"));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains("sam-vit-h"), fault.getMessage());
    }
}
