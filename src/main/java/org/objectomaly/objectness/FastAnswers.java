package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.MaskPredictor;

/**
 * The same choice at the network's own resolution, a sixteenth of the pixels or less: what stays, and what the coarse grid
 * cannot decide, is brought to the picture's size.
 */
final class FastAnswers implements AnswerRule {
    private final AutomaticSettings settings;

    FastAnswers(final AutomaticSettings settings) {
        this.settings = settings;
    }

    /** A mask that may stay; {@code large} is null as long as nobody needs it. */
    private record Candidate(
            CoarseMask.Grid grid,
            CoarseMask small,
            CoarseMask.Enlarged large,
            MaskBox box,
            float iou,
            double x,
            double y) {}

    @Override
    public List<FoundMask> masks(final MaskPredictor.Look look, final Question question) {
        final List<Candidate> candidates = new ArrayList<>();
        Batches.ask(
                question.count(),
                settings.pointsPerBatch(),
                (from, to) -> addCandidates(look, question.part(from, to), candidates));
        final float[] scores = new float[candidates.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = candidates.get(i).iou();
        }
        final List<MaskBox> boxes = candidates.stream().map(Candidate::box).toList();
        final List<FoundMask> found = new ArrayList<>();
        for (final int i : Suppression.keep(boxes, scores, settings.boxNmsThresh())) {
            final Candidate one = candidates.get(i);
            final CoarseMask.Enlarged large =
                    one.large() == null ? one.small().enlarged(one.grid(), question.crop()) : one.large();
            found.add(new FoundMask(
                    large.mask(), large.mask().box(), one.iou(), large.stability(), one.x(), one.y(), question.crop()));
        }
        return found;
    }

    @SuppressWarnings("try") // the scope only has to be open
    private void addCandidates(final MaskPredictor.Look look, final Question batch, final List<Candidate> candidates) {
        try (PointerScope scope = new PointerScope()) {
            final MaskPredictor.Masks answers = look.masksAt(settings.leastIou(), batch.points());
            final CoarseMask.Grid grid = CoarseMask.Grid.of(answers, look, settings.stabilityScoreOffset());
            final Tensor here = answers.logits().cpu().contiguous();
            final FloatPointer all = new FloatPointer(here.data_ptr());
            final float[] logits = new float[grid.width() * grid.height()];
            for (int i = 0; i < answers.numbers().length; i++) {
                all.position((long) i * logits.length).get(logits);
                final CoarseMask small = CoarseMask.of(logits, grid);
                if (small == null) {
                    continue;
                }
                final boolean isDecided = small.form().decides(small.stability(), settings.stabilityScoreThresh());
                final CoarseMask.Enlarged large = isDecided ? null : small.enlarged(grid, batch.crop());
                if (!settings.isStable(large == null ? small.stability() : large.stability())) {
                    continue;
                }
                final MaskBox box = large == null
                        ? small.onPicture(grid, batch.crop())
                        : large.mask().box();
                if (box != null && !box.endsAtEdgeOf(batch.crop(), batch.width(), batch.height())) {
                    final int point = answers.numbers()[i] / answers.perQuestion();
                    candidates.add(
                            new Candidate(grid, small, large, box, answers.iou()[i], batch.x(point), batch.y(point)));
                }
            }
        }
    }
}
