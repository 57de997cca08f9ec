package org.objectomaly.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.dataset.RoadClasses;

class RoadSamplesTest {
    private static final int SIDE = 64;
    private static final int SKY = 0;
    private static final int PEOPLE = 9;
    private static final SampleForm FORM = new SampleForm(32, 32, 4, RoadClasses.KNOWN + 1);

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    @Test
    void shouldTakeRenderedStreetsByTheirShare() {
        assertEquals(0, rendered(0));
        assertEquals(400, rendered(1));
        final int quarter = rendered(0.25);
        assertTrue(quarter > 70 && quarter < 130, quarter + " of 400 are of the source with a quarter");
    }

    @Test
    void shouldLearnUnexpectedThingsFromRenderedStreetsToo() {
        int strange = 0;
        final RoadSamples samples = samples(1);
        for (int i = 0; i < 40; i++) {
            final float[] target = samples.sample(i).target();
            for (int at = RoadClasses.OTHER; at < target.length; at += FORM.channels()) {
                strange += target[at] > 0.5f ? 1 : 0;
            }
        }
        assertTrue(strange > 0);
    }

    /** How many of 400 samples show the class of rendered streets. */
    private static int rendered(final double share) {
        final RoadSamples samples = samples(share);
        int count = 0;
        for (int i = 0; i < 400; i++) {
            float sky = 0;
            float people = 0;
            final float[] target = samples.sample(i).target();
            for (int at = 0; at < target.length; at += FORM.channels()) {
                sky += target[at + SKY];
                people += target[at + PEOPLE];
            }
            count += people > sky ? 1 : 0;
        }
        return count;
    }

    private static RoadSamples samples(final double renderedShare) {
        final byte[] grey = new byte[8 * 8 * 3];
        final byte[] cover = new byte[8 * 8];
        Arrays.fill(cover, (byte) 255);
        final Cutout thing = new Cutout(8, 8, grey, cover, 64, RoadClasses.OTHER);
        final float[] weights = new float[RoadClasses.KNOWN + 1];
        Arrays.fill(weights, 1);
        return new RoadSamples(
                new RoadSamples.Mix(
                        List.of(frame(SKY)),
                        List.of(),
                        List.of(frame(PEOPLE)),
                        renderedShare,
                        List.of(),
                        List.of(thing),
                        List.of(),
                        List.of(),
                        weights),
                FORM,
                3);
    }

    private static RoadFrame frame(final int label) {
        final byte[] labels = new byte[SIDE * SIDE];
        Arrays.fill(labels, (byte) label);
        final Mat picture = Mats.of(new byte[3 * SIDE * SIDE], SIDE, SIDE, opencv_core.CV_8UC3);
        return new RoadFrame(picture, Mats.of(labels, SIDE, SIDE), null, false);
    }
}
