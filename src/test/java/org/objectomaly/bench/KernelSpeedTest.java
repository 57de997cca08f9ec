package org.objectomaly.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.HostCuda;

class KernelSpeedTest {
    @Test
    void shouldHoldKernelsAgainstTheBytesTheyMustMove() {
        try (CudaDevice device = HostCuda.open(0)) {
            final List<KernelCost> costs = new KernelSpeed(device, 1).measure();
            assertEquals(
                    List.of("copy", "oasc", "mbp", "oasc + mbp", "oasc", "mbp", "oasc + mbp"),
                    costs.stream().map(KernelCost::name).toList());
            final double pixels = 1920 * 1080 / 1e6;
            // 100 masks are four words of 4 bytes a pixel.
            assertEquals(pixels * (3 * 4 + 2 * 16), costs.get(4).megabytes(), 1e-9);
            assertEquals(pixels * 8, costs.get(5).megabytes(), 1e-9);
            for (final KernelCost cost : costs) {
                assertTrue(cost.milliseconds() > 0 && cost.share() > 0, cost.toString());
            }
        }
    }
}
