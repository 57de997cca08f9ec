package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Natives;
import org.objectomaly.checkpoint.StateDictFile;
import org.objectomaly.nn.random.RandomWeights;
import org.objectomaly.video.TestClips;

/** {@code --cas} with RPL, from a file in the form of the published one: 670 MB, more than the heap. */
class RplEndToEndTest {
    @TempDir
    private Path folder;

    @Test
    void shouldScoreAClipWithTheNetworkOfAFileOfThePublishedForm() {
        final Path file = folder.resolve("rev3.pth");
        StateDictFile.write(file, RandomWeights.tensors("rpl-deeplabv3plus"), "model");
        final Cli.Outcome outcome = Cli.run(
                "process",
                TestClips.oneFrame(),
                "-o",
                folder.resolve("out.mp4"),
                "--cas",
                file,
                "--cas-size",
                "own",
                "--score",
                "entropy",
                "--masks",
                "none",
                "--maps",
                folder.resolve("maps"));
        assertEquals(0, outcome.exitCode(), outcome.err());
        Natives.loadAll();
        final String map = folder.resolve("maps/000000.png").toString();
        try (Mat image = opencv_imgcodecs.imread(map, opencv_imgcodecs.IMREAD_UNCHANGED)) {
            assertEquals(320, image.cols());
            assertEquals(180, image.rows());
            final double[] least = new double[1];
            final double[] most = new double[1];
            opencv_core.minMaxIdx(image, least, most, null, null, null);
            assertTrue(most[0] > least[0] + 1000, "scores from " + least[0] + " to " + most[0]);
        }
    }
}
