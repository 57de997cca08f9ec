package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.image.Region;
import org.objectomaly.nn.MaskPredictor;
import org.objectomaly.nn.eager.Scope;
import org.objectomaly.nn.eager.Values;

/**
 * The choice of {@link FastAnswers}, made where the answers are: logits never leave the GPU. Some numbers of each answer come
 * from there, and at the end the pixels of the masks that stay, one bit each. What may stay waits there on the coarse grid,
 * 256 KB a mask, until all points are answered.
 */
final class DeviceAnswers implements AnswerRule {
    private final AutomaticSettings settings;
    private final DeviceMasks masks;

    DeviceAnswers(final AutomaticSettings settings, final CudaDevice device) {
        this.settings = settings;
        this.masks = new DeviceMasks(device);
    }

    /** A mask that may stay; its logits are those of a number in a batch. */
    private record Candidate(
            int batch, DeviceMasks.Part part, MaskBox box, float stability, float iou, double x, double y) {}

    @Override
    public List<FoundMask> masks(final MaskPredictor.Look look, final Question question) {
        masks.lay(DeviceMasks.Way.of(look.columns()), DeviceMasks.Way.of(look.rows()));
        final List<Candidate> candidates = new ArrayList<>();
        final List<Tensor> batches = new ArrayList<>();
        Batches.ask(
                question.count(),
                settings.pointsPerBatch(),
                (from, to) -> addCandidates(look, question.part(from, to), batches, candidates));
        final float[] scores = new float[candidates.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = candidates.get(i).iou();
        }
        final List<MaskBox> boxes = candidates.stream().map(Candidate::box).toList();
        return drawn(
                Suppression.keep(boxes, scores, settings.boxNmsThresh()).stream()
                        .map(candidates::get)
                        .toList(),
                batches,
                question.crop());
    }

    private void addCandidates(
            final MaskPredictor.Look look,
            final Question batch,
            final List<Tensor> batches,
            final List<Candidate> candidates) {
        try (Scope scope = new Scope()) {
            final MaskPredictor.Masks answers = look.masksAt(settings.leastIou(), batch.points());
            final CoarseMask.Grid grid = CoarseMask.Grid.of(answers, look, settings.stabilityScoreOffset());
            final Tensor logits = answers.logits().contiguous();
            final List<DeviceMasks.Counted> open =
                    masks.count(logits, grid).stream().filter(this::mayStay).toList();
            final List<DeviceMasks.Measured> measures = masks.measure(
                    logits, open.stream().map(DeviceMasks.Counted::part).toList(), grid.offset(), batch.crop());
            final List<Candidate> found = new ArrayList<>();
            final int[] numbers = new int[open.size()];
            for (int i = 0; i < open.size(); i++) {
                final DeviceMasks.Part part = open.get(i).part();
                final MaskBox box = box(open.get(i), measures.get(i));
                if (box != null && !box.endsAtEdgeOf(batch.crop(), batch.width(), batch.height())) {
                    final int point = answers.numbers()[part.mask()] / answers.perQuestion();
                    numbers[found.size()] = part.mask();
                    found.add(new Candidate(
                            batches.size(),
                            part.numbered(found.size()),
                            box,
                            measures.get(i).stability(),
                            answers.iou()[part.mask()],
                            batch.x(point),
                            batch.y(point)));
                }
            }
            if (!found.isEmpty()) {
                final int[] kept = Arrays.copyOf(numbers, found.size());
                batches.add(scope.keep(logits.index_select(0, Values.index(logits, kept))));
                candidates.addAll(found);
            }
        }
    }

    private boolean mayStay(final DeviceMasks.Counted mask) {
        return mask != null && (settings.isStable(mask.stability()) || !isDecided(mask));
    }

    private boolean isDecided(final DeviceMasks.Counted mask) {
        return mask.form().decides(mask.stability(), settings.stabilityScoreThresh());
    }

    /** Null for a mask that does not stay after all. */
    private MaskBox box(final DeviceMasks.Counted mask, final DeviceMasks.Measured measured) {
        if (isDecided(mask)) {
            return measured.sides();
        }
        return settings.isStable(measured.stability()) ? measured.box() : null;
    }

    /** The pixels of masks that stay, all of a batch at a time. */
    private List<FoundMask> drawn(final List<Candidate> stay, final List<Tensor> batches, final Region crop) {
        final FoundMask[] found = new FoundMask[stay.size()];
        for (int batch = 0; batch < batches.size(); batch++) {
            final List<Integer> places = new ArrayList<>();
            final List<DeviceMasks.Part> parts = new ArrayList<>();
            for (int i = 0; i < found.length; i++) {
                if (stay.get(i).batch() == batch) {
                    places.add(i);
                    parts.add(stay.get(i).part());
                }
            }
            final List<RunMask> pixels = masks.draw(batches.get(batch), parts, crop.x(), crop.y());
            for (int i = 0; i < pixels.size(); i++) {
                final Candidate one = stay.get(places.get(i));
                found[places.get(i)] = new FoundMask(
                        pixels.get(i), pixels.get(i).box(), one.iou(), one.stability(), one.x(), one.y(), crop);
            }
        }
        return List.of(found);
    }
}
