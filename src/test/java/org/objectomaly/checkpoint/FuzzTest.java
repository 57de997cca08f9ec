package org.objectomaly.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.PickleWriter.Call;
import org.objectomaly.checkpoint.PickleWriter.Global;

/**
 * Damages files at random, always the same way, and demands that each is either read or refused with one sentence, in
 * bounded time and memory.
 */
final class FuzzTest {
    private static final int ROUNDS = 2_000;
    private static final long MOST_HEAP = 48L << 20;
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Path NAME = Path.of("fuzzed.pth");
    /** The opcodes of pickles, so that chance also makes programs that run. */
    private static final byte[] OPCODES = opcodes();

    private static final byte[][] NUMBERS = {
        {0},
        {1},
        {-1},
        {0x7f},
        {-128},
        {-1, -1, -1, -1},
        {-1, -1, -1, 0x7f},
        {0, 0, 0, -128},
        {-1, -1, -1, -1, -1, -1, -1, 0x7f},
        {0, 0, 0, 0, 0, 0, 0, -128},
        {0, 0, 0, 0, 1, 0, 0, 0},
    };

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static byte[] opcodes() {
        final String printable = "(.NJKMGXBCTU012)tla]}dseuqrhjcRbQ";
        final byte[] opcodes = Arrays.copyOf(printable.getBytes(), printable.length() + 24);
        for (int i = 0; i < 24; i++) {
            opcodes[printable.length() + i] = (byte) (0x80 + i);
        }
        return opcodes;
    }

    private static List<byte[]> soundFiles() {
        final TorchFileWriter file = new TorchFileWriter()
                .floats("0", 1, 2, 3, 4, 5, 6)
                .storage("1", "HalfStorage", 2, new byte[] {1, 2, 3, 4})
                .storage("2", "LongStorage", 8, new byte[8]);
        final Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("module.a", file.view("0", 0, new long[] {2, 3}, new long[] {1, 2}));
        tensors.put("module.b", TorchFileWriter.parameter(file.tensor("1", 2)));
        tensors.put("module.c", file.tensor("2"));
        final Call dict = TorchFileWriter.orderedDict(tensors);
        final Map<String, Object> state = new LinkedHashMap<>();
        state.put("_parameters", dict);
        state.put("_buffers", Map.of());
        state.put("_modules", Map.of("child", new Call(new Global("m", "C"), List.of(), Map.of(), Map.of())));
        final Call module = new Call(new Global("m", "M"), List.of(), Map.of(), state);
        final String safetensors =
                """
                {"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},\
                "b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""";
        final Call array = new Call(
                new Global("numpy.core.multiarray", "_reconstruct"),
                List.of(new Global("numpy", "ndarray"), List.of(0), "b"),
                Map.of(),
                List.of(
                        1,
                        List.of(2L, 2L),
                        new Call(new Global("numpy", "dtype"), List.of("f4", false, true), Map.of(), List.of(3, "<")),
                        true,
                        new byte[16]));
        return List.of(
                file.zip(Map.of("epoch", 3, "state_dict", dict)),
                file.zip(dict, ZipEntry.DEFLATED, Map.of("byteorder", "little")),
                file.legacy(dict),
                file.legacy(module),
                PickleWriter.pickle(Map.of("model", Map.of("w", array))),
                SafetensorsTest.file(safetensors, 11),
                Base64.getDecoder().decode(CheckpointTest.NUMPY_ARRAYS));
    }

    @Test
    @Timeout(120)
    void shouldReadOrRefuseWhateverAFileHasBecome() {
        final List<byte[]> sound = soundFiles();
        final SplittableRandom chance = new SplittableRandom(20260101);
        final List<String> sentences = new ArrayList<>();
        int read = 0;
        for (int kind = 0; kind < sound.size(); kind++) {
            assertNull(refusal(sound.get(kind), kind + " as it was made"));
            for (int round = 0; round < ROUNDS; round++) {
                byte[] file = sound.get(kind);
                for (int i = chance.nextInt(1, 5); i > 0; i--) {
                    file = damaged(file, sound.get(chance.nextInt(sound.size())), chance);
                }
                final String sentence = refusal(file, kind + "/" + round);
                if (sentence == null) {
                    read++;
                } else {
                    sentences.add(sentence);
                }
            }
        }
        assertTrue(read > ROUNDS / 10, "harmless changes are still read: " + read);
        assertTrue(sentences.size() > ROUNDS, "damage is noticed: " + sentences.size());
        assertTrue(sentences.stream().distinct().count() > 50, "different damage gets different sentences");
    }

