package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.image.Region;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.eager.Values;

/**
 * The original's way: all masks are brought to the picture's size as logits, and what is decided of them is decided there.
 * On a GPU they stay there until then; those of a good stability come from it as bits.
 */
final class ExactAnswers implements AnswerRule {
    /** Above it lies the mask. */
    private static final double THRESHOLD = 0;

    /** Masks that are enlarged at a time. */
    private static final int ENLARGED = 32;

    private final AutomaticSettings settings;
    private final DeviceMasks gpu;

    /** With a GPU where the network runs; null for the processor. */
    ExactAnswers(final AutomaticSettings settings, final CudaDevice device) {
        this.settings = settings;
        this.gpu = device == null ? null : new DeviceMasks(device);
    }

    @Override
    public List<FoundMask> masks(final MaskPredictor.Look look, final Question question) {
        final List<FoundMask> found = new ArrayList<>();
        Batches.ask(
                question.count(),
                settings.pointsPerBatch(),
                (from, to) -> found.addAll(masksAt(look, question.part(from, to))));
        return FoundMask.best(found, FoundMask::predictedIou, settings.boxNmsThresh());
    }

    @SuppressWarnings("try") // the scope only has to be open
    private List<FoundMask> masksAt(final MaskPredictor.Look look, final Question batch) {
        final List<FoundMask> found = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            final MaskPredictor.Masks answers = look.masksAt(Double.NEGATIVE_INFINITY, batch.points());
            for (int from = 0; from < answers.numbers().length; from += ENLARGED) {
                final int count = Math.min(ENLARGED, answers.numbers().length - from);
                try (PointerScope enlarging = new PointerScope()) {
                    addSure(look.enlarge(answers.logits().narrow(0, from, count)), answers, from, batch, found);
                }
            }
        }
        return found;
    }

    private void addSure(
            final Tensor large,
            final MaskPredictor.Masks answers,
            final int first,
            final Question question,
            final List<FoundMask> found) {
        final float[] stability = Stability.of(large, THRESHOLD, settings.stabilityScoreOffset());
        final int[] sure = IntStream.range(0, stability.length)
                .filter(i -> answers.iou()[first + i] > (float) settings.leastIou() && settings.isStable(stability[i]))
                .toArray();
        final List<RunMask> masks =
                gpu == null ? here(large, sure, question.crop()) : there(large, sure, question.crop());
        for (int k = 0; k < sure.length; k++) {
            final int i = sure[k];
            final MaskBox box = masks.get(k).box();
            if (!box.endsAtEdgeOf(question.crop(), question.width(), question.height())) {
                final int point = answers.numbers()[first + i] / answers.perQuestion();
                found.add(new FoundMask(
                        masks.get(k),
                        box,
                        answers.iou()[first + i],
                        stability[i],
                        question.x(point),
                        question.y(point),
                        question.crop()));
            }
        }
    }

    private static List<RunMask> here(final Tensor large, final int[] numbers, final Region crop) {
        return Arrays.stream(numbers)
                .mapToObj(i -> Values.truths(large.select(0, i).gt(new Scalar(THRESHOLD))))
                .map(pixels -> RunMask.of(pixels, crop.width(), crop.x(), crop.y()))
                .toList();
    }

    /** Nothing is left to be enlarged. */
    private List<RunMask> there(final Tensor large, final int[] numbers, final Region crop) {
        gpu.lay(DeviceMasks.Way.same(crop.width()), DeviceMasks.Way.same(crop.height()));
        final DeviceMasks.Span down = new DeviceMasks.Span(0, crop.height(), 0, crop.height());
        final DeviceMasks.Span across = new DeviceMasks.Span(0, crop.width(), 0, crop.width());
        return gpu.draw(
                large.contiguous(),
                Arrays.stream(numbers)
                        .mapToObj(i -> new DeviceMasks.Part(i, down, across))
                        .toList(),
                crop.x(),
                crop.y());
    }
}
