package org.objectomaly.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.Picture;

/** The data sets that their authors published, where they lie beside the checkout. */
final class PublishedPicturesTest {
    private static final Path DATA = Path.of("..", "shared", "data");

    private static PictureSet open(final String name) {
        final Path folder = DATA.resolve(name);
        assumeTrue(Files.exists(folder), "no published data sets beside this checkout");
        return PictureSet.open(folder, Layout.AUTO);
    }

    private static double share(final LabelMap map, final byte label) {
        int count = 0;
        for (final byte l : map.labels()) {
            count += l == label ? 1 : 0;
        }
        return (double) count / map.labels().length;
    }

    @Test
    void shouldReadRoadAnomaly() {
        final PictureSet set = open("road_anomaly");
        assertEquals(Layout.ROAD_ANOMALY, set.layout());
        assertEquals(Benchmark.ROAD_ANOMALY, set.benchmark());
        assertEquals(30, set.pictures().size());
        assertEquals(List.of(), set.notes());
        double anomalous = 0;
        for (final LabelledPicture labelled : set.pictures()) {
            try (Picture picture = labelled.readPicture()) {
                assertEquals(1280, picture.width());
                assertEquals(720, picture.height());
                final LabelMap map = labelled.readLabels(picture.width(), picture.height());
                assertTrue(share(map, LabelMap.ANOMALY) > 0, labelled.name());
                assertEquals(0, share(map, LabelMap.VOID), labelled.name());
                anomalous += share(map, LabelMap.ANOMALY) / set.pictures().size();
            }
        }
        assertEquals(0.0985, anomalous, 0.03, "of all 60 pictures it is 9.85 %");
    }

    @Test
    void shouldReadASampleWithSmallerColouredLabels() {
        final PictureSet set = open("smiyc_anomaly_samples");
        assertEquals(Layout.FOLDERS, set.layout());
        assertEquals(1, set.pictures().size());
        final LabelledPicture labelled = set.pictures().get(0);
        assertEquals("phone_box", labelled.name());
        try (Picture picture = labelled.readPicture()) {
            final LabelMap map = labelled.readLabels(picture.width(), picture.height());
            assertEquals(1280, map.width());
            assertEquals(720, map.height());
            final double stored = share(labelled.readLabels(1024, 512), LabelMap.ANOMALY);
            assertTrue(stored > 0.01 && stored < 0.5, stored + " of the labels as stored");
            assertEquals(stored, share(map, LabelMap.ANOMALY), 0.002);
        }
    }
}
