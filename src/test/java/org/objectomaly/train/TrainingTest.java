package org.objectomaly.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectomaly.Fault;
import org.objectomaly.Natives;
import org.objectomaly.checkpoint.Checkpoint;
import org.objectomaly.checkpoint.TensorData;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.RoadMasks;
import org.objectomaly.nn.Weights;

class TrainingTest {
    private static final int SIDE = 32;

    @TempDir
    Path folder;

    @BeforeAll
    static void loadNatives() {
        Natives.torchThreads(1);
    }

    /** Pictures whose left part is bright; the network is to mark it. */
    private static class LeftPart implements Task {
        private final float wrong;

        LeftPart(final float wrong) {
            this.wrong = wrong;
        }

        @Override
        public Network network(final Weights weights) {
            return RoadMasks.of(weights);
        }

        @Override
        public SampleForm form() {
            return new SampleForm(SIDE, SIDE, 2, 1);
        }

        @Override
        public Sample sample(final long index) {
            final SplittableRandom random = new SplittableRandom(index);
            final int border = 2 * random.nextInt(4, 12);
            final Sample sample = Sample.empty(form());
            for (int i = 0; i < SIDE * SIDE; i++) {
                final boolean left = i % SIDE < border;
                for (int c = 0; c < 3; c++) {
                    sample.picture()[3 * i + c] = (left ? 1 : -1) + (float) random.nextDouble() + wrong;
                }
                if (i % SIDE % 2 == 0 && i / SIDE % 2 == 0) {
                    final int at = i / SIDE / 2 * (SIDE / 2) + i % SIDE / 2;
                    sample.target()[at] = left ? 1 : 0;
                    sample.weight()[at] = 1;
                }
            }
            return sample;
        }

        @Override
        public Tensor loss(final Tensor output, final Tensor target, final Tensor weight) {
            return torch.binary_cross_entropy_with_logits(output, target);
        }

        @Override
        public Map<String, Double> validate(final Map<String, TensorData> weights) {
            final Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("kernels", (double) weights.get("stem2.weight").toFloats()[0]);
            return figures;
        }
    }

    private static Schedule schedule(final int steps) {
        return new Schedule(3, steps, 4, 0.01, 2, 0.3, 0.01, 0.1, 4);
    }

    private Training training(final String name, final int steps, final List<Double> losses) {
        return new Training(
                new LeftPart(0),
                schedule(steps),
                folder.resolve(name),
                done -> {},
                (step, figures) -> losses.add(figures.get("loss")));
    }

    @Test
    void shouldLearn() {
        final List<Double> losses = new ArrayList<>();
        training("run", 40, losses).run(() -> false);
        assertEquals(10, losses.size());
        assertTrue(losses.get(9) < 0.4 * losses.get(0), losses.toString());
    }

    @Test
    void shouldGoOnFromWhereItWasStoppedAsIfItHadNotBeen() {
        training("whole", 12, new ArrayList<>()).run(() -> false);
        final int[] asked = {0};
        training("parts", 12, new ArrayList<>()).run(() -> ++asked[0] > 6);
        assertEquals("6", Checkpoint.read(state("parts")).extras().get("step").toString());
        training("parts", 12, new ArrayList<>()).run(() -> false);
        final Map<String, TensorData> whole = Checkpoint.read(state("whole")).tensors();
        final Map<String, TensorData> parts = Checkpoint.read(state("parts")).tensors();
        assertEquals(whole.keySet(), parts.keySet());
        whole.forEach((name, tensor) ->
                assertArrayEquals(tensor.toFloats(), parts.get(name).toFloats(), 1e-6f, name));
    }

    private Path state(final String run) {
        return folder.resolve(run).resolve("state.safetensors");
    }

    @Test
    void shouldKeepTheBestAndDrawTheCurves() throws IOException {
        final Path best = training("run", 8, new ArrayList<>()).run(() -> false);
        RoadMasks.of(Weights.of(Checkpoint.read(best)));
        assertTrue(Checkpoint.read(best).extras().containsKey("kernels"));
        assertTrue(Files.readString(folder.resolve("run/figures.svg")).contains("kernels"));
        assertTrue(Files.readString(folder.resolve("run/loss.svg")).startsWith("<svg"));
        assertEquals(2, Files.readAllLines(folder.resolve("run/log.jsonl")).size());
    }

    @Test
    void shouldSayThatTheLossIsNoNumber() {
        final Training training =
                new Training(new LeftPart(Float.NaN), schedule(4), folder.resolve("nan"), done -> {}, (s, f) -> {});
        final Fault fault = assertThrows(Fault.class, () -> training.run(() -> false));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains("step 0"), fault.getMessage());
    }

    @Test
    void shouldRefuseTheRunOfAnotherNetwork() throws IOException {
        training("run", 4, new ArrayList<>()).run(() -> false);
        final Path other = folder.resolve("other");
        Files.createDirectories(other);
        Files.copy(folder.resolve("run/best.safetensors"), other.resolve("state.safetensors"));
        final Training training = training("other", 4, new ArrayList<>());
        final Fault fault = assertThrows(Fault.class, () -> training.run(() -> false));
        assertTrue(fault.getMessage().contains("another network"), fault.getMessage());
    }

    @Test
    void shouldRaiseTheRateHoldItAndLetItFall() {
        final Schedule schedule = new Schedule(1, 100, 1, 2, 10, 0.2, 0, 0, 1);
        assertEquals(0.2, schedule.rateOf(0), 1e-9);
        assertEquals(2, schedule.rateOf(9), 1e-9);
        assertEquals(2, schedule.rateOf(80), 1e-9);
        assertEquals(1, schedule.rateOf(90), 1e-9);
        assertTrue(schedule.rateOf(99) > 0);
    }
}
