package org.objectomaly.objectness;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.Natives;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.image.Picture;
import org.objectomaly.models.ModelFile;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.PictureProgram;
import org.objectomaly.nn.PidiNet;
import org.objectomaly.nn.RoadMasks;
import org.objectomaly.nn.Weights;

/** Boundaries by a network: {@link PidiNet}'s fused probability, or {@link RoadMasks}'. For one thread at a time. */
public final class NetworkEdges implements EdgeDetector {
    /** The checkpoints known by name, the default first. */
    public static final List<ModelFile> FILES =
            Stream.concat(Stream.of(RoadMasks.FILE), PidiNet.FILES.stream()).toList();

    private final PictureProgram program;

    /**
     * A detector with a network.
     *
     * @param network gives the probability of a boundary at every pixel of its input, or at fewer of them
     * @param size how large it sees the pictures
     * @param compute where it runs
     */
    public NetworkEdges(final Network network, final AnalysisSize size, final Compute compute) {
        Natives.loadAll();
        this.program = new PictureProgram(network, Normalisation.IMAGENET, size, compute);
    }

    /**
     * A detector on the processor with the weights of a file.
     *
     * @param checkpoint of PiDiNet, of any width, or of {@code road-masks}
     * @param size how large the network sees the pictures
     * @return the detector, to be closed by the caller
     * @throws org.objectomaly.Fault of kind MODEL if the file cannot be read or belongs to another network
     */
    public static NetworkEdges of(final Path checkpoint, final AnalysisSize size) {
        return of(Weights.of(Checkpoint.read(checkpoint)), size, Compute.fastestCpu());
    }

    /**
     * A detector with the weights of a checkpoint.
     *
     * @param weights of PiDiNet, of any width, or of {@code road-masks}
     * @param size how large the network sees the pictures
     * @param compute where the network runs
     * @return the detector, to be closed by the caller
     * @throws org.objectomaly.Fault of kind MODEL if they belong to another network
     */
    public static NetworkEdges of(final Weights weights, final AnalysisSize size, final Compute compute) {
        return RoadMasks.recognises(weights)
                ? ofRoadMasks(weights, size, compute)
                : new NetworkEdges(PidiNet.of(weights), size, compute);
    }

    /**
     * A detector with the weights of {@code road-masks}.
     *
     * @param weights of its checkpoint
     * @param size how large the network sees the pictures
     * @param compute where the network runs
     * @return the detector, to be closed by the caller
     * @throws org.objectomaly.Fault of kind MODEL if they belong to another network
     */
    public static NetworkEdges ofRoadMasks(final Weights weights, final AnalysisSize size, final Compute compute) {
        return new NetworkEdges(RoadMasks.of(weights)::drawProbability, size, compute);
    }

    @Override
    @SuppressWarnings("try") // the scope and the mode only have to be open
    public void detect(final Picture picture, final EdgeMap into) {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final Tensor edges = program.run(picture).cpu().contiguous();
            into.reset(Math.toIntExact(edges.size(3)), Math.toIntExact(edges.size(2)));
            new FloatPointer(edges.data_ptr()).get(into.values(), 0, into.width() * into.height());
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
