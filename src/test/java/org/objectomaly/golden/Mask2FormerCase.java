package org.objectomaly.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.MaskQuality;
import org.objectomaly.nn.eager.Compute;
import org.objectomaly.nn.eager.Precision;
import org.objectomaly.nn.eager.Values;
import org.objectomaly.nn.mask2former.Mask2Former;
import org.objectomaly.nn.mask2former.PaddedPicture;

/**
 * Runs a network that stands on Mask2Former on the picture of a golden case. All its features together would fill the
 * memory, so each is compared as soon as it is there.
 */
final class Mask2FormerCase {
    private static final Compute CPU = Compute.cpu(Precision.SINGLE);

    private final JsonNode config;
    private final Expected expected;
    private final NetworkCase testCase;
    /** What was compared, and what was wrong with it: null if nothing was. */
    private final Map<String, AssertionError> compared = new LinkedHashMap<>();

    Mask2FormerCase(final NetworkCase testCase) {
        this.testCase = testCase;
        this.config = testCase.config();
        this.expected = testCase.expected();
    }

    /** What is wrong with each feature that the case expects and the network has. */
    @SuppressWarnings("try") // the scope and the mode only have to be open
    Map<String, AssertionError> run() {
        try (Mask2Former network = Mask2Former.of(testCase.weights(), CPU, MaskQuality.EXACT);
                Picture picture = testCase.picture();
                PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final PaddedPicture fit = fit(picture);
            final Region whole = Region.whole(picture.width(), picture.height());
            final Tensor seen = fit.resized(picture, whole, CPU);
            network.apply(fit.padded(seen), this::see);
        }
        return compared;
    }

    /** Under the names that the cases have: some with a prefix, some without that of a module. */
    private void see(final String name, final Tensor feature) {
        // The reference has queries before pictures.
        final boolean isQuery = name.matches("predictor\\.(cross|ffn)\\..*");
        final Tensor arranged = isQuery ? feature.transpose(0, 1) : feature;
        final String plain = name.replaceFirst("^predictor\\.(aux)", "$1");
        Stream.of(plain, plain.replaceFirst("^backbone\\.", ""))
                .flatMap(n -> Stream.of(n, "na." + n, n.replaceFirst("blocks\\.\\d+$", "blocks.last")))
                .distinct()
                .forEach(n -> compare(n, arranged));
    }

    private void compare(final String name, final Tensor feature) {
        if (!config.get("tensors").has(name)) {
            return;
        }
        final double tolerance = name.endsWith("_u8") ? 1 : expected.tolerance(name);
        try {
            expected.assertClose(
                    name,
                    tolerance,
                    Values.floats(feature),
                    feature.sizes().vec().get());
            compared.put(name, null);
        } catch (final AssertionError e) {
            compared.put(name, e);
        }
    }

    private PaddedPicture fit(final Picture picture) {
        final JsonNode resized = config.get("preprocessing").path("resized_hw");
        return new PaddedPicture(
                picture.height(),
                picture.width(),
                resized.path(0).asInt(picture.height()),
                resized.path(1).asInt(picture.width()));
    }
}
