package org.objectomaly.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectomaly.Fault;

class AnalysisSizeTest {
    @Test
    void shouldKeepTheAspectUpToMultiplesOf32() {
        assertArrayEquals(new int[] {512, 288}, AnalysisSize.rows(288).of(1280, 720));
        assertArrayEquals(new int[] {512, 288}, AnalysisSize.parse("0.5").of(1024, 576));
        assertArrayEquals(new int[] {320, 256}, AnalysisSize.parse(".5").of(640, 500));
    }

    @Test
    void shouldTakeAGivenSize() {
        assertArrayEquals(new int[] {1024, 512}, AnalysisSize.parse("1024x512").of(99, 7));
        assertArrayEquals(new int[] {992, 512}, AnalysisSize.parse("1000x500").of(99, 7));
    }

    @Test
    void shouldTakeThePicturesOwnSizeAsItIs() {
        assertArrayEquals(new int[] {99, 7}, AnalysisSize.parse("own").of(99, 7));
    }

    @Test
    void shouldNeverBeEmpty() {
        assertArrayEquals(new int[] {32, 32}, AnalysisSize.parse("0.01").of(64, 48));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "-1", "1024*512", "half", "1e9", "99999999x1"})
    void shouldRefuseWhatIsNoSize(final String text) {
        assertEquals(
                Fault.Kind.USAGE,
                assertThrows(Fault.class, () -> AnalysisSize.parse(text)).kind());
    }
}
