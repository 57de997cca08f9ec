package org.objectomaly.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.objectomaly.checkpoint.PickleWriter.Call;
import org.objectomaly.checkpoint.PickleWriter.Elements;
import org.objectomaly.checkpoint.PickleWriter.Global;
import org.objectomaly.checkpoint.PickleWriter.Instance;

/**
 * Makes checkpoints as ultralytics publishes them: {@code torch.save} of a dict whose {@code model} is the whole network
 * as a Python object, in half precision. The network is YOLOv8 for segmentation with one class, of any size.
 */
public final class UltralyticsFile {
    /** Where the classes lived: in one file at first, in several later. */
    public enum Release {
        /** All of them in {@code ultralytics.nn.modules}. */
        FLAT,
        /** In {@code ultralytics.nn.modules.conv}, {@code block} and {@code head}. */
        SPLIT
    }

    /**
     * How large the network is.
     *
     * @param widths channels of the five stages
     * @param repeats bottlenecks of the four stages of the backbone
     * @param bins possible distances of a box's side
     * @param prototypeWidth channels before the prototypes
     */
    public record Size(int[] widths, int[] repeats, int bins, int prototypeWidth) {
        /** FastSAM-s. */
        public static final Size S = new Size(new int[] {32, 64, 128, 256, 512}, new int[] {1, 2, 2, 1}, 16, 128);

        /** FastSAM-x. */
        public static final Size X = new Size(new int[] {80, 160, 320, 640, 640}, new int[] {3, 6, 6, 3}, 26, 320);
    }

    private static final int PROTOTYPES = 32;

    private final Release release;
    private final BiFunction<String, long[], float[]> values;
    private final TorchFileWriter file = new TorchFileWriter();
    private final Map<String, TensorData> stateDict = new LinkedHashMap<>();
    private int storages;

    private UltralyticsFile(final Release release, final BiFunction<String, long[], float[]> values) {
        this.release = release;
        this.values = values;
    }

    /**
     * Makes a checkpoint.
     *
     * @param file to be written
     * @param release of ultralytics
     * @param size of the network
     * @param values of a tensor by its key and shape
     * @return what {@code model.state_dict()} gives
     */
    public static Map<String, TensorData> write(
            final Path file, final Release release, final Size size, final BiFunction<String, long[], float[]> values) {
        final UltralyticsFile made = new UltralyticsFile(release, values);
        final Map<String, Object> content = new LinkedHashMap<>();
        content.put("epoch", -1);
        content.put("best_fitness", null);
        content.put("model", made.network(size));
        content.put("ema", null);
        content.put("updates", null);
        content.put("optimizer", null);
        content.put("train_args", arguments());
        content.put("date", "2023-06-20T10:00:00.000000");
        content.put("version", "8.0.120");
        made.file.official(file, content);
        return made.stateDict;
    }

    private static Map<String, Object> arguments() {
        final Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("task", "segment");
        arguments.put("imgsz", 1024);
        arguments.put("single_cls", false);
        arguments.put("lr0", 0.01);
        arguments.put("classes", null);
        return arguments;
    }

    private Instance network(final Size size) {
        final int[] w = size.widths;
        final int[] n = size.repeats;
        final List<Instance> layers = new ArrayList<>();
        layers.add(conv("model.0", 3, w[0], 3, 2));
        for (int i = 0; i < 4; i++) {
            layers.add(conv("model." + (1 + 2 * i), w[i], w[i + 1], 3, 2));
            layers.add(c2f("model." + (2 + 2 * i), w[i + 1], w[i + 1], n[i], true));
        }
        layers.add(sppf("model.9", w[4]));
        layers.add(plain("torch.nn.modules.upsampling", "Upsample"));
        layers.add(plain(modules("conv"), "Concat"));
        layers.add(c2f("model.12", w[4] + w[3], w[3], n[3], false));
        layers.add(plain("torch.nn.modules.upsampling", "Upsample"));
        layers.add(plain(modules("conv"), "Concat"));
        layers.add(c2f("model.15", w[3] + w[2], w[2], n[3], false));
        layers.add(conv("model.16", w[2], w[2], 3, 2));
        layers.add(plain(modules("conv"), "Concat"));
        layers.add(c2f("model.18", w[2] + w[3], w[3], n[3], false));
        layers.add(conv("model.19", w[3], w[3], 3, 2));
        layers.add(plain(modules("conv"), "Concat"));
        layers.add(c2f("model.21", w[3] + w[4], w[4], n[3], false));
        layers.add(segment("model.22", size));
        for (int i = 0; i < layers.size(); i++) {
            attributes(layers.get(i)).put("i", i);
            attributes(layers.get(i)).put("f", -1);
        }
        final Instance root = module(
                "ultralytics.nn.tasks",
                "SegmentationModel",
                Map.of(),
                Map.of(),
                children("model", sequence("Sequential", layers)));
        attributes(root).put("yaml", Map.of("nc", 1));
        attributes(root).put("save", new Elements(List.of(4, 6, 9, 12, 15, 18, 21)));
        attributes(root).put("names", Map.of(0, "object"));
        attributes(root).put("stride", steps());
        return root;
    }