    @Test
    @Timeout(120)
    void shouldSurviveEveryProgramThatChanceWrites() {
        final SplittableRandom chance = new SplittableRandom(7);
        int refused = 0;
        for (int round = 0; round < 5 * ROUNDS; round++) {
            final byte[] program = new byte[chance.nextInt(4, 200)];
            for (int i = 0; i < program.length; i++) {
                program[i] =
                        chance.nextInt(4) == 0 ? (byte) chance.nextInt(4) : OPCODES[chance.nextInt(OPCODES.length)];
            }
            program[0] = (byte) 0x80;
            program[1] = 2;
            refused += refusal(program, "program " + round) == null ? 0 : 1;
        }
        assertEquals(5 * ROUNDS, refused);
    }

    /** The sentence that refuses a file; null if it was read, and then all its tensors as well. */
    private String refusal(final byte[] file, final String what) {
        final long heapBefore = threads.getCurrentThreadAllocatedBytes();
        final long start = threads.getCurrentThreadCpuTime();
        String sentence = null;
        try {
            final ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            final Checkpoint checkpoint = Checkpoint.read(NAME, Bytes.of(bytes));
            checkpoint.tensors().values().forEach(TensorData::toFloats);
        } catch (final Fault fault) {
            assertEquals(Fault.Kind.MODEL, fault.kind());
            sentence = fault.getMessage();
        } catch (final RuntimeException | Error e) {
            fail(what + ": " + Base64.getEncoder().encodeToString(file), e);
        }
        assertTrue(threads.getCurrentThreadCpuTime() - start < MOST_NANOS, what + " took too long");
        assertTrue(threads.getCurrentThreadAllocatedBytes() - heapBefore < MOST_HEAP, what + " took too much memory");
        return sentence;
    }

    private static byte[] damaged(final byte[] file, final byte[] other, final SplittableRandom chance) {
        if (file.length < 2) {
            return other;
        }
        final int at = chance.nextInt(file.length);
        final int length = Math.min(chance.nextInt(1, 40), file.length - at);
        return switch (chance.nextInt(8)) {
            case 0 -> replaced(file, at, 1, new byte[] {(byte) (file[at] ^ 1 << chance.nextInt(8))});
            case 1 -> overwritten(file, at, NUMBERS[chance.nextInt(NUMBERS.length)]);
            case 2 -> overwritten(file, at, new byte[] {OPCODES[chance.nextInt(OPCODES.length)]});
            case 3 -> replaced(file, at, 0, new byte[] {OPCODES[chance.nextInt(OPCODES.length)]});
            case 4 -> replaced(file, at, length, new byte[0]);
            case 5 -> replaced(file, at, 0, Arrays.copyOfRange(file, at, at + length));
            case 6 -> replaced(file, at, 0, Arrays.copyOf(other, chance.nextInt(other.length)));
            default ->
                chance.nextInt(4) == 0 ? Arrays.copyOf(file, at) : overwritten(file, at, (byte) chance.nextInt());
        };
    }

    private static byte[] overwritten(final byte[] file, final int at, final byte... bytes) {
        return replaced(file, at, Math.min(bytes.length, file.length - at), bytes);
    }

    private static byte[] replaced(final byte[] file, final int at, final int length, final byte[] by) {
        final byte[] result = new byte[file.length - length + by.length];
        System.arraycopy(file, 0, result, 0, at);
        System.arraycopy(by, 0, result, at, by.length);
        System.arraycopy(file, at + length, result, at + by.length, file.length - at - length);
        return result;
    }
}
