package org.objectomaly.objectness;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.objectomaly.Natives;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.video.ReaderOptions;
import org.objectomaly.video.VideoFrame;
import org.objectomaly.video.VideoReader;

/**
 * Prints the processor time that each part of {@link RegionFinder} takes on one thread, in milliseconds, over the
 * boundaries that a network finds in frames of videos; a program for whoever changes how regions are made.
 */
final class RegionSpeed {
    private static final int ROUNDS = 60;
    private static final int FRAMES = 6;
    private static final int STEP = 6;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** One part of the work; they are measured in this order, each on what the one before left. */
    private enum Part {
        SUPPRESSION,
        WATERSHED,
        GRAPH,
        TREE,
        CHOICE,
        RUNS
    }

    private final SurroundSuppression suppression = new SurroundSuppression();
    private final EdgeMap contours = new EdgeMap();
    private final Watershed basins = new Watershed();
    private final RegionGraph graph = new RegionGraph();
    private final MergeTree tree = new MergeTree();
    private final MaskChoice choice = new MaskChoice(RegionSettings.defaults());
    private final MaskRuns runs = new MaskRuns();
    private final MaskSet masks = new MaskSet();

    private RegionSpeed() {}

    /**
     * Measures.
     *
     * @param arguments a checkpoint of the boundary network, its picture size, and videos
     */
    public static void main(final String[] arguments) {
        final List<EdgeMap> maps = new ArrayList<>();
        try (NetworkEdges detector = NetworkEdges.of(Path.of(arguments[0]), AnalysisSize.parse(arguments[1]))) {
            for (final String video : List.of(arguments).subList(2, arguments.length)) {
                detect(detector, video, maps);
            }
        }
        System.out.printf(
                "%d maps of %d x %d%n",
                maps.size(), maps.get(0).width(), maps.get(0).height());
        new RegionSpeed().measure(maps);
    }

    private static void detect(final NetworkEdges detector, final String video, final List<EdgeMap> into) {
        Natives.loadAll();
        try (VideoReader reader = VideoReader.open(video, ReaderOptions.defaults());
                VideoFrame frame = new VideoFrame();
                Picture picture =
                        new Picture(reader.info().width(), reader.info().height())) {
            for (int i = 0; i < FRAMES * STEP && reader.read(frame); i++) {
                if (i % STEP == 0) {
                    frame.toRgb(picture);
                    final EdgeMap edges = new EdgeMap();
                    detector.detect(picture, edges);
                    into.add(edges);
                }
            }
        }
    }

    private void measure(final List<EdgeMap> maps) {
        final double[][] times = new double[Part.values().length + 1][ROUNDS * maps.size()];
        for (int i = 0; i < ROUNDS * maps.size(); i++) {
            final EdgeMap edges = maps.get(i % maps.size());
            for (final Part part : Part.values()) {
                final long start = THREADS.getCurrentThreadCpuTime();
                work(part, edges);
                times[part.ordinal()][i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
                times[Part.values().length][i] += times[part.ordinal()][i];
            }
        }
        for (final Part part : Part.values()) {
            print(part.name(), times[part.ordinal()]);
        }
        print("all", times[Part.values().length]);
        System.out.printf(
                "of the last map: %d basins, %d regions, %d arcs, %d masks, %d runs%n",
                basins.basins(), graph.regions(), graph.arcs().count(), masks.size(), masks.firstRun(masks.size()));
    }

    private void work(final Part part, final EdgeMap edges) {
        switch (part) {
            case SUPPRESSION -> suppression.apply(edges, contours);
            case WATERSHED -> basins.flood(contours);
            case GRAPH -> graph.build(basins);
            case TREE -> tree.build(graph, edges.width() * edges.height());
            case CHOICE -> choice.choose(tree);
            case RUNS -> {
                masks.reset(edges.width(), edges.height(), null);
                runs.write(basins, graph, tree, choice, masks);
            }
        }
    }

    /** The later half of the rounds: the compiler is at work in the first. */
    private static void print(final String name, final double[] times) {
        final double[] late = Arrays.copyOfRange(times, times.length / 2, times.length);
        Arrays.sort(late);
        System.out.printf(
                Locale.ROOT,
                "%-12s median %6.2f  p95 %6.2f%n",
                name.toLowerCase(Locale.ROOT),
                late[late.length / 2],
                late[late.length * 95 / 100]);
    }
}