    private Instance conv(final String name, final int in, final int out, final int kernel, final int stride) {
        final Instance conv = module(
                "torch.nn.modules.conv",
                "Conv2d",
                ordered("weight", half(name + ".conv.weight", out, in, kernel, kernel), "bias", null),
                Map.of(),
                Map.of());
        attributes(conv).put("stride", List.of(stride, stride));
        return module(
                modules("conv"),
                "Conv",
                Map.of(),
                Map.of(),
                children(
                        "conv",
                        conv,
                        "bn",
                        norm(name + ".bn", out),
                        "act",
                        plain("torch.nn.modules.activation", "SiLU")));
    }

    private Instance norm(final String name, final int channels) {
        final Map<String, Object> parameters =
                ordered("weight", half(name + ".weight", channels), "bias", half(name + ".bias", channels));
        final Map<String, Object> buffers = ordered(
                "running_mean",
                bufferOf(half(name + ".running_mean", channels)),
                "running_var",
                bufferOf(half(name + ".running_var", channels)));
        buffers.put("num_batches_tracked", count(name + ".num_batches_tracked"));
        final Instance norm = module("torch.nn.modules.batchnorm", "BatchNorm2d", parameters, buffers, Map.of());
        attributes(norm).put("eps", 0.001);
        attributes(norm).put("momentum", 0.03);
        return norm;
    }

