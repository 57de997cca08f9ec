package org.objectomaly.nn;

import static org.objectomaly.nn.GraphWriter.NONE;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.JitNode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The drawing of a network: each method adds one operation of libtorch to a TorchScript graph and says what shape comes
 * out of it. All maps are kept channels last, which the convolutions of oneDNN like best.
 *
 * <p>A sketch lives only while {@link Program#of} builds the program from it.
 */
public final class Sketch {
    private static final int CHANNELS_LAST = MemoryFormat.ChannelsLast.value;
    private final GraphWriter graph;
    private final Trace trace;
    /** The parameters of a network in training, or null. */
    private final Parameters parameters;
    /** Where the drawing runs, and what convolutions work in. */
    private final Compute compute;
    /** What convolutions may work in. */
    private final Precision fastest;
    /** What one run of the drawing multiplies. */
    private final Work work;

    Sketch(final Graph graph, final Compute compute, final Trace trace, final Parameters parameters, final Work work) {
        this(new GraphWriter(graph), compute.with(Precision.SINGLE), compute.precision(), trace, parameters, work);
    }

    private Sketch(
            final GraphWriter graph,
            final Compute compute,
            final Precision fastest,
            final Trace trace,
            final Parameters parameters,
            final Work work) {
        this.graph = graph;
        this.compute = compute;
        this.fastest = fastest;
        this.trace = trace;
        this.parameters = parameters;
        this.work = work;
    }

    /** Draws into the same graph, but convolutions that work in another precision on maps of that precision. */
    Sketch in(final Precision other) {
        return new Sketch(graph, compute.with(other), fastest, trace, parameters, work);
    }

    /** Draws into the same graph, in the precision that the program may use where that is good enough. */
    Sketch fastest() {
        return in(fastest);
    }

    private boolean isHalf() {
        return compute.precision() == Precision.HALF;
    }

    /**
     * An input of the program.
     *
     * @param channels its channels
     * @param height its rows, or any number if its size is not needed
     * @param width its columns, likewise
     * @return the input
     */
    public Node input(final int channels, final int height, final int width) {
        return new Node(graph.input(), channels, height, width);
    }

    /**
     * Shows a feature to the trace.
     *
     * @param name of the module that made it
     * @param feature what it made
     * @return the feature
     */
    public Node named(final String name, final Node feature) {
        trace.feature(name, feature);
        return feature;
    }

    /** Shows a feature that has no other use: drawn only if someone looks at it. */
    void shown(final String name, final Supplier<Node> feature) {
        if (trace != Trace.NONE) {
            trace.feature(name, feature.get());
        }
    }

    /** Convolution, with its activation. */
    Node conv(final Node x, final Conv layer) {
        if (x.channels() != layer.in()) {
            throw new IllegalArgumentException(x.channels() + " channels for a convolution of " + layer.in());
        }
        count(layer, x);
        final Conv conv = layer.fastest();
        final Activation activation = conv.activation();
        if (!compute.onCpu()) {
            return activateInto(plain(x, conv), activation);
        }
        final boolean fused = activation.isUniform();
        final int[] padding = {conv.padding(conv.height()), conv.padding(conv.width())};
        final int[] stride = {conv.stride(), conv.stride()};
        final int[] dilation = {conv.dilation(), conv.dilation()};
        final Value value = graph.op(
                "mkldnn::_convolution_pointwise",
                x.value(),
                arranged(conv, x),
                factor(conv.bias(), conv.out()),
                padding,
                stride,
                dilation,
                conv.groups(),
                fused ? activation.fusedName() : "none",
                activation.isLeaky() ? graph.list("Scalar?", (double) activation.slopes()[0]) : graph.list("Scalar?"),
                fused ? "" : NONE);
        final Node y = new Node(value, conv.out(), conv.outHeight(x.height()), conv.outWidth(x.width()));
        return fused ? y : activate(y, activation);
    }

    /** A convolution without its activation, for which the engines of other devices choose kernels by themselves. */
    private Node plain(final Node x, final Conv conv) {
        final Tensor weight = factor(conv.weight(), conv.out(), conv.in() / conv.groups(), conv.height(), conv.width())
                .contiguous(MemoryFormat.ChannelsLast);
        return convolved(x, conv, weight, factor(conv.bias(), conv.out()));
    }

    private Node convolved(final Node x, final Conv conv, final Object weight, final Object bias) {
        final Value value = graph.op(
                "aten::conv2d",
                x.value(),
                weight,
                bias,
                new int[] {conv.stride(), conv.stride()},
                new int[] {conv.padding(conv.height()), conv.padding(conv.width())},
                new int[] {conv.dilation(), conv.dilation()},
                conv.groups());
        return new Node(value, conv.out(), conv.outHeight(x.height()), conv.outWidth(x.width()));
    }

    /**
     * A dense convolution of stride 1 whose taps lie far apart. In half precision oneDNN's kernels for it are several times
     * slower than others, so there a kernel of 1 x 1 makes what each tap sees, and this is moved to where it belongs and
     * added up in single precision; taps that see nothing of the map are left out.
     */
    Node convFarApart(final Node x, final Conv conv) {
        if (!isHalf() || !compute.onCpu()) {
            return conv(x, conv);
        }
        final int[] taps = IntStream.range(0, conv.height() * conv.width())
                .filter(tap -> Math.abs(conv.down(tap)) < x.height() && Math.abs(conv.right(tap)) < x.width())
                .toArray();
        final Node all = conv(x, conv.taps(taps));
        Node sum = null;
        for (int i = 0; i < taps.length; i++) {
            final int down = conv.down(taps[i]);
            final int right = conv.right(taps[i]);
            final Value seen = graph.op("aten::narrow", all.value(), 1, i * conv.out(), conv.out());
            final Value moved = graph.op("aten::constant_pad_nd", seen, new int[] {-right, right, -down, down}, 0);
            final Node part = new Node(moved, conv.out(), x.height(), x.width());
            sum = sum == null ? in(Precision.SINGLE).converted(part) : add(sum, part);
        }
        return converted(activateInto(sum, conv.activation()));
    }

    /** Zeros that are there only to make the convolution faster are no work of the network. */
    private void count(final Conv conv, final Node x) {
        final long taps = (long) conv.in() / conv.groups() * conv.height() * conv.width();
        final long values = (long) conv.out() * conv.outHeight(x.height()) * conv.outWidth(x.width());
        work.add(taps * values, isHalf());
    }

    /** The kernel in the layout that oneDNN chooses for this size of map, so that no run has to rearrange it. */
    private Tensor arranged(final Conv conv, final Node x) {
        final Tensor weight = factor(conv.weight(), conv.out(), conv.in() / conv.groups(), conv.height(), conv.width());
        return torch.mkldnn_reorder_conv2d_weight(
                weight.to_mkldnn(),
                new long[] {conv.padding(conv.height()), conv.padding(conv.width())},
                new long[] {conv.stride(), conv.stride()},
                new long[] {conv.dilation(), conv.dilation()},
                conv.groups(),
                1,
                conv.in(),
                x.height(),
                x.width());
    }

    /** A layer that can be trained: one convolution, or in training its parts over parameters that change. */
    Node layer(final Node x, final Layer layer) {
        return parameters == null ? conv(x, layer.folded()) : train(x, layer);
    }

    private Node train(final Node x, final Layer layer) {
        final Conv conv = layer.conv();
        final Node convolved =
                convolved(x, conv, parameter(layer, "weight"), layer.norm() == null ? parameter(layer, "bias") : NONE);
        final Node normalised = layer.norm() == null
                ? convolved
                : convolved.as(graph.op(
                        "aten::batch_norm",
                        convolved.value(),
                        parameter(layer, "norm.weight"),
                        parameter(layer, "norm.bias"),
                        parameter(layer, "norm.running_mean"),
                        parameter(layer, "norm.running_var"),
                        true,
                        Parameters.MOMENTUM,
                        Layer.EPS,
                        false));
        return activate(normalised, conv.activation());
    }

    /** Each parameter belongs to one layer, so that it becomes an input once. */
    private Value parameter(final Layer layer, final String name) {
        parameters.use(layer.name() + "." + name);
        return graph.input();
    }

    /** A coarse map enlarged, added to what a lateral layer makes of a finer one, and a layer over both. */
    Node join(final Node coarse, final Node fine, final Layer lateral, final Layer layer) {
        return layer(
                addLayer(resize(coarse, fine.height(), fine.width(), false), fine, lateral, Activation.NONE), layer);
    }

    /**
     * Sum of a map and of a layer over another one, with the activation of the sum: running, one convolution that adds
     * to what is there.
     *
     * @param sum the map, which has no other use
     * @param x what the layer sees
     * @param layer a layer of stride 1 without an activation of its own
     * @param activation none or ReLU
     * @return the sum
     */
    Node addLayer(final Node sum, final Node x, final Layer layer, final Activation activation) {
        if (parameters != null || !inPlace()) {
            return activate(add(layer(x, layer), sum), activation);
        }
        count(layer.conv(), x);
        final Conv conv = layer.folded().fastest();
        if (!compute.onCpu()) {
            return activateInto(addInto(sum, plain(x, conv)), activation);
        }
        return sum.as(graph.op(
                "mkldnn::_convolution_pointwise_",
                sum.value(),
                x.value(),
                arranged(conv, x),
                factor(conv.bias(), conv.out()),
                new int[] {conv.padding(conv.height()), conv.padding(conv.width())},
                new int[] {1, 1},
                new int[] {conv.dilation(), conv.dilation()},
                conv.groups(),
                "add",
                NONE,
                activation.isNone() ? NONE : "relu",
                graph.list("Scalar?"),
                activation.isNone() ? NONE : ""));
    }

    /** Goes on at the right and below, until both sides are multiples of a number. */
    Node extend(final Node x, final int multiple) {
        final int below = Math.floorMod(-x.height(), multiple);
        final int right = Math.floorMod(-x.width(), multiple);
        if (below == 0 && right == 0) {
            return x;
        }
        // Repeated pixels would be streaks, and streaks have boundaries; but nothing is mirrored beyond itself.
        final boolean mirrors = below < x.height() && right < x.width();
        final Value value = graph.op(
                mirrors ? "aten::reflection_pad2d" : "aten::replication_pad2d", x.value(), new int[] {0, right, 0, below
                });
        return new Node(
                graph.op("aten::contiguous", value, CHANNELS_LAST),
                x.channels(),
                x.height() + below,
                x.width() + right);
    }

    /** The first rows and columns of a map. */
    Node crop(final Node x, final int height, final int width) {
        if (x.height() == height && x.width() == width) {
            return x;
        }
        final Value rows = graph.op("aten::narrow", x.value(), 2, 0, height);
        return new Node(graph.op("aten::narrow", rows, 3, 0, width), x.channels(), height, width);
    }

    /** Each group of side x side channels becomes a square of pixels of one channel. */
    Node pixelShuffle(final Node x, final int side) {
        final Value value = graph.op("aten::pixel_shuffle", x.value(), side);
        return new Node(value, x.channels() / (side * side), side * x.height(), side * x.width());
    }

    /** Convolution transposed, kernel {@code [in, out, k, k]}, stride 2. */
    Node convTransposed(final Node x, final float[] weight, final float[] bias, final int out, final int kernel) {
        final int padding = (kernel - 1) / 2;
        work.add((long) x.channels() * x.height() * x.width() * out * kernel * kernel, false);
        final Value value = graph.op(
                "aten::conv_transpose2d",
                x.value(),
                single(weight, x.channels(), out, kernel, kernel).contiguous(MemoryFormat.ChannelsLast),
                single(bias, out),
                new int[] {2, 2},
                new int[] {padding, padding},
                new int[] {kernel % 2, kernel % 2},
                1,
                new int[] {1, 1});
        return new Node(value, out, 2 * x.height(), 2 * x.width());
    }

    /** Activation by itself. */
    Node activate(final Node x, final Activation activation) {
        if (activation.isNone()) {
            return x;
        }
        if (activation.isUniform()) {
            return uniform(x, activation, "");
        }
        final Rows rows = new Rows(graph, x);
        return rows.back(graph.op("aten::prelu", rows.value(), single(rows.tiled(activation.slopes()))));
    }

    /** Activation in the map's own memory, which has no other use. */
    Node activateInto(final Node x, final Activation activation) {
        return activation.isUniform() && inPlace() ? uniform(x, activation, "_") : activate(x, activation);
    }

    private Node uniform(final Node x, final Activation activation, final String ending) {
        if (activation.isSilu()) {
            return x.as(graph.op("aten::silu" + ending, x.value()));
        }
        final double slope = activation.slopes()[0];
        return x.as(
                slope == 0
                        ? graph.op("aten::relu" + ending, x.value())
                        : graph.op("aten::leaky_relu" + ending, x.value(), slope));
    }

    /** What is looked at must not be written over. */
    private boolean inPlace() {
        return trace == Trace.NONE;
    }

    /** Normalisation by itself, where no convolution before it could take it in; then the activation. */
    Node norm(final Node x, final Norm norm, final Activation activation) {
        if (!compute.onCpu()) {
            final Tensor shift = single(norm.shift(), 1, x.channels(), 1, 1);
            final Tensor scale = single(norm.scale(), 1, x.channels(), 1, 1);
            return activateInto(converted(x.as(graph.op("aten::addcmul", shift, x.value(), scale, 1))), activation);
        }
        if (isHalf()) {
            return activateInto(mixedNorm(x, norm), activation);
        }
        final Rows rows = new Rows(graph, x);
        final Tensor shift = single(rows.tiled(norm.shift()));
        final Tensor scale = single(rows.tiled(norm.scale()));
        return activate(rows.back(graph.op("aten::addcmul", shift, rows.value(), scale, 1)), activation);
    }

    /** The factors stay in single precision, for each of them acts on a whole channel alike. */
    private Node mixedNorm(final Node x, final Norm norm) {
        final float[] ones = new float[x.channels()];
        Arrays.fill(ones, 1);
        return x.as(graph.op(
                "aten::batch_norm",
                x.value(),
                single(norm.scale(), x.channels()),
                single(norm.shift(), x.channels()),
                single(new float[x.channels()], x.channels()),
                single(ones, x.channels()),
                false,
                0.0,
                0.0,
                false));
    }

    /**
     * Sum.
     *
     * @param x any map
     * @param y of the same shape
     * @return their sum
     */
    public Node add(final Node x, final Node y) {
        return x.as(graph.op("aten::add", x.value(), y.value(), 1));
    }

    /** Sum into the memory of the first, which has no other use. */
    Node addInto(final Node x, final Node y) {
        return inPlace() ? x.as(graph.op("aten::add_", x.value(), y.value(), 1)) : add(x, y);
    }

    /** Product; the second may have one row and column, or one channel. */
    Node multiply(final Node x, final Node y) {
        return x.as(graph.op("aten::mul", x.value(), y.value()));
    }

    /**
     * Values below 0 made smaller.
     *
     * @param x any map
     * @param slope what they are multiplied by, above 0
     * @return a map of the same shape
     */
    public Node leaky(final Node x, final double slope) {
        return activate(x, new Activation((float) slope));
    }

    /** 1 / (1 + exp(-x)). */
    Node sigmoid(final Node x) {
        return x.as(graph.op("aten::sigmoid", x.value()));
    }

    /** All channels of all maps, in order. */
    Node concat(final Node... maps) {
        final Object[] values = new Object[maps.length];
        int channels = 0;
        for (int i = 0; i < maps.length; i++) {
            values[i] = maps[i].value();
            channels += maps[i].channels();
        }
        final Value value = graph.op("aten::cat", graph.list("Tensor", values), 1);
        return new Node(value, channels, maps[0].height(), maps[0].width());
    }

    /** Zero channels behind the map's own. */
    Node padChannels(final Node x, final int channels) {
        final int[] behind = {0, 0, 0, 0, 0, channels - x.channels()};
        return new Node(graph.op("aten::constant_pad_nd", x.value(), behind, 0), channels, x.height(), x.width());
    }

    /** Mean of 3 x 3 pixels at every second one; what lies outside counts as 0. Faster as a convolution. */
    Node halve(final Node x) {
        return conv(x, Conv.mean(x.channels(), 3).strided(2));
    }

    /** Largest of each window at every second pixel; what lies outside counts as minus infinity. */
    Node maxPool(final Node x, final int window) {
        return maxPoolWithIndices(x, window)[0];
    }

    /** Largest of each window at every second pixel, and where in its plane it was. */
    Node[] maxPoolWithIndices(final Node x, final int window) {
        final int padding = (window - 1) / 2;
        final JitNode pool = graph.ops(
                "aten::max_pool2d_with_indices",
                2,
                x.value(),
                new int[] {window, window},
                new int[] {2, 2},
                new int[] {padding, padding},
                new int[] {1, 1},
                false);
        final int height = (x.height() + 2 * padding - window) / 2 + 1;
        final int width = (x.width() + 2 * padding - window) / 2 + 1;
        return new Node[] {
            new Node(pool.output(0), x.channels(), height, width), new Node(pool.output(1), x.channels(), height, width)
        };
    }

    /** Largest of each window around every pixel; what lies outside counts as minus infinity. */
    Node maxAround(final Node x, final int window) {
        final int padding = (window - 1) / 2;
        return x.as(graph.op(
                "aten::max_pool2d",
                x.value(),
                new int[] {window, window},
                new int[] {1, 1},
                new int[] {padding, padding},
                new int[] {1, 1},
                false));
    }

    /** Every pixel becomes a square of four. */
    Node repeat(final Node x) {
        final int[] size = {2 * x.height(), 2 * x.width()};
        final Value value = graph.op("aten::upsample_nearest2d", x.value(), size, NONE, NONE);
        return new Node(value, x.channels(), size[0], size[1]);
    }

    /** Puts values back to where their maxima were, zeros elsewhere. */
    Node maxUnpool(final Node x, final Node indices, final int height, final int width) {
        final Value value = graph.op("aten::max_unpool2d", x.value(), indices.value(), new int[] {height, width});
        return new Node(value, x.channels(), height, width);
    }

    /** Mean over as many windows as the result has pixels; windows may overlap. */
    Node adaptiveMean(final Node x, final int height, final int width) {
        final Value value = graph.op("aten::adaptive_avg_pool2d", x.value(), new int[] {height, width});
        return new Node(value, x.channels(), height, width);
    }

    /**
     * Bilinear interpolation.
     *
     * @param x any map
     * @param height rows of the result
     * @param width columns of the result
     * @param alignCorners whether the middles of the corner pixels stay in place, or their outer edges
     * @return the map at that size
     */
    public Node resize(final Node x, final int height, final int width, final boolean alignCorners) {
        final Value value =
                graph.op("aten::upsample_bilinear2d", x.value(), new int[] {height, width}, alignCorners, NONE, NONE);
        return new Node(value, x.channels(), height, width);
    }

    /** Bilinear interpolation of bytes in whole numbers, antialiased where it shrinks: PIL's. Always on the processor. */
    Node resizeBytes(final Node x, final int height, final int width) {
        final Value packed = graph.op("aten::contiguous", x.value(), CHANNELS_LAST);
        final Value value =
                graph.op("aten::_upsample_bilinear2d_aa", packed, new int[] {height, width}, false, NONE, NONE);
        return new Node(value, x.channels(), height, width);
    }

    /** Bytes to where the drawing runs: moved as numbers they would be four times as many. */
    Node moved(final Node bytes) {
        final int type = ScalarType.Byte.value;
        return compute.onCpu()
                ? bytes
                : bytes.as(graph.op("aten::to", bytes.value(), compute, type, false, false, CHANNELS_LAST));
    }

    /** Values of any type to where the drawing runs, in the type that this sketch's convolutions work in. */
    Node converted(final Node x) {
        final int type = compute.precision().type().value;
        return x.as(
                compute.onCpu()
                        ? graph.op("aten::to", x.value(), type, false, false, CHANNELS_LAST)
                        : graph.op("aten::to", x.value(), compute, type, false, false, CHANNELS_LAST));
    }

    /**
     * A map times a factor plus a summand.
     *
     * @param x any map
     * @param factor same for all values
     * @param summand same for all values
     * @return a map of the same shape
     */
    public Node affine(final Node x, final double factor, final double summand) {
        final Value scaled = graph.op("aten::mul", x.value(), factor);
        return x.as(summand == 0 ? scaled : graph.op("aten::add", scaled, summand, 1));
    }

    /**
     * A map with its sign turned.
     *
     * @param x any map
     * @return a map of the same shape
     */
    public Node negate(final Node x) {
        return x.as(graph.op("aten::neg", x.value()));
    }

    /**
     * The first channels of a map.
     *
     * @param x any map
     * @param channels how many
     * @return those channels, not a copy
     */
    public Node firstChannels(final Node x, final int channels) {
        final Value value = graph.op("aten::narrow", x.value(), 1, 0, channels);
        return new Node(value, channels, x.height(), x.width());
    }

    /**
     * One channel of a map.
     *
     * @param x any map
     * @param channel its number
     * @return that channel, not a copy
     */
    public Node channel(final Node x, final int channel) {
        return new Node(graph.op("aten::narrow", x.value(), 1, channel, 1), 1, x.height(), x.width());
    }

    /**
     * Largest channel of each pixel.
     *
     * @param x any map
     * @return one channel
     */
    public Node largest(final Node x) {
        return reduced("aten::amax", x);
    }

    /**
     * log sum exp over the channels of each pixel.
     *
     * @param x any map
     * @return one channel
     */
    public Node logSumExp(final Node x) {
        return reduced("aten::logsumexp", x);
    }

    private Node reduced(final String operation, final Node x) {
        return new Node(graph.op(operation, x.value(), new int[] {1}, true), 1, x.height(), x.width());
    }

    /**
     * Softmax over the channels of each pixel.
     *
     * @param logits any map
     * @return probabilities
     */
    public Node softmax(final Node logits) {
        return logits.as(graph.op("aten::softmax", logits.value(), 1, NONE));
    }

    /**
     * sum p log p over the channels of each pixel, p being the softmax.
     *
     * @param logits any map
     * @return one channel, from -log C to 0
     */
    public Node negativeEntropy(final Node logits) {
        final Value logs = graph.op("aten::log_softmax", logits.value(), 1, NONE);
        final Value terms = graph.op("aten::mul", logs, graph.op("aten::exp", logs));
        final Value sum = graph.op("aten::sum", terms, new int[] {1}, true, NONE);
        return new Node(sum, 1, logits.height(), logits.width());
    }

    /** A constant that stays in single precision. */
    private Tensor single(final float[] values, final int... shape) {
        return compute.single(tensor(values, shape));
    }

    private Tensor single(final float... values) {
        return single(values, values.length);
    }

    /** A constant that maps are multiplied with or that is added to the product. */
    private Tensor factor(final float[] values, final int... shape) {
        return compute.factor(tensor(values, shape));
    }

    private static Tensor tensor(final float[] values, final int... shape) {
        final long[] sides = new long[shape.length];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = shape[i];
        }
        return Tensor.create(values, sides);
    }
}
