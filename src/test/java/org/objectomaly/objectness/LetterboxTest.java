package org.objectomaly.objectness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectomaly.Natives;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;

class LetterboxTest {
    @BeforeAll
    static void loadNatives() {
        Natives.loadAll();
    }

    @Test
    void shouldPadToTheNextMultipleOfThirtyTwoOnly() {
        assertEquals(new Letterbox(1280, 720, new Region(0, 0, 1024, 576), 1024, 576), Letterbox.of(1280, 720, 1024));
        assertEquals(new Letterbox(640, 360, new Region(0, 12, 640, 360), 640, 384), Letterbox.of(640, 360, 640));
        assertEquals(new Letterbox(90, 200, new Region(3, 0, 58, 128), 64, 128), Letterbox.of(90, 200, 100));
        assertEquals(new Letterbox(5000, 1, new Region(0, 15, 32, 1), 32, 32), Letterbox.of(5000, 1, 32));
    }

    @Test
    void shouldPutOddPaddingBehindThePicture() {
        assertEquals(new Region(0, 15, 64, 33), Letterbox.of(64, 33, 64).inner());
    }

    @Test
    void shouldPutThePictureIntoGrey() {
        final Letterbox letterbox = Letterbox.of(64, 33, 64);
        try (Picture picture = new Picture(64, 33);
                Picture frame = letterbox.frame()) {
            picture.overwrite().fill(7);
            letterbox.fit(picture, frame);
            final byte[] rgb = new byte[3 * 64 * 64];
            frame.rgb().get(rgb);
            for (int i = 0; i < rgb.length; i++) {
                final int row = i / (3 * 64);
                assertEquals(row >= 15 && row < 48 ? 7 : 114, rgb[i], "row " + row);
            }
        }
    }

    @Test
    void shouldBringBoxesBackAndCutThemOffAtThePicture() {
        final Letterbox letterbox = Letterbox.of(320, 180, 640);
        final Detection box = new Detection(100, 2, 700, 100, 0.5f, new float[0]);
        assertEquals(new Detection(50, 0, 320, 44, 0.5f, box.coefficients()), letterbox.back(box));
    }

    @Test
    void shouldFindThePartOfAMapThatLiesOverThePicture() {
        assertEquals(new Region(0, 3, 160, 90), Letterbox.of(640, 360, 640).window(160, 96));
        assertEquals(new Region(0, 0, 256, 144), Letterbox.of(1280, 720, 1024).window(256, 144));
    }
}
