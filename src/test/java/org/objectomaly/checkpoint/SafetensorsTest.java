package org.objectomaly.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectomaly.Fault;

final class SafetensorsTest {
    @TempDir
    private Path folder;

    private static TensorData tensor(final DType dtype, final long... shape) {
        final ByteBuffer data = ByteBuffer.allocate((int) Shapes.byteCount(shape, dtype));
        for (int i = 0; i < data.capacity(); i++) {
            data.put(i, (byte) (7 * i + 3));
        }
        return new TensorData(dtype, shape, data);
    }

    @Test
    void shouldReadBackWhatItWrites() {
        final Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("mask \"\u00fc\"", tensor(DType.BOOL, 3));
        tensors.put("scalar", tensor(DType.I64));
        tensors.put("none", tensor(DType.F32, 0, 4));
        for (final DType dtype : DType.values()) {
            tensors.put(dtype.name(), tensor(dtype, 2, 1, 3));
        }
        final Path file = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of("epoch", "7"));
        final Checkpoint read = Checkpoint.read(file);
        assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.tensors().keySet()));
        tensors.forEach((name, tensor) -> {
            assertEquals(tensor.toString(), read.tensors().get(name).toString());
            assertEquals(tensor.data(), read.tensors().get(name).data(), name);
        });
        assertEquals(Map.of("epoch", "7"), read.extras());
    }

    @Test
    void shouldWriteEachTensorAtAMultipleOfItsElementSize() throws IOException {
        final Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("a", tensor(DType.U8, 3));
        tensors.put("b", tensor(DType.F32, 1));
        tensors.put("c", tensor(DType.F64, 1));
        final Path file = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0, bytes.getLong(0) % 8);
        assertEquals(
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[12,15]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                        + "\"c\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                new String(bytes.array(), 8, (int) bytes.getLong(0), StandardCharsets.UTF_8).strip());
    }

    @Test
    void shouldReplaceAFileWhileItsOldContentIsStillInUse() throws IOException {
        final Path file = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(file, Map.of("w", TensorData.ofFloats(new float[] {1, 2}, 2)), Map.of());
        final Checkpoint old = Checkpoint.read(file);
        SafetensorsWriter.write(file, Map.of("w", TensorData.ofFloats(new float[] {3}, 1)), Map.of());
        assertArrayEquals(new float[] {1, 2}, old.tensors().get("w").toFloats());
        assertArrayEquals(
                new float[] {3}, Checkpoint.read(file).tensors().get("w").toFloats());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void shouldLeaveNothingBehindWhereItCannotWrite() throws IOException {
        final Path taken =
                Files.createDirectories(folder.resolve("taken/inside")).getParent();
        final Fault fault = assertThrows(
                Fault.class,
                () -> SafetensorsWriter.write(taken, Map.of("w", TensorData.ofFloats(new float[] {3}, 1)), Map.of()));
        assertEquals(Fault.Kind.OUTPUT, fault.kind());
        assertTrue(fault.getMessage().startsWith(taken + " cannot be written"), fault.getMessage());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(taken), files.toList());
        }
        assertFalse(Files.exists(folder.resolve("none")));
    }

    static byte[] file(final String header, final int dataBytes) {
        final byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    @Test
    void shouldReadAFileWhoseFirstByteIsThatOfAPickle() throws IOException {
        final String header = "{\"w\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}";
        final byte[] bytes = file(header + " ".repeat(0x280 - header.length()), 4);
        assertEquals((byte) 0x80, bytes[0]);
        final Path file = Files.write(folder.resolve("w.safetensors"), bytes);
        assertEquals("{w=U8[4]}", Checkpoint.read(file).tensors().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}; 4; has 4 bytes",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}; 4; lies at [0, 8] of 4 bytes",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}; 8; end at byte 4 of 8",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}; 4; lies at [4, 0]",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}; 4; lies at [-4, 0]",
                "{'w':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}; 4; shape [-1]",
                "{'w':{'dtype':'F32','shape':[4294967296,4294967297],'data_offsets':[0,4]}}; 4; has 4 bytes",
                "{'w':{'dtype':'F32','shape':[1e0],'data_offsets':[0,4]}}; 4; does not describe tensors",
                "{'w':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,4]}}; 4; not the JSON",
                "{'w':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}}; 4; element type 'F8_E4M3'",
                "{'w':{'dtype':'F32','shape':[1]}}; 4; does not describe tensors",
                "{'w':{'dtype':['F32'],'shape':[1],'data_offsets':[0,4]}}; 4; does not describe tensors",
                "{'w':7}; 4; does not describe tensors",
                "{'a':{'dtype':'U8','shape':[3],'data_offsets':[0,3]},'b':{'dtype':'U8','shape':[2],"
                        + "'data_offsets':[2,4]}}; 4; overlap or leave a gap at byte 3",
                "{'w':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'w':{'dtype':'U8','shape':[2],"
                        + "'data_offsets':[2,4]}}; 4; not the JSON",
                "{'w':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} {}; 4; does not describe tensors",
                "{'w':{'dtype':'U8','shape':[4],'data_offsets':[0,4],'x':[[[[[[[[[[]]]]]]]]]]}}; 4; not the JSON",
                "{}; 0; holds no tensors",
            })
    void shouldRefuseAHeaderThatContradictsItself(final String header, final int dataBytes, final String what)
            throws IOException {
        final Path file = Files.write(folder.resolve("w.safetensors"), file(header.replace('\'', '"'), dataBytes));
        final Fault fault = assertThrows(Fault.class, () -> Checkpoint.read(file));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains(what), fault.getMessage());
    }
}
