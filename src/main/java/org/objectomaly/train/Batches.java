package org.objectomaly.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;

/** Makes batches ahead of the step that needs them, in the order of the steps, on threads of its own. */
final class Batches implements AutoCloseable {
    private static final int AHEAD = 3;
    /** One is enough: a sample costs a tenth of what learning from it does. */
    private static final int WORKERS = 1;

    /** Samples one behind the other, as tensors see them: {@code [N,H,W,C]}. */
    record Batch(float[] pictures, float[] targets, float[] weights) {}

    private final Task task;
    private final int size;
    private final ExecutorService workers;
    private final Deque<Future<Batch>> coming = new ArrayDeque<>();
    private int next;

    Batches(final Task task, final int size, final int firstStep) {
        this.task = task;
        this.size = size;
        this.next = firstStep;
        this.workers = Executors.newFixedThreadPool(WORKERS, work -> {
            final Thread thread = new Thread(work, "train-samples");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The batch of the next step. */
    Batch next() throws InterruptedException {
        while (coming.size() <= AHEAD) {
            final long first = (long) next * size;
            coming.add(workers.submit(() -> make(first)));
            next++;
        }
        try {
            return coming.remove().get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Batch make(final long first) {
        final SampleForm form = task.form();
        final int pixels = form.pixels() * 3;
        final int targets = form.outputs() * form.channels();
        final Batch batch =
                new Batch(new float[size * pixels], new float[size * targets], new float[size * form.outputs()]);
        for (int i = 0; i < size; i++) {
            final Sample sample = task.sample(first + i);
            System.arraycopy(sample.picture(), 0, batch.pictures, i * pixels, pixels);
            System.arraycopy(sample.target(), 0, batch.targets, i * targets, targets);
            System.arraycopy(sample.weight(), 0, batch.weights, i * form.outputs(), form.outputs());
        }
        return batch;
    }

    /** Values of channels innermost as {@code [N,C,H,W]}, channels last in memory. */
    static Tensor planes(final float[] values, final int batch, final int height, final int width) {
        final int channels = values.length / (batch * height * width);
        return Tensor.create(values, batch, height, width, channels).permute(0, 3, 1, 2);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
