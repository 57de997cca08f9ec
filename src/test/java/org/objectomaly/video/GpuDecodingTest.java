package org.objectomaly.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GpuDecodingTest {
    private static final String CLIP = Path.of("samples", "drive.mp4").toString();

    /** On a machine with a GPU the engine decodes, elsewhere the processor: H.264 has one answer. */
    @Test
    void shouldGiveTheSamePicturesWhoeverDecodes() {
        try (VideoReader processor = VideoReader.open(CLIP, ReaderOptions.defaults());
                VideoReader gpu =
                        VideoReader.open(CLIP, ReaderOptions.defaults().withGpu(0));
                VideoFrame must = new VideoFrame();
                VideoFrame is = new VideoFrame()) {
            for (int i = 0; i < 10; i++) {
                assertTrue(processor.read(must) && gpu.read(is));
                assertEquals(must.pts(), is.pts());
                for (int row = 0; row < must.height(); row++) {
                    final int from = row * must.planes().yStride();
                    assertEquals(
                            must.planes().y().slice(from, must.width()),
                            is.planes().y().slice(row * is.planes().yStride(), is.width()),
                            "row " + row + " of frame " + i);
                }
            }
        }
    }
}