    private Instance c2f(final String name, final int in, final int out, final int repeats, final boolean shortcut) {
        final int half = out / 2;
        final Instance cv1 = conv(name + ".cv1", in, out, 1, 1);
        final Instance cv2 = conv(name + ".cv2", (2 + repeats) * half, out, 1, 1);
        final List<Instance> bottlenecks = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            final Instance bottleneck = module(
                    modules("block"),
                    "Bottleneck",
                    Map.of(),
                    Map.of(),
                    children(
                            "cv1", conv(name + ".m." + i + ".cv1", half, half, 3, 1),
                            "cv2", conv(name + ".m." + i + ".cv2", half, half, 3, 1)));
            attributes(bottleneck).put("add", shortcut);
            bottlenecks.add(bottleneck);
        }
        return module(
                modules("block"),
                "C2f",
                Map.of(),
                Map.of(),
                children("cv1", cv1, "cv2", cv2, "m", sequence("ModuleList", bottlenecks)));
    }

    private Instance sppf(final String name, final int width) {
        return module(
                modules("block"),
                "SPPF",
                Map.of(),
                Map.of(),
                children(
                        "cv1", conv(name + ".cv1", width, width / 2, 1, 1),
                        "cv2", conv(name + ".cv2", 2 * width, width, 1, 1),
                        "m", plain("torch.nn.modules.pooling", "MaxPool2d")));
    }

    private Instance segment(final String name, final Size size) {
        final int fine = size.widths[2];
        final Map<String, Object> children = new LinkedHashMap<>();
        children.put(
                "cv2", branches(name + ".cv2", size, Math.max(Math.max(16, fine / 4), 4 * size.bins), 4 * size.bins));
        children.put("cv3", branches(name + ".cv3", size, fine, 1));
        final Instance distances = module(
                "torch.nn.modules.conv",
                "Conv2d",
                ordered("weight", half(name + ".dfl.conv.weight", 1, size.bins, 1, 1), "bias", null),
                Map.of(),
                Map.of());
        children.put("dfl", module(modules("block"), "DFL", Map.of(), Map.of(), children("conv", distances)));
        final int wide = size.prototypeWidth;
        final Instance first = conv(name + ".proto.cv1", fine, wide, 3, 1);
        final Instance upsample = module(
                "torch.nn.modules.conv",
                "ConvTranspose2d",
                ordered(
                        "weight", half(name + ".proto.upsample.weight", wide, wide, 2, 2),
                        "bias", half(name + ".proto.upsample.bias", wide)),
                Map.of(),
                Map.of());
        children.put(
                "proto",
                module(
                        modules("block"),
                        "Proto",
                        Map.of(),
                        Map.of(),
                        children(
                                "cv1",
                                first,
                                "upsample",
                                upsample,
                                "cv2",
                                conv(name + ".proto.cv2", wide, wide, 3, 1),
                                "cv3",
                                conv(name + ".proto.cv3", wide, PROTOTYPES, 1, 1))));
        children.put("cv4", branches(name + ".cv4", size, Math.max(fine / 4, PROTOTYPES), PROTOTYPES));
        final Instance segment = module(modules("head"), "Segment", Map.of(), Map.of(), children);
        attributes(segment).put("nc", 1);
        attributes(segment).put("stride", steps());
        // A method among the attributes: Python pickles it as a call that would look it up.
        attributes(segment)
                .put(
                        "detect",
                        new Call(
                                new Global("__builtin__", "getattr"),
                                List.of(new Global(modules("head"), "Detect"), "forward")));
        return segment;
    }

    private Instance branches(final String name, final Size size, final int inner, final int out) {
        final List<Instance> branches = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            final String branch = name + "." + i;
            branches.add(sequence(
                    "Sequential",
                    List.of(
                            conv(branch + ".0", size.widths[2 + i], inner, 3, 1),
                            conv(branch + ".1", inner, inner, 3, 1),
                            module(
                                    "torch.nn.modules.conv",
                                    "Conv2d",
                                    ordered(
                                            "weight", half(branch + ".2.weight", out, inner, 1, 1),
                                            "bias", half(branch + ".2.bias", out)),
                                    Map.of(),
                                    Map.of()))));
        }
        return sequence("ModuleList", branches);
    }

    private String modules(final String part) {
        return "ultralytics.nn.modules" + (release == Release.FLAT ? "" : "." + part);
    }

    private static Instance plain(final String module, final String name) {
        return module(module, name, Map.of(), Map.of(), Map.of());
    }

    private static Instance sequence(final String type, final List<Instance> members) {
        final Map<String, Object> children = new LinkedHashMap<>();
        for (final Instance member : members) {
            children.put(Integer.toString(children.size()), member);
        }
        return module("torch.nn.modules.container", type, Map.of(), Map.of(), children);
    }

    private static Instance module(
            final String module,
            final String name,
            final Map<String, ?> parameters,
            final Map<String, ?> buffers,
            final Map<String, ?> children) {
        final Map<String, Object> state = new LinkedHashMap<>();
        state.put("training", false);
        state.put("_parameters", dict(parameters));
        state.put("_buffers", dict(buffers));
        state.put(
                "_non_persistent_buffers_set",
                new Call(new Global("__builtin__", "set"), List.of(new Elements(List.of()))));
        for (final String hooks : List.of("_backward_hooks", "_forward_hooks", "_forward_pre_hooks")) {
            state.put(hooks, dict(Map.of()));
        }
        state.put("_is_full_backward_hook", null);
        state.put("_modules", dict(children));
        return new Instance(new Global(module, name), state);
    }

    @SuppressWarnings("unchecked") // module() made it
    private static Map<String, Object> attributes(final Instance module) {
        return (Map<String, Object>) module.attributes();
    }

    private static Call dict(final Map<String, ?> entries) {
        return new Call(new Global("collections", "OrderedDict"), List.of(), entries, null);
    }

    private static Map<String, Object> children(final Object... namesAndModules) {
        return ordered(namesAndModules);
    }

    private static Map<String, Object> ordered(final Object... namesAndValues) {
        final Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** A parameter; its tensor is the first of its arguments. */
    private Call half(final String key, final long... shape) {
        final TensorData tensor = TensorData.ofHalves(values.apply(key, shape), shape);
        stateDict.put(key, tensor);
        final byte[] data = new byte[tensor.data().remaining()];
        tensor.data().get(data);
        return new Call(
                new Global("torch._utils", "_rebuild_parameter"),
                List.of(stored("HalfStorage", 2, data, shape), false, dict(Map.of())));
    }

    private static Object bufferOf(final Call parameter) {
        return parameter.arguments().get(0);
    }

    private Call count(final String key) {
        stateDict.put(key, new TensorData(DType.I64, new long[0], ByteBuffer.allocate(8)));
        return stored("LongStorage", 8, new byte[8]);
    }

    /** Pixels from cell to cell: an attribute, so that it stays in single precision and is in no state dict. */
    private Call steps() {
        final ByteBuffer data = ByteBuffer.allocate(3 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(new float[] {8, 16, 32});
        return stored("FloatStorage", Float.BYTES, data.array(), 3);
    }

    private Call stored(final String type, final int elementBytes, final byte[] data, final long... shape) {
        final String key = Integer.toString(storages++);
        file.storage(key, type, elementBytes, data);
        return new Call(
                new Global("torch._utils", "_rebuild_tensor_v2"),
                List.of(
                        file.reference(key),
                        0,
                        TorchFileWriter.tuple(shape),
                        TorchFileWriter.tuple(Shapes.rowMajor(shape)),
                        false,
                        dict(Map.of())));
    }
}
