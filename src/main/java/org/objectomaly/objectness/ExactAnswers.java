package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.eager.Values;

/**
 * The original's way: masks are brought to the picture's size as logits, and all that is decided of them is decided
 * there. Only the predicted IoU, which needs no pixels, is looked at before.
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
    @SuppressWarnings("try") // the scope only has to be open
    public List<FoundMask> masks(final MaskPredictor.Look look, final Question question) {
        final List<FoundMask> found = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            final MaskPredictor.Masks answers = look.masksAt(question.points());
            final float[] iou = Values.floats(answers.iou());
            final Tensor logits = answers.logits().flatten(0, 1);
            final int[] sure = sure(iou);
            for (int from = 0; from < sure.length; from += ENLARGED) {
                final int[] some = Arrays.copyOfRange(sure, from, Math.min(sure.length, from + ENLARGED));
                try (PointerScope enlarging = new PointerScope()) {
                    addStable(look.enlarge(chosen(logits, some)), some, iou, question, found);
                }
            }
        }
        return found;
    }

    /** Numbers of the answers that the network is sure of. */
    private int[] sure(final float[] iou) {
        final float least = (float) settings.predIouThresh();
        return IntStream.range(0, iou.length)
                .filter(i -> settings.predIouThresh() == 0 || iou[i] > least)
                .toArray();
    }

    private static Tensor chosen(final Tensor logits, final int[] numbers) {
        final long[] index = Arrays.stream(numbers).asLongStream().toArray();
        return logits.index_select(0, Tensor.create(index, (long) index.length).to(logits.device(), ScalarType.Long));
    }

    private void addStable(
            final Tensor large,
            final int[] numbers,
            final float[] iou,
            final Question question,
            final List<FoundMask> found) {
        final float[] stability = Stability.of(large, THRESHOLD, settings.stabilityScoreOffset());
        final int answersPerPoint = iou.length / question.size();
        for (int i = 0; i < numbers.length; i++) {
            if (settings.stabilityScoreThresh() > 0 && !(stability[i] >= (float) settings.stabilityScoreThresh())) {
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
                final int point = numbers[i] / answersPerPoint;
                found.add(new FoundMask(
                        mask,
                        box,
                        iou[numbers[i]],
                        stability[i],
                        question.x(point),
                        question.y(point),
                        question.crop()));
            }
        }
    }
}
