package org.objectomaly.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.PickleWriter.Call;
import org.objectomaly.checkpoint.PickleWriter.Global;

final class CheckpointTest {
    enum Container {
        ZIP,
        DEFLATED_ZIP,
        LEGACY;

        byte[] write(final TorchFileWriter file, final Object content) {
            return switch (this) {
                case ZIP -> file.zip(content);
                case DEFLATED_ZIP -> file.zip(content, ZipEntry.DEFLATED, Map.of());
                case LEGACY -> file.legacy(content);
            };
        }
    }

    /** Three arrays pickled by NumPy 2.4 in protocol 5. */
    static final String NUMPY_ARRAYS =
            "gAWVUQEAAAAAAAB9lCiMBW1vZGVslH2UKIwIYS53ZWlnaHSUjBNudW1weS5fY29yZS5udW1lcmljlIwLX2Zyb21idWZmZXKUk5Qo"
                    + "lhgAAAAAAAAAAADAvwAAwD8AAAC/AAAgQAAAAD8AAGBAlIwFbnVtcHmUjAVkdHlwZZSTlIwCZjSUiYiHlFKUKEsDjAE8lE5O"
                    + "Tkr/////Sv////9LAHSUYksCSwOGlIwBRpR0lFKUjAdhLmNvdW50lGgGKJYIAAAAAAAAAAcAAAAAAAAAlGgKjAJpOJSJiIeU"
                    + "UpQoSwNoDk5OTkr/////Sv////9LAHSUYimMAUOUdJRSlIwGYS5tYXNrlGgGKJYCAAAAAAAAAAEAlGgKjAJiMZSJiIeUUpQo"
                    + "SwOMAXyUTk5OSv////9K/////0sAdJRiSwKFlGgadJRSlHWMCl9fYXV0aG9yX1+UjAR0ZXN0lHUu";

    @TempDir
    private Path folder;

    private final TorchFileWriter file = new TorchFileWriter()
            .floats("weight", 1, 2, 3, 4, 5, 6)
            .floats("bias", -1, 0.5f)
            .storage("batches", "LongStorage", 8, new byte[] {7, 0, 0, 0, 0, 0, 0, 0});

