package org.objectomaly.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.nn.Bf16;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Parameters;
import org.objectomaly.nn.Program;
import org.objectomaly.nn.Weights;
import org.objectomaly.pipeline.Progress;

/**
 * Teaches a network: batches in, loss, gradients, AdamW, a running mean of the weights; now and then a validation, after
 * which everything is saved, so that a stopped run goes on from there as if it had not been stopped.
 */
public final class Training {
    private static final double LARGEST_GRADIENT = 5;

    private final Task task;
    private final Schedule schedule;
    private final RunFolder folder;
    private final Progress progress;
    private final Listener listener;

    /** Hears of validations. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A validation is done.
         *
         * @param step after which
         * @param figures by name, the mean loss since the last one first
         */
        void validated(int step, Map<String, Double> figures);
    }

    /**
     * A run.
     *
     * @param task what is learnt
     * @param schedule how long and how fast
     * @param folder where the run is kept; one that has begun goes on
     * @param progress told after each step
     * @param listener told after each validation
     */
    public Training(
            final Task task,
            final Schedule schedule,
            final Path folder,
            final Progress progress,
            final Listener listener) {
        this.task = task;
        this.schedule = schedule;
        this.folder = new RunFolder(folder);
        this.progress = progress;
        this.listener = listener;
    }

    /**
     * Trains to the end of the schedule, or until it is told to stop.
     *
     * @param stop asked after each step
     * @return the best weights so far
     * @throws Fault of kind MODEL if the loss is no number any more, of kind OUTPUT if the run cannot be saved
     */
    public Path run(final BooleanSupplier stop) {
        return run(Weights.beginning(task::network, schedule.seed()), stop);
    }

    /**
     * The same from weights that have learnt already; a run that has begun goes on from its own.
     *
     * @param trained the checkpoint to begin with
     * @param stop asked after each step
     * @return the best weights so far
     * @throws Fault of kind MODEL if the checkpoint is of another network
     */
    public Path run(final Path trained, final BooleanSupplier stop) {
        final Checkpoint checkpoint = Checkpoint.read(trained);
        task.network(Weights.of(checkpoint));
        return run(checkpoint.tensors(), stop);
    }

    private Path run(final Map<String, TensorData> beginning, final BooleanSupplier stop) {
        final RunFolder.State state = folder.resume(beginning);
        try (Parameters parameters = new Parameters(state.current())) {
            parameters.resumeMeans(state.means());
            learn(parameters, state.step(), stop);
        }
        return folder.best();
    }

    @SuppressWarnings("try") // the scope only has to be open
    private void learn(final Parameters parameters, final int from, final BooleanSupplier stop) {
        final SampleForm form = task.form();
        final Network network = task.network(Weights.of("training", parameters.current()));
        try (PointerScope scope = new PointerScope();
                Batches batches = new Batches(task, schedule.batch(), from);
                Program program = Program.training(
                        parameters,
                        sketch -> List.of(network.draw(sketch, sketch.input(3, form.height(), form.width()))))) {
            final AdamW optimizer = optimizer(parameters);
            if (from > 0) {
                folder.resume(optimizer, from);
            }
            final LossMean losses = new LossMean();
            int step = from;
            while (step < schedule.steps() && !stop.getAsBoolean()) {
                losses.add(step(program, optimizer, parameters, batches.next(), step));
                step++;
                progress.done(step);
                if (step % schedule.validate() == 0 || step == schedule.steps()) {
                    validate(parameters, optimizer, step, losses.take());
                }
            }
            if (step % schedule.validate() != 0 && step < schedule.steps()) {
                folder.save(step, parameters, optimizer);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kernels decay; normalisations and biases do not. */
    private AdamW optimizer(final Parameters parameters) {
        final AdamW optimizer = new AdamW(parameters.learnt(true), options(schedule.decay()));
        optimizer.add_param_group(new OptimizerParamGroup(parameters.learnt(false), options(0)));
        return optimizer;
    }

    private AdamWOptions options(final double decay) {
        final AdamWOptions options = new AdamWOptions(schedule.rate());
        options.weight_decay().put(decay);
        return options;
    }

    @SuppressWarnings("try") // the scope only has to be open
    private double step(
            final Program program,
            final AdamW optimizer,
            final Parameters parameters,
            final Batches.Batch batch,
            final int step) {
        final SampleForm form = task.form();
        final int n = schedule.batch();
        final int rows = form.height() / form.stride();
        final int columns = form.width() / form.stride();
        try (PointerScope scope = new PointerScope()) {
            final Tensor output = answer(program, Batches.planes(batch.pictures(), n, form.height(), form.width()));
            final Tensor target = Batches.planes(batch.targets(), n, rows, columns);
            final Tensor weight = Tensor.create(batch.weights(), n, rows, columns);
            final Tensor loss = task.loss(output, target, weight);
            final double value = loss.item_float();
            if (!Double.isFinite(value)) {
                throw Fault.of(
                        Fault.Kind.MODEL,
                        "The loss is no number any more at step %d; resume with a smaller learning rate.",
                        step);
            }
            optimizer.zero_grad();
            loss.backward();
            for (int i = 0; i < optimizer.param_groups().size(); i++) {
                final OptimizerParamGroup group = optimizer.param_groups().get(i);
                torch.clip_grad_norm_(group.params(), LARGEST_GRADIENT);
                group.options().set_lr(schedule.rateOf(step));
            }
            optimizer.step();
            parameters.average(schedule.averageOf(step));
            return value;
        }
    }

    /** The network's answer in single precision, whatever its convolutions work in. */
    @SuppressWarnings("try") // the precision only has to be open
    private static Tensor answer(final Program program, final Tensor pictures) {
        try (Bf16.Convolutions fast = Bf16.convolutions()) {
            return program.run(pictures).to(torch.ScalarType.Float);
        }
    }

    private void validate(final Parameters parameters, final AdamW optimizer, final int step, final double loss) {
        final Map<String, TensorData> weights = parameters.means();
        final Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", loss);
        final Map<String, Double> measured = task.validate(weights);
        figures.putAll(measured);
        folder.log(step, figures);
        listener.validated(step, figures);
        folder.keepIfBest(weights, measured, step);
        folder.save(step, parameters, optimizer);
    }

    /** The mean loss since the last validation. */
    private static final class LossMean {
        private double sum;
        private int count;

        void add(final double loss) {
            sum += loss;
            count++;
        }

        double take() {
            final double mean = sum / count;
            sum = 0;
            count = 0;
            return mean;
        }
    }
}
