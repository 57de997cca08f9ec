package org.objectomaly.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.cas.CoarseScorer;
import org.objectomaly.dataset.Benchmark;
import org.objectomaly.dataset.MaskSequence;
import org.objectomaly.mbp.LaplacianPrecision;
import org.objectomaly.oasc.MaskOrder;
import org.objectomaly.oasc.RunCalibration;
import org.objectomaly.objectness.NoMasks;
import org.objectomaly.pipeline.Method;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.VideoReader;

/** A bright square that jumps so far from frame to frame that no mask fits any frame but its own. */
final class LabelledVideoTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;
    private static final int FRAMES = 20;
    private static final int SIDE = 18;

    @TempDir
    Path folder;

    private Path video;
    private Evaluation evaluation;

    @BeforeAll
    static void load() {
        Natives.loadAll();
    }

    @BeforeEach
    void record() throws IOException {
        video = write("video.y4m", FRAMES, 40, 220);
    }

    @Test
    void shouldHoldEveryFrameAgainstItsOwnMask() throws IOException {
        final Outcome outcome = evaluate(new MaskVideo(write("truth.y4m", FRAMES, 0, 1), 1), Long.MAX_VALUE, 1);
        assertEquals(FRAMES, outcome.labelledFrames());
        assertEquals(FRAMES, outcome.frames().size());
        for (final FrameScore frame : outcome.frames()) {
            assertEquals(1, frame.auPrcCoarse(), 1e-9, frame.name());
        }
        assertEquals(1, outcome.row(Variant.CAS).pixels().auPrc(), 1e-9);
        assertTrue(outcome.change() > 0.01, "a map that jumps is not steady");
    }

    @Test
    void shouldHoldOnlyTheFramesWithAMaskInAFolderAgainstThem() throws IOException {
        final Path masks = Files.createDirectory(folder.resolve("masks"));
        for (final int frame : new int[] {0, 5, 13, 40}) {
            final BufferedImage mask = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    mask.getRaster().setSample(column(frame) + x, 30 + y, 0, 255);
                }
            }
            ImageIO.write(mask, "png", masks.resolve(frame + ".png").toFile());
        }
        final MaskFolder truth = new MaskFolder(MaskSequence.open(masks, OptionalInt.of(255)));
        final Outcome outcome = evaluate(truth, Long.MAX_VALUE, 1);
        assertEquals(3, outcome.labelledFrames());
        for (final int frame : new int[] {0, 5, 13}) {
            assertEquals(1, outcome.frames().get(frame).auPrcCoarse(), 1e-9);
        }
        assertTrue(Double.isNaN(outcome.frames().get(1).auPrc()));
        assertEquals(1, truth.notes().size());
        assertTrue(
                truth.notes().get(0).startsWith("1 of 4 masks"), truth.notes().get(0));
    }

    @Test
    void shouldStopAfterSoManyFrames() throws IOException {
        final Outcome outcome = evaluate(new MaskVideo(write("truth.y4m", FRAMES, 0, 1), 1), 7, 1);
        assertEquals(7, outcome.labelledFrames());
        assertEquals(1, outcome.row(Variant.CAS).pixels().auPrc(), 1e-9);
    }

    @Test
    void shouldShowWhatCarryingCosts() throws IOException {
        final Outcome outcome = evaluate(new MaskVideo(write("truth.y4m", FRAMES, 0, 1), 1), Long.MAX_VALUE, 4);
        assertEquals(FRAMES, outcome.labelledFrames());
        assertEquals(1, outcome.frames().get(0).auPrc(), 0.05, "refreshed");
        assertEquals(1, outcome.frames().get(8).auPrc(), 0.05, "refreshed");
        assertTrue(outcome.row(Variant.BOTH).pixels().auPrc() < 0.95, "no flow follows such jumps");
    }

    @Test
    void shouldSayThatTheMasksEndBeforeTheVideo() throws IOException {
        final Outcome outcome = evaluate(new MaskVideo(write("truth.y4m", 12, 0, 1), 1), Long.MAX_VALUE, 1);
        assertEquals(12, outcome.labelledFrames());
        final Fault fault =
                assertInstanceOf(Fault.class, evaluation.state().failure().cause());
        assertEquals(Fault.Kind.INPUT, fault.kind());
        assertTrue(fault.getMessage().contains("truth.y4m"), fault.getMessage());
    }

    @Test
    void shouldSayWhichValueOfAMaskMeansNothing() throws IOException {
        evaluate(new MaskVideo(write("truth.y4m", FRAMES, 0, 77), 1), Long.MAX_VALUE, 1);
        final Throwable fault = evaluation.state().failure().cause();
        assertInstanceOf(Fault.class, fault);
        assertTrue(fault.getMessage().contains("77"), fault.getMessage());
    }

    private Outcome evaluate(final Truth truth, final long most, final int refresh) {
        final VideoReader reader = VideoReader.open(video.toString(), ReaderOptions.defaults());
        final List<Variant> variants = refresh > 1 ? List.of(Variant.BOTH) : List.of(Variant.CAS, Variant.BOTH);
        final CoarseScorer bright = (picture, into) -> {
            for (int i = 0; i < into.values().length; i++) {
                into.values()[i] = (picture.rgb().get(3L * i + 1) & 0xff) / 255f;
            }
        };
        try (LabelledVideo source = new LabelledVideo(reader, truth, most);
                Method method = new Method(
                        bright, new NoMasks(), new RunCalibration(MaskOrder.PAPER), new LaplacianPrecision());
                Evaluation run = new Evaluation(source, method, refresh, variants, folder)) {
            evaluation = run;
            return run.run(frames -> {}, Map.of("cas", "bright"), Map.of(), Benchmark.OTHER);
        }
    }

    /** The square's left edge: neighbouring frames never overlap. */
    private static int column(final int frame) {
        return frame * 53 % (WIDTH - SIDE);
    }

    private Path write(final String name, final int frames, final int ground, final int square) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(("YUV4MPEG2 W" + WIDTH + " H" + HEIGHT + " F25:1 Ip A1:1 C420mpeg2 XCOLORRANGE=LIMITED\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (int frame = 0; frame < frames; frame++) {
            out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
            final byte[] luma = new byte[WIDTH * HEIGHT];
            Arrays.fill(luma, (byte) ground);
            // Something that stays: without it each jump would be a new scene, and looked at.
            Arrays.fill(luma, 60 * WIDTH, luma.length, (byte) (ground == 0 ? 0 : 125));
            for (int y = 30; y < 30 + SIDE; y++) {
                Arrays.fill(luma, y * WIDTH + column(frame), y * WIDTH + column(frame) + SIDE, (byte) square);
            }
            out.write(luma);
            final byte[] grey = new byte[WIDTH * HEIGHT / 2];
            Arrays.fill(grey, (byte) 128);
            out.write(grey);
        }
        return Files.write(folder.resolve(name), out.toByteArray());
    }
}
