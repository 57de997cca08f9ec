package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.eager.Values;

/**
 * The original's way: all masks are brought to the picture's size as logits, and what is decided of them is decided there.
 */
final class ExactAnswers implements AnswerRule {
    /** Above it lies the mask. */
    private static final double THRESHOLD = 0;

    /** Masks that are enlarged at a time. */
    private static final int ENLARGED = 32;

    private final AutomaticSettings settings;

    ExactAnswers(final AutomaticSettings settings) {
        this.settings = settings;
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
        for (int i = 0; i < stability.length; i++) {
            if (!(answers.iou()[first + i] > (float) settings.leastIou()) || !settings.isStable(stability[i])) {
                continue;
            }
            final byte[] pixels = Values.truths(large.select(0, i).gt(new Scalar(THRESHOLD)));
            final RunMask mask = RunMask.of(
                    pixels,
                    question.crop().width(),
                    question.crop().x(),
                    question.crop().y());
            final MaskBox box = mask.box();
            if (!box.endsAtEdgeOf(question.crop(), question.width(), question.height())) {
                final int point = answers.numbers()[first + i] / answers.perQuestion();
                found.add(new FoundMask(
                        mask,
                        box,
                        answers.iou()[first + i],
                        stability[i],
                        question.x(point),
                        question.y(point),
                        question.crop()));
            }
        }
    }
}
