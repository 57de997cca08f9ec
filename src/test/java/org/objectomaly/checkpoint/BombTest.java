package org.objectomaly.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectomaly.Fault;
import org.objectomaly.checkpoint.PickleWriter.Call;
import org.objectomaly.checkpoint.PickleWriter.Global;
import org.objectomaly.checkpoint.PickleWriter.Persistent;
import org.objectomaly.checkpoint.PickleWriter.Raw;

/** Files made to crash, to hang or to use up the memory of whoever reads them. */
@Timeout(60)
final class BombTest {
    private static final Path NAME = Path.of("bomb.pth");
    private static final int MANY = 150_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TorchFileWriter file = new TorchFileWriter().floats("s", 1, 2, 3, 4, 5, 6);

    private static Checkpoint read(final byte[] content) {
        return Checkpoint.read(NAME, Bytes.of(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN)));
    }

    private static void refuse(final byte[] content, final String what) {
        final Fault fault = assertThrows(Fault.class, () -> read(content));
        assertEquals(Fault.Kind.MODEL, fault.kind());
        assertTrue(fault.getMessage().contains(what), fault.getMessage());
        assertTrue(fault.getMessage().length() < 400, fault.getMessage());
    }

    /** A bare pickle of the given opcodes. */
    private static byte[] program(final Object... parts) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 4});
        for (final Object part : parts) {
            if (part instanceof String text) {
                out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            } else {
                out.write((Integer) part);
            }
        }
        return out.toByteArray();
    }

    private static String times(final int count, final String opcodes) {
        return opcodes.repeat(count);
    }

    @Test
    void shouldRefuseLengthsBeyondTheFile() {
        refuse(program("X", "\u00ff\u00ff\u00ff\u00ff"), "a text of 4294967295 bytes");
        refuse(program(0x8d, "\0\0\0\0\0\1\0\0"), "a text of 1099511627776 bytes");
        refuse(program(0x8d, "\0\0\0\0\0\0\0\u0080"), "expected from byte");
        refuse(program(0x8e, "\0\0\0\0\0\1\0\0"), "1099511627776 bytes are expected from byte 11");
        refuse(program(0x8e, "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"), "-1 bytes are expected");
        refuse(program("B", "\u00ff\u00ff\u00ff\u007f"), "2147483647 bytes are expected");
        refuse(program("T", "\u00ff\u00ff\u00ff\u00ff"), "4294967295 bytes are expected");
        refuse(program(0x8b, "\u00ff\u00ff\u00ff\u00ff"), "an integer of 4294967295 bytes");
        refuse(program("c", times(MANY, "a")), "is longer than 512 bytes");
    }

    @Test
    void shouldTakeHugeAndMissingMemoNumbersForNumbers() {
        refuse(
                program("Nr", "\u00ff\u00ff\u00ff\u00ff", "0j", "\u00ff\u00ff\u00ff\u00ff", "."),
                "no tensors were found");
        refuse(program("j", "\u00ff\u00ff\u00ff\u00ff", "."), "recalls number 4294967295");
    }

    @Test
    void shouldNotRecurseIntoDeepNests() {
        refuse(program(times(MANY, "]"), times(MANY - 1, "a"), "."), "no tensors were found");
        refuse(program("N", times(MANY, "\u0085"), "."), "no tensors were found");
        refuse(program(times(MANY, "("), times(MANY, "t"), "."), "no tensors were found");
        refuse(program(times(MANY, "}U\1a"), "N", times(MANY, "s"), "."), "no tensors were found");
        refuse(program("cm\nC\n", times(MANY, ")R"), "."), "no tensors were found");
        refuse(program("N", times(MANY, "Q"), "."), "no tensors were found");
    }

    @Test
    void shouldNotFollowWhatContainsItself() {
        refuse(program("]q\0h\0a."), "no tensors were found");
        refuse(program("]q\0(h\0\u0085q\1h\1h\1e."), "no tensors were found");
        refuse(program("}q\0U\5modelh\0s."), "no tensors were found");
        refuse(program("}q\0(U\5modelh\0U\3emah\0U\3neth\0U\1xh\0u."), "no tensors were found");
        refuse(program("}q\0h\0h\0s]q\1h\1h\1s."), "sets entries of what is no dict");
        refuse(program("cm\nC\n)Rq\0h\0b."), "'m.C'");
        refuse(program("ccollections\nOrderedDict\n]q\0h\0a\u0085R."), "no tensors were found");
        refuse(
                program("ctorch._utils\n_rebuild_parameter\n]q\0R0h\0ctorch._utils\n_rebuild_parameter\nh\0Ra0}U\1w"
                        + "ctorch._utils\n_rebuild_parameter\nh\0Rs."),
                "a parameter holds itself");
        refuse(program("}U\1wctorch._tensor\n_rebuild_from_type_v2\n(]q\0h\0aNh\0tRs."), "something unnamed");
    }

    @Test
    void shouldNotWalkABranchAsOftenAsItIsReferredTo() {
        // Each module has the one below as its child twice: forty of them make a million million paths.
        final StringBuilder modules = new StringBuilder("cm\nC\n)R}(U\10_modules}U\13_parameters}ubq\0");
        for (int level = 0; level < 40; level++) {
            modules.append("0cm\nC\n)R}(U\10_modules}(U\1ah\0U\1bh\0uU\13_parameters}ubq\0");
        }
        refuse(program(modules + "."), "its modules are more or nested deeper");
        refuse(
                program("cm\nC\n)Rq\0}(U\10_modules}U\1ah\0sU\13_parameters}ub."),
                "its modules are more or nested deeper");
    }

    @Test
    void shouldLimitStepsNamesAndText() {
        refuse(program(times(PickleMachine.MAX_STEPS, "N"), "."), "more than 2000000 steps");
        refuse(program(times(PickleMachine.MAX_STEPS, "("), "."), "more than 2000000 steps");
        refuse(program(times(PickleMachine.MAX_STEPS / 2, "N0"), "."), "more than 2000000 steps");
        final String longName = times(2000, "n");
        refuse(file.zip(Map.of(longName, file.tensor("s", 6))), "longer tensors than any network has");
    }

    @Test
    void shouldBoundTheHeapByTheStepsOfTheCostliestPrograms() {
        final long before = threads.getCurrentThreadAllocatedBytes();
        refuse(program(times(MANY, "cm\nC\n\u0094"), "."), "no tensors were found");
        refuse(program(times(MANY, "}NNs\u0094"), "."), "no tensors were found");
        refuse(program(times(MANY, "N)R\u0094"), "."), "no tensors were found");
        final long steps = (2 + 5 + 4) * MANY;
        final long bytesAStep = (threads.getCurrentThreadAllocatedBytes() - before) / steps;
        assertTrue(bytesAStep < 200, bytesAStep + " bytes for every step, garbage included");
    }

    private void refuseTensor(final long offset, final long[] shape, final long[] strides, final String what) {
        final Map<String, Call> content = Map.of("w", file.view("s", offset, shape, strides));
        refuse(file.zip(content), what);
        refuse(file.legacy(content), what);
    }

    @Test
    void shouldRefuseViewsThatDoNotLieInTheirStorage() {
        refuseTensor(0, new long[] {1L << 31, 1L << 31}, new long[] {1L << 31, 1}, "overflows");
        refuseTensor(0, new long[] {1L << 31, 1L << 30}, new long[] {1L << 30, 1}, "overflows");
        refuseTensor(0, new long[] {1L << 40}, new long[] {1}, "4398046511104 bytes are expected");
        refuseTensor(0, new long[] {7}, new long[] {1}, "28 bytes are expected from byte 0");
        refuseTensor(0, new long[] {2, 2}, new long[] {5, 1}, "28 bytes are expected");
        refuseTensor(1, new long[] {6}, new long[] {1}, "24 bytes are expected from byte 4");
        refuseTensor(-1, new long[] {6}, new long[] {1}, "begins before its storage");
        refuseTensor(Long.MAX_VALUE, new long[] {6}, new long[] {1}, "overflows");
        refuseTensor(0, new long[] {2, 2}, new long[] {Long.MAX_VALUE, 1}, "overflows");
        refuseTensor(0, new long[] {-2, -3}, new long[] {3, 1}, "negative");
        refuseTensor(5, new long[] {2}, new long[] {-1}, "negative");
        refuseTensor(0, new long[] {1L << 40, 2}, new long[] {0, 1}, "far beyond the size of the file");
        refuseTensor(0, new long[] {2}, new long[] {1, 1}, "1 dimensions but 2 strides");
        refuseTensor(0, new long[65], new long[65], "65 dimensions");
    }

    @Test
    void shouldRefuseStoragesThatAreNotAsTheyAreDescribed() {
        final Global floats = new Global("torch", "FloatStorage");
        refuseStorage("no entry 'archive/data/none'", floats, "none", "cpu", 6);
        refuseStorage("no entry 'archive/data/../data.pkl'", floats, "../data.pkl", "cpu", 6);
        refuseStorage("storage 's' has 24 bytes where 28 are expected", floats, "s", "cpu", 7);
        refuseStorage("claims -1 elements", floats, "s", "cpu", -1);
        refuseStorage("claims 9223372036854775807 elements", floats, "s", "cpu", Long.MAX_VALUE);
        refuseStorage("type 'torch.QUInt8Storage'", new Global("torch", "QUInt8Storage"), "s", "cpu", 6);
        refuseStorage("type 'evil.FloatStorage'", new Global("evil", "FloatStorage"), "s", "cpu", 6);
        refuseStorage("names a storage by something else", floats, List.of(), "cpu", 6);
        refuseStorage("in an unknown way", floats);
    }

    private void refuseStorage(final String what, final Object... description) {
        final List<Object> id = new ArrayList<>(List.of("storage"));
        id.addAll(List.of(description));
        final Call tensor = TorchFileWriter.rebuild(new Persistent(id), 0L, List.of(2L), List.of(1L));
        refuse(file.zip(Map.of("w", tensor)), what);
    }

    @Test
    void shouldMultiplyNoMemoryByManyViewsOfOneStorage() {
        final Map<String, Object> views = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            views.put("w" + i, file.view("s", 0, new long[] {1 << 17, 2}, new long[] {0, 1}));
        }
        refuse(file.zip(views), "far beyond the size of the file");
    }

    private static void put(final byte[] zip, final int fromEnd, final int bytes, final long value) {
        for (int i = 0; i < bytes; i++) {
            zip[zip.length - fromEnd + i] = (byte) (value >> 8 * i);
        }
    }

    private static int find(final byte[] file, final int signature) {
        final ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (buffer.getInt(at) != signature) {
            at++;
        }
        return at;
    }

    @Test
    void shouldRefuseArchivesThatClaimTooMuch() {
        final Map<String, Call> content = Map.of("w", file.tensor("s", 6));
        final byte[] tooMany = file.zip(content);
        put(tooMany, 22 - 10, 2, 0xffff);
        refuse(tooMany, "4 bytes are expected from byte 122 on of a part that has 122");
        final byte[] elsewhere = file.zip(content);
        put(elsewhere, 22 - 16, 4, 7);
        refuse(elsewhere, "directory is broken at byte 0");
        final byte[] tooLong = file.zip(content);
        put(tooLong, 22 - 12, 4, 0xfffffff0L);
        refuse(tooLong, "claims 2 entries in a directory of 4294967280 bytes");
        final byte[] outside = file.zip(content);
        put(outside, 22 - 16, 4, 0xfffffff0L);
        refuse(outside, "are expected from byte 4294967280");
        final byte[] oneTerabyte = zip64(1L << 40, 1L << 40, 0);
        refuse(oneTerabyte, "1099511627776 bytes are expected");
        refuse(zip64(-1, -1, 0), "-1 bytes are expected");
        refuse(zip64(1, 1, Long.MIN_VALUE), "from byte -9223372036854775808");
        refuse(zip64(1, 2, 0), "has two sizes");
        final byte[] inflatesToTerabyte = zip64(100, 1L << 40, 0);
        inflatesToTerabyte[find(inflatesToTerabyte, 0x02014b50) + 10] = 8;
        refuse(inflatesToTerabyte, "claims to inflate to 1099511627776 bytes");
        final byte[] twins = file.zip(content, ZipEntry.STORED, Map.of("data/t", ""));
        twins[new String(twins, StandardCharsets.ISO_8859_1).lastIndexOf("data/t") + 5] = 's';
        refuse(twins, "two entries 'archive/data/s'");
        final byte[] encrypted = file.zip(content);
        encrypted[find(encrypted, 0x02014b50) + 8] |= 1;
        refuse(encrypted, "is encrypted");
        final byte[] otherMethod = file.zip(content);
        otherMethod[find(otherMethod, 0x02014b50) + 10] = 14;
        refuse(otherMethod, "compressed by method 14");
    }

    /** An archive of one entry data.pkl whose sizes and place are in the directory's zip64 fields. */
    static byte[] zip64(final long packed, final long unpacked, final long header) {
        final byte[] name = "a/data.pkl".getBytes(StandardCharsets.US_ASCII);
        final byte[] pickle = {(byte) 0x80, 2, '}', '.'};
        final ByteBuffer zip = ByteBuffer.allocate(500).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(0x04034b50).position(26);
        zip.putShort((short) name.length).putShort((short) 0).put(name).put(pickle);
        final int directory = zip.position();
        zip.putInt(0x02014b50).position(directory + 20);
        zip.putInt(-1).putInt(-1).putShort((short) name.length).putShort((short) (28 + 6));
        zip.position(directory + 42);
        zip.putInt(-1).put(name);
        zip.putShort((short) 0x7777).putShort((short) 2).putShort((short) 0);
        zip.putShort((short) 1).putShort((short) 24);
        zip.putLong(unpacked).putLong(packed).putLong(header);
        final int end = zip.position();
        zip.putInt(0x06064b50).position(end + 32);
        zip.putLong(1).putLong(end - directory).putLong(directory);
        zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        zip.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
        return Arrays.copyOf(zip.array(), zip.position());
    }

    @Test
    void shouldReadSizesThatAreInZip64Fields() {
        refuse(zip64(4, 4, 0), "no tensors were found in it (its entries are )");
    }

    @Test
    void shouldRefuseAnEntryThatInflatesFarBeyondTheFile() {
        final TorchFileWriter zeros = new TorchFileWriter().storage("z", "ByteStorage", 1, new byte[64 << 20]);
        final byte[] bomb = zeros.zip(Map.of("w", zeros.tensor("z", 64 << 20)), ZipEntry.DEFLATED, Map.of());
        assertTrue(bomb.length < 100_000);
        refuse(bomb, "far beyond the size of the file");
    }

    @Test
    void shouldRefuseEveryLengthOfAHeaderThatCannotBe() {
        for (final long length :
                new long[] {Long.MIN_VALUE, -1, 0, 1, 1L << 40, Long.MAX_VALUE, Safetensors.MAX_HEADER}) {
            final byte[] header = SafetensorsTest.file("{}          ", 0);
            ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            refuse(header, "is damaged");
        }
    }

    @Test
    void shouldReadAHeaderOfManyTensorsInBoundedMemory() {
        final StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < StateDict.MAX_TENSORS + 1; i++) {
            header.append(i == 0 ? "" : ",")
                    .append("\"t")
                    .append(i)
                    .append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        refuse(SafetensorsTest.file(header.append('}').toString(), 0), "more tensors than any network has");
    }

    @Test
    void shouldKeepTheNamesOfAFileFromTheTerminal() {
        final List<Raw> none = new ArrayList<>();
        refuse(file.zip(Map.of("\u001b[2J\nspoof", none)), "'?[2J?spoof'");
        refuse(program("c", times(400, "m"), "\n", times(400, "n"), "\n)R."), "mmm...'");
    }
}
