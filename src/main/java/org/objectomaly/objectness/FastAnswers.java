package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.eager.Values;

/**
 * The same choice at the network's own resolution, a sixteenth of the pixels or less: what stays, and what the coarse grid
 * cannot decide, is brought to the picture's size.
 */
final class FastAnswers implements AnswerRule {
    /** By which share of the doubtful pixels a mask's stability may differ at the picture's size. */
    private static final double UNCERTAINTY = 0.2;

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
            final int[] worth = worthFetching(answers.logits(), grid);
            final Tensor here = fetched(answers.logits(), worth);
            final FloatPointer all = new FloatPointer(here.data_ptr());
            final float[] logits = new float[grid.width() * grid.height()];
            for (int at = 0; at < worth.length; at++) {
                final int i = worth[at];
                all.position((long) at * logits.length).get(logits);
                final CoarseMask small = CoarseMask.of(logits, grid);
                if (small == null) {
                    continue;
                }
                final CoarseMask.Enlarged large =
                        isCertain(small.form(), small.stability()) ? null : small.enlarged(grid, batch.crop());
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

    /** On the processor nothing is gained by looking twice. */
    private int[] worthFetching(final Tensor logits, final CoarseMask.Grid grid) {
        if (logits.is_cpu()) {
            return IntStream.range(0, (int) logits.size(0)).toArray();
        }
        final List<CoarseCount> counts = CoarseCount.of(logits, grid);
        return IntStream.range(0, counts.size())
                .filter(i -> mayStay(counts.get(i)))
                .toArray();
    }

    private boolean mayStay(final CoarseCount count) {
        return !count.isEmpty()
                && (settings.isStable(count.stability()) || !isCertain(count.form(), count.stability()));
    }

    private static Tensor fetched(final Tensor logits, final int... numbers) {
        final Tensor some =
                numbers.length == logits.size(0) ? logits : logits.index_select(0, Values.index(logits, numbers));
        return some.cpu().contiguous();
    }

    private boolean isCertain(final CoarseMask.Form form, final float stability) {
        final double margin = UNCERTAINTY * (1 - stability);
        final double above = stability - settings.stabilityScoreThresh();
        return switch (form) {
            case SMALL -> false;
            case RAGGED -> above < -margin;
            case SOLID -> Math.abs(above) > margin;
        };
    }
}