    private Checkpoint read(final byte[] content) {
        try {
            return Checkpoint.read(Files.write(folder.resolve("weights.pth"), content));
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Object> ordered(final Object... namesAndValues) {
        final Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    private Call stateDict(final String prefix) {
        return TorchFileWriter.orderedDict(ordered(
                prefix + "conv.weight", file.tensor("weight", 3, 2),
                prefix + "conv.bias", TorchFileWriter.parameter(file.tensor("bias", 2)),
                prefix + "bn.num_batches_tracked", file.tensor("batches")));
    }

    private static void requireStateDict(final Checkpoint checkpoint) {
        assertEquals(
                List.of("conv.weight", "conv.bias", "bn.num_batches_tracked"),
                List.copyOf(checkpoint.tensors().keySet()));
        assertEquals("F32[3, 2]", checkpoint.tensors().get("conv.weight").toString());
        assertEquals("I64[]", checkpoint.tensors().get("bn.num_batches_tracked").toString());
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 5, 6},
                checkpoint.tensors().get("conv.weight").toFloats());
        assertArrayEquals(
                new float[] {-1, 0.5f}, checkpoint.tensors().get("conv.bias").toFloats());
        assertArrayEquals(
                new float[] {7},
                checkpoint.tensors().get("bn.num_batches_tracked").toFloats());
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadAStateDictInItsOrder(final Container container) {
        requireStateDict(read(container.write(file, stateDict(""))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "state_dict", "net", "a_name_of_its_own"})
    void shouldFindTheStateDictUnderneathAnEntry(final String name) {
        requireStateDict(read(file.zip(Map.of(name, stateDict("")))));
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepThePlainValuesBesideTheStateDict(final Container container) {
        final Checkpoint checkpoint = read(container.write(
                file, ordered("epoch", 19, "arch", "carv4", "state_dict", stateDict(""), "optimizer", Map.of())));
        requireStateDict(checkpoint);
        assertEquals(Map.of("epoch", 19L, "arch", "carv4"), checkpoint.extras());
    }

    @Test
    void shouldTakeOffThePrefixOfParallelTrainingWhereAllNamesHaveIt() {
        requireStateDict(read(file.legacy(stateDict("module."))));
    }

    @Test
    void shouldLeaveThePrefixWhereOnlySomeNamesHaveIt() {
        final Checkpoint checkpoint =
                read(file.zip(ordered("module.a", file.tensor("bias", 2), "b", file.tensor("bias", 2))));
        assertEquals(List.of("module.a", "b"), List.copyOf(checkpoint.tensors().keySet()));
    }

    @Test
    void shouldPreferTheRunningAverageOfTheWeights() {
        final Checkpoint checkpoint = read(file.zip(
                ordered("model", Map.of("w", file.tensor("weight", 6)), "ema", Map.of("w", file.tensor("bias", 2)))));
        assertEquals("F32[2]", checkpoint.tensors().get("w").toString());
    }

    @Test
    void shouldReadHalfPrecision() {
        file.storage("half", "HalfStorage", 2, new byte[] {0x00, 0x3c, 0x00, (byte) 0xc0, 0x01, 0x00});
        final TensorData half =
                read(file.zip(Map.of("w", file.tensor("half", 3)))).tensors().get("w");
        assertEquals(DType.F16, half.dtype());
        assertArrayEquals(new float[] {1, -2, 0x1p-24f}, half.toFloats());
    }

    @ParameterizedTest
    @EnumSource
    void shouldGatherStridedViewsOfASharedStorage(final Container container) {
        final Checkpoint checkpoint = read(container.write(
                file,
                ordered(
                        "transposed", file.view("weight", 0, new long[] {2, 3}, new long[] {1, 2}),
                        "second_row", file.view("weight", 2, new long[] {2}, new long[] {1}),
                        "column", file.view("weight", 1, new long[] {3, 1}, new long[] {2, 77}),
                        "expanded", file.view("weight", 4, new long[] {2, 2}, new long[] {0, 1}),
                        "empty", file.view("weight", 6, new long[] {0, 5}, new long[] {5, 1}))));
        assertArrayEquals(
                new float[] {1, 3, 5, 2, 4, 6},
                checkpoint.tensors().get("transposed").toFloats());
        assertArrayEquals(
                new float[] {3, 4}, checkpoint.tensors().get("second_row").toFloats());
        assertArrayEquals(
                new float[] {2, 4, 6}, checkpoint.tensors().get("column").toFloats());
        assertArrayEquals(
                new float[] {5, 6, 5, 6}, checkpoint.tensors().get("expanded").toFloats());
        assertEquals("F32[0, 5]", checkpoint.tensors().get("empty").toString());
        assertTrue(checkpoint.tensors().values().stream().allMatch(t -> t.data().isDirect()));
    }

    private Call module(final Map<String, ?> parameters, final Map<String, ?> buffers, final Map<String, ?> children) {
        final Map<String, Object> state = ordered(
                "training", false,
                "_parameters", TorchFileWriter.orderedDict(parameters),
                "_buffers", TorchFileWriter.orderedDict(buffers),
                "_non_persistent_buffers_set", new Call(new Global("__builtin__", "set"), List.of(List.of("scratch"))),
                "_modules", TorchFileWriter.orderedDict(children));
        return new Call(new Global("somebody.elses.nn", "Block"), List.of(), Map.of(), state);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadAWholePickledModuleAsItsStateDict(final Container container) {
        final Call convolution = module(
                ordered("weight", file.tensor("weight", 3, 2), "bias", file.tensor("bias", 2)), Map.of(), Map.of());
        final Call norm = module(
                ordered("weight", null),
                ordered("num_batches_tracked", file.tensor("batches"), "scratch", file.tensor("bias", 2)),
                Map.of());
        final Call network = module(Map.of(), Map.of(), ordered("conv", convolution, "bn", norm));
        requireStateDict(read(container.write(file, network)));
        requireStateDict(read(container.write(file, ordered("epoch", -1, "ema", null, "model", network))));
    }

    @Test
    void shouldReadAnOrderedDictOfPython2() {
        final List<?> pairs = List.of(
                List.of("conv.weight", file.tensor("weight", 3, 2)),
                List.of("conv.bias", file.tensor("bias", 2)),
                List.of("bn.num_batches_tracked", file.tensor("batches")));
        requireStateDict(read(file.legacy(new Call(new Global("collections", "OrderedDict"), List.of(pairs)))));
    }

    /** Written by NumPy 2.4 from a column-major matrix, a scalar and two truths, in pickle protocols 2 to 5. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gAJ9cQAoWAUAAABtb2RlbHEBfXECKFgIAAAAYS53ZWlnaHRxA2NudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApx"
                        + "BGNudW1weQpuZGFycmF5CnEFSwCFcQZjX2NvZGVjcwplbmNvZGUKcQdYAQAAAGJxCFgGAAAAbGF0aW4xcQmGcQpScQuHcQxS"
                        + "cQ0oSwFLAksDhnEOY251bXB5CmR0eXBlCnEPWAIAAABmNHEQiYiHcRFScRIoSwNYAQAAADxxE05OTkr/////Sv////9LAHRx"
                        + "FGKIaAdYHAAAAAAAw4DCvwAAw4A/AAAAwr8AACBAAAAAPwAAYEBxFWgJhnEWUnEXdHEYYlgHAAAAYS5jb3VudHEZaARoBUsA"
                        + "hXEaaAuHcRtScRwoSwEpaA9YAgAAAGk4cR2JiIdxHlJxHyhLA2gTTk5OSv////9K/////0sAdHEgYoloB1gIAAAABwAAAAAA"
                        + "AABxIWgJhnEiUnEjdHEkYlgGAAAAYS5tYXNrcSVoBGgFSwCFcSZoC4dxJ1JxKChLAUsChXEpaA9YAgAAAGIxcSqJiIdxK1Jx"
                        + "LChLA1gBAAAAfHEtTk5OSv////9K/////0sAdHEuYoloB1gCAAAAAQBxL2gJhnEwUnExdHEyYnVYCgAAAF9fYXV0aG9yX19x"
                        + "M1gEAAAAdGVzdHE0dS4=",
                "gAN9cQAoWAUAAABtb2RlbHEBfXECKFgIAAAAYS53ZWlnaHRxA2NudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApx"
                        + "BGNudW1weQpuZGFycmF5CnEFSwCFcQZDAWJxB4dxCFJxCShLAUsCSwOGcQpjbnVtcHkKZHR5cGUKcQtYAgAAAGY0cQyJiIdx"
                        + "DVJxDihLA1gBAAAAPHEPTk5OSv////9K/////0sAdHEQYohDGAAAwL8AAMA/AAAAvwAAIEAAAAA/AABgQHERdHESYlgHAAAA"
                        + "YS5jb3VudHETaARoBUsAhXEUaAeHcRVScRYoSwEpaAtYAgAAAGk4cReJiIdxGFJxGShLA2gPTk5OSv////9K/////0sAdHEa"
                        + "YolDCAcAAAAAAAAAcRt0cRxiWAYAAABhLm1hc2txHWgEaAVLAIVxHmgHh3EfUnEgKEsBSwKFcSFoC1gCAAAAYjFxIomIh3Ej"
                        + "UnEkKEsDWAEAAAB8cSVOTk5K/////0r/////SwB0cSZiiUMCAQBxJ3RxKGJ1WAoAAABfX2F1dGhvcl9fcSlYBAAAAHRlc3Rx"
                        + "KnUu",
                "gASVbgEAAAAAAAB9lCiMBW1vZGVslH2UKIwIYS53ZWlnaHSUjBZudW1weS5fY29yZS5tdWx0aWFycmF5lIwMX3JlY29uc3RydWN0"
                        + "lJOUjAVudW1weZSMB25kYXJyYXmUk5RLAIWUQwFilIeUUpQoSwFLAksDhpRoB4wFZHR5cGWUk5SMAmY0lImIh5RSlChLA4wB"
                        + "PJROTk5K/////0r/////SwB0lGKIQxgAAMC/AADAPwAAAL8AACBAAAAAPwAAYECUdJRijAdhLmNvdW50lGgGaAlLAIWUaAuH"
                        + "lFKUKEsBKWgQjAJpOJSJiIeUUpQoSwNoFE5OTkr/////Sv////9LAHSUYolDCAcAAAAAAAAAlHSUYowGYS5tYXNrlGgGaAlL"
                        + "AIWUaAuHlFKUKEsBSwKFlGgQjAJiMZSJiIeUUpQoSwOMAXyUTk5OSv////9K/////0sAdJRiiUMCAQCUdJRidYwKX19hdXRo"
                        + "b3JfX5SMBHRlc3SUdS4=",
                NUMPY_ARRAYS,
            })
    void shouldReadPickledArraysOfNumpy(final String pickle) {
        final Checkpoint checkpoint = read(Base64.getDecoder().decode(pickle));
        assertEquals(
                "{a.weight=F32[2, 3], a.count=I64[], a.mask=BOOL[2]}",
                checkpoint.tensors().toString());
        assertArrayEquals(
                new float[] {-1.5f, -0.5f, 0.5f, 1.5f, 2.5f, 3.5f},
                checkpoint.tensors().get("a.weight").toFloats());
        assertArrayEquals(new float[] {7}, checkpoint.tensors().get("a.count").toFloats());
        assertArrayEquals(new float[] {1, 0}, checkpoint.tensors().get("a.mask").toFloats());
        assertEquals("test", checkpoint.extras().get("__author__"));
    }

    @Test
    void shouldNeverRunWhatAFileAsksFor() {
        final Path trace = folder.resolve("trace");
        final Call attack = new Call(new Global("os", "system"), List.of("touch " + trace));
        final Map<String, Object> entries = new LinkedHashMap<>(ordered("w", file.tensor("bias", 2), "x", attack));
        assertEquals(List.of("w"), List.copyOf(read(file.zip(entries)).tensors().keySet()));
        assertFalse(Files.exists(trace));
        final Fault fault = assertThrows(Fault.class, () -> read(PickleWriter.pickle(attack)));
        assertTrue(fault.getMessage().contains("'os.system'"), fault.getMessage());
        assertFalse(Files.exists(trace));
    }

    @Test
    void shouldReadAFileThatHasOtherThingsBesideTensors() {
        final Call namespace =
                new Call(new Global("argparse", "Namespace"), List.of(), Map.of(), Map.of("lr", 0.1, "self", "x"));
        requireStateDict(
                read(file.zip(ordered("args", namespace, "steps", List.of(1, 2L, 3.5), "model", stateDict("")))));
    }

    private String refusal(final byte[] content) {
        final Fault fault = assertThrows(Fault.class, () -> read(content));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().startsWith(folder.resolve("weights.pth").toString()), fault.getMessage());
        return fault.getMessage()
                .substring(folder.resolve("weights.pth").toString().length());
    }

    @Test
    void shouldSayWhatAFileIsThatIsNoCheckpoint() {
        assertEquals(
                " is not a checkpoint: it is a web page, perhaps the site's question before a large download;"
                        + " open the address in a browser and save the file itself.",
                refusal("\n<!DOCTYPE html><html><head><title>Virus scan".getBytes()));
        assertTrue(refusal("version https://git-lfs.github.com/spec/v1\noid".getBytes())
                .contains("it is a Git LFS pointer; run git lfs pull"));
        assertTrue(refusal(new byte[0]).contains("it is empty"));
        assertTrue(refusal("\u001b[31mplain text".getBytes()).contains("it begins with '?[31mpla'"));
    }

    @Test
    void shouldSayWhatASoundFileMisses() {
        assertEquals(
                " cannot be used: no tensors were found in it (its entries are 'epoch', 'names');"
                        + " save it again with torch.save(model.state_dict(), file) or as safetensors.",
                refusal(file.zip(ordered("epoch", 3, "names", List.of()))));
        assertTrue(refusal(file.zip(stateDict(""), ZipEntry.STORED, Map.of("constants.pkl", "x")))
                .contains("it is a TorchScript program"));
        assertTrue(refusal(file.zip(stateDict(""), ZipEntry.STORED, Map.of("byteorder", "big")))
                .contains("big-endian"));
        assertTrue(refusal(file.legacy(stateDict(""), false)).contains("big-endian"));
        assertTrue(refusal(file.zip(Map.of(
                        "w",
                        new Call(new Global("torch._utils", "_rebuild_qtensor"), List.of(file.reference("bias"))))))
                .contains("'torch._utils._rebuild_qtensor'"));
    }

    @Test
    void shouldSayWhereAFileShouldBe() {
        final Fault missing = assertThrows(Fault.class, () -> Checkpoint.read(folder.resolve("none.pth")));
        assertTrue(missing.getMessage().contains("none.pth does not exist"), missing.getMessage());
        final Fault isFolder = assertThrows(Fault.class, () -> Checkpoint.read(folder));
        assertTrue(isFolder.getMessage().contains(folder + " is not a file"), isFolder.getMessage());
    }

    @Test
    void shouldRefuseEveryBeginningOfAFileAsDamaged() {
        final List<Integer> accepted = new ArrayList<>();
        for (final Container container : Container.values()) {
            final byte[] whole = container.write(file, stateDict(""));
            for (int length = 1; length < whole.length; length++) {
                final byte[] beginning = Arrays.copyOf(whole, length);
                try {
                    Checkpoint.read(folder, Bytes.of(ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN)));
                    accepted.add(length);
                } catch (final Fault fault) {
                    assertEquals(Fault.Kind.MODEL, fault.kind());
                }
            }
        }
        assertEquals(List.of(), accepted);
    }
}
