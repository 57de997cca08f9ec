package org.objectomaly.nn;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.GraphExecutor;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A drawn network, ready to run; owns the weights. To be used by one thread at a time.
 *
 * <p>One run is one native call. It frees temporaries as soon as their last reader is done, so its memory is that of
 * the widest place of the network and not the sum of all maps.
 */
public final class Program implements AutoCloseable {
    private final Graph graph;
    private final GraphExecutor executor;
    private final IValueVector stack;
    /** What the network learns, or null. */
    private final Parameters parameters;

    private final Work.Amount work;

    private Program(
            final Graph graph,
            final GraphExecutor executor,
            final IValueVector stack,
            final Parameters parameters,
            final Work.Amount work) {
        this.graph = graph;
        this.executor = executor;
        this.stack = stack;
        this.parameters = parameters;
        this.work = work;
    }

    /**
     * Draws and builds a program for the processor.
     *
     * @param drawing adds the inputs and operations to a sketch and gives the outputs
     * @return the program, to be closed by the caller
     */
    public static Program of(final Function<Sketch, List<Node>> drawing) {
        return of(Compute.fastestCpu(), drawing);
    }

    /**
     * Draws and builds a program.
     *
     * @param compute where it runs, and the precision of those networks that bear less than single
     * @param drawing adds the inputs and operations to a sketch and gives the outputs. Inputs may lie on the processor: a
     *     picture is made smaller there and only then moved
     * @return the program, to be closed by the caller
     */
    public static Program of(final Compute compute, final Function<Sketch, List<Node>> drawing) {
        return build(compute, Trace.NONE, null, drawing);
    }

    /**
     * Draws and builds a program whose features are looked at.
     *
     * @param trace sees the features while they are drawn
     * @param drawing as in {@link #of(Function)}; may put out features that the trace has seen
     * @return the program, to be closed by the caller
     */
    public static Program of(final Trace trace, final Function<Sketch, List<Node>> drawing) {
        return build(Compute.fastestCpu(), trace, null, drawing);
    }

    /**
     * Draws and builds a program that learns: its inputs may be batches, its layers work on parameters that change, its
     * normalisations on the statistics of the batch, and its outputs know how they were made, so that a loss on them
     * finds its gradients.
     *
     * @param parameters of the network, to be used by no other program
     * @param drawing as in {@link #of(Function)}; the inputs come before the first layer
     * @return the program, to be closed by the caller before the parameters
     */
    public static Program training(final Parameters parameters, final Function<Sketch, List<Node>> drawing) {
        return build(Compute.fastestCpu(), Trace.NONE, parameters, drawing);
    }

    @SuppressWarnings("try") // the scope only has to be open
    private static Program build(
            final Compute compute,
            final Trace trace,
            final Parameters parameters,
            final Function<Sketch, List<Node>> drawing) {
        try (PointerScope scope = new PointerScope()) {
            final Graph graph = new Graph();
            final Work work = new Work();
            for (final Node output : drawing.apply(new Sketch(graph, compute, trace, parameters, work))) {
                graph.registerOutput(output.value());
            }
            graph.lint();
            final int simple = torch.ExecutorExecutionMode.SIMPLE.value;
            final GraphExecutor executor = new GraphExecutor(graph, "network", simple);
            final IValueVector stack = new IValueVector();
            // These three outlive the scope; all else that the drawing made is held by the graph where needed.
            graph.retainReference();
            executor.retainReference();
            stack.retainReference();
            return new Program(graph, executor, stack, parameters, work.amount());
        }
    }

    /**
     * Runs the program.
     *
     * @param inputs in the order they were drawn
     * @return the first output, valid until the next run
     */
    public Tensor run(final Tensor... inputs) {
        runAll(inputs);
        return stack.get(0).toTensor();
    }

    /**
     * Runs the program for all of its outputs.
     *
     * @param inputs in the order they were drawn
     * @return the outputs in order, valid until the next run
     */
    public Tensor[] outputs(final Tensor... inputs) {
        runAll(inputs);
        final Tensor[] outputs = new Tensor[Math.toIntExact(stack.size())];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = stack.get(i).toTensor();
        }
        return outputs;
    }

    /**
     * What one run multiplies; every run adds it to its thread's count.
     *
     * @return the work, for a program that learns without what its layers do
     */
    public Work.Amount work() {
        return work;
    }

    private void runAll(final Tensor... inputs) {
        stack.resize(0);
        for (final Tensor input : inputs) {
            stack.push_back(new IValue(input));
        }
        if (parameters != null) {
            parameters.used().forEach(parameter -> stack.push_back(new IValue(parameter)));
        }
        executor.run(stack);
        Work.ofThisThread().add(work);
    }

    @Override
    public void close() {
        stack.releaseReference();
        executor.releaseReference();
        graph.releaseReference();
    }
}
