package org.objectomaly.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.PointerConsumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.Fault;
import org.objectomaly.cas.Backbones;
import org.objectomaly.cas.SegmentationBackbone;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.dataset.RoadClasses;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.EspNetV2;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Node;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.Program;
import org.objectomaly.nn.Weights;

/**
 * What published networks believe about a picture without labels: the mean of their probabilities, over classes put
 * together to our own. For one thread at a time.
 */
final class Teacher implements AutoCloseable {
    /** A network, and for each of its channels the class of ours, or -1 for a channel that says nothing. */
    private record Voice(Network network, Normalisation input, int[] classes, AnalysisSize size) {}

    private final List<Voice> voices;
    private final int classes;
    /** By width and height of the picture. */
    private final Map<List<Integer>, Program> programs = new HashMap<>();

    /** Where answers are kept, and under what name. */
    private final Answers answers;

    private final String name;

    private Teacher(final List<Voice> voices, final int classes, final Answers answers, final String name) {
        this.voices = voices;
        this.classes = classes;
        this.answers = answers;
        this.name = name;
    }

    /**
     * Networks that know Cityscapes' classes, answering in ours.
     *
     * @param names of backbones or files of their checkpoints
     * @param folders where models may lie
     * @param rows at which they look
     * @param answers where answers are kept
     * @return the teacher
     */
    static Teacher ofRoads(final List<String> names, final List<Path> folders, final int rows, final Answers answers) {
        final List<Voice> voices = new ArrayList<>();
        for (final String name : names) {
            final Path file = Backbones.file(name, folders);
            final Weights weights = Weights.of(Checkpoint.read(file));
            if (!(Backbones.recognise(file, weights) instanceof SegmentationBackbone backbone)) {
                throw Fault.of(
                        Fault.Kind.USAGE,
                        "%s is no teacher: it has no logits of pixels; take ESPNetv2 or FSFNet.",
                        name);
            }
            voices.add(new Voice(
                    backbone.loader().apply(weights),
                    backbone.input(),
                    RoadClasses.ofCityscapes(),
                    AnalysisSize.rows(rows)));
        }
        return new Teacher(voices, RoadClasses.KNOWN, answers, String.join("+", names) + "-" + rows);
    }

    /**
     * A network that knows the 21 classes of PASCAL VOC, answering in these.
     *
     * @param file ESPNetv2's checkpoint for them, or null for a teacher of no network
     * @param rows at which it looks
     * @param answers where answers are kept
     * @return the teacher
     */
    static Teacher ofThings(final Path file, final int rows, final Answers answers) {
        if (file == null) {
            return new Teacher(List.of(), VocClasses.COUNT, answers, "");
        }
        final Network network = EspNetV2.of(Weights.of(Checkpoint.read(file)));
        final int[] classes = new int[VocClasses.COUNT];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i;
        }
        return new Teacher(
                List.of(new Voice(network, Normalisation.IMAGENET, classes, AnalysisSize.rows(rows))),
                classes.length,
                answers,
                "voc-" + rows);
    }

    /**
     * What it believes about a picture.
     *
     * @param picture RGB, 8 bits
     * @return its probabilities; null from a teacher of no networks
     */
    Beliefs beliefs(final Mat picture) {
        if (voices.isEmpty()) {
            return null;
        }
        final int columns = picture.cols() / RoadFrame.STRIDE;
        final int rows = picture.rows() / RoadFrame.STRIDE;
        final Path file = answers.file(name, picture);
        final Beliefs known = Beliefs.read(file, rows);
        if (known != null) {
            return known;
        }
        answers.stopIfAsked();
        final Beliefs beliefs = Beliefs.of(probabilities(picture, columns, rows), columns, rows);
        beliefs.write(file);
        return beliefs;
    }

    /** {@code [rows, columns, classes]}. */
    @SuppressWarnings("try") // the scope and the mode only have to be open
    private float[] probabilities(final Mat picture, final int columns, final int rows) {
        final Program program = programs.computeIfAbsent(
                List.of(picture.cols(), picture.rows()), size -> program(size.get(0), size.get(1)));
        final float[] beliefs = new float[columns * rows * classes];
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final Tensor[] answers = program.outputs(tensor(picture));
            for (int i = 0; i < answers.length; i++) {
                add(answers[i], voices.get(i).classes(), columns, rows, beliefs);
            }
        }
        return beliefs;
    }

    private Program program(final int width, final int height) {
        return Program.of(sketch -> {
            final Node bytes = sketch.input(3, height, width);
            final List<Node> answers = new ArrayList<>();
            for (final Voice voice : voices) {
                final int[] size = voice.size().of(width, height);
                answers.add(voice.network().draw(sketch, voice.input().draw(sketch, bytes, size[1], size[0])));
            }
            return answers;
        });
    }

    static Tensor tensor(final Mat picture) {
        final long rows = picture.rows();
        final long columns = picture.cols();
        final long stride = picture.step();
        return torch.from_blob(
                new BytePointer(picture.data()),
                new long[] {1, 3, rows, columns},
                new long[] {stride * rows, 1, stride, 3},
                (PointerConsumer) null,
                new TensorOptions(ScalarType.Byte));
    }

    private void add(final Tensor logits, final int[] ours, final int columns, final int rows, final float[] beliefs) {
        final Tensor counted = logits.narrow(1, 0, ours.length);
        final Tensor sized = torch.upsample_bilinear2d(torch.softmax(counted, 1), new long[] {rows, columns}, false);
        final Tensor last = sized.permute(0, 2, 3, 1).contiguous();
        final float[] theirs = new float[columns * rows * ours.length];
        new FloatPointer(last.data_ptr()).get(theirs);
        final float share = 1f / voices.size();
        for (int pixel = 0; pixel < columns * rows; pixel++) {
            for (int c = 0; c < ours.length; c++) {
                beliefs[pixel * classes + ours[c]] += share * theirs[pixel * ours.length + c];
            }
        }
    }

    @Override
    public void close() {
        programs.values().forEach(Program::close);
        programs.clear();
    }
}
