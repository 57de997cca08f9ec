package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.MaskQuality;

/** What is decided on the coarse grid is decided as on the picture. */
class FastAnswersTest {
    @ParameterizedTest
    @CsvSource({"1280,720,10,0", "1920,1080,6,0", "320,180,10,0", "300,700,10,0", "640,480,5,1"})
    void shouldChooseTheMasksThatTheOriginalChooses(
            final int width, final int height, final int points, final int layers) {
        Natives.loadAll();
        final AutomaticSettings usual = AutomaticSettings.ofSam();
        final AutomaticSettings settings = new AutomaticSettings(
                points, 64, usual.predIouThresh(), usual.stabilityScoreThresh(), 1, 0.7, layers, 0.7, 0.34, 1, 0);
        try (Picture picture = new Picture(width, height);
                AutomaticMasks exact = new AutomaticMasks(
                        new DrawnPredictor(),
                        settings,
                        MaskQuality.EXACT,
                        PointChoice.ALL,
                        RegionSettings.defaults(),
                        null);
                AutomaticMasks fast = new AutomaticMasks(
                        new DrawnPredictor(),
                        settings,
                        MaskQuality.FAST,
                        PointChoice.ALL,
                        RegionSettings.defaults(),
                        null)) {
            final List<FoundMask> must = exact.find(picture);
            final List<FoundMask> is = fast.find(picture);
            assertTrue(must.size() >= 8, "only " + must.size() + " masks show little");
            assertEquals(must.size(), is.size(), must.size() * 0.02 + 0.5);
            int same = 0;
            for (final FoundMask one : must) {
                same += is.stream().anyMatch(other -> isLike(one, other, width, height)) ? 1 : 0;
            }
            assertEquals(must.size(), same, must.size() * 0.02 + 0.5, "masks that both have");
        }
    }

    private static boolean isLike(final FoundMask one, final FoundMask other, final int width, final int height) {
        if (Math.abs(one.mask().area() - other.mask().area()) > 2 + one.mask().area() / 1000) {
            return false;
        }
        final byte[] first = one.mask().pixels(height, width);
        final byte[] second = other.mask().pixels(height, width);
        int different = 0;
        for (int i = 0; i < first.length; i++) {
            different += first[i] ^ second[i];
        }
        return different <= 2 + one.mask().area() / 1000;
    }
}
