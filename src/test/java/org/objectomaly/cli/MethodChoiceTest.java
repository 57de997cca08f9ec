package org.objectomaly.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.oasc.MaskOrder;

final class MethodChoiceTest {
    @Test
    void shouldShareTheThreadsAmongTwoNetworks() {
        assertEquals(4, choice("road-cas", "road-masks").threadsEach(8));
        assertEquals(1, choice("road-cas", "road-masks").threadsEach(2));
        assertEquals(1, choice("road-cas", "road-masks").threadsEach(1));
    }

    @Test
    void shouldLeaveAllThreadsToOneNetwork() {
        assertEquals(2, choice("road-cas", "none").threadsEach(2));
        assertEquals(2, choice("none", "road-masks").threadsEach(2));
    }

    private static MethodChoice choice(final String cas, final String masks) {
        return new MethodChoice(
                cas,
                null,
                "360p",
                MaskQuality.FAST,
                false,
                masks,
                "360p",
                MaskQuality.FAST,
                new SamOptions(),
                MaskOrder.PAPER,
                60,
                0.0002);
    }
}
