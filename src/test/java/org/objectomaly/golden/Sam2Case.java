package org.objectomaly.golden;

import com.fasterxml.jackson.databind.JsonNode;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Precision;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.eager.SinePosition;
import org.objectomaly.nn.random.Fill;
import org.objectomaly.nn.sam.Prompts;
import org.objectomaly.nn.sam2.Sam2;
import org.objectomaly.nn.sam2.Sam2Features;
import org.objectomaly.nn.sam2.Sam2Input;
import org.objectomaly.nn.sam2.Sam2MaskDecoder;

/** Runs the stages of SAM 2 on the picture and the prompts of a golden case. */
final class Sam2Case {
    private static final int POINTS = 5;

    /** Masks for further use are kept within these logits. */
    private static final double CLAMP = 32;

    private final JsonNode config;
    private final Sam2 sam;
    private final Picture picture;
    private final Region whole;
    private final Sam2Input fit;
    private final EagerFeatures features = new EagerFeatures();

    Sam2Case(final JsonNode config, final Sam2 sam, final Picture picture) {
        this.config = config;
        this.sam = sam;
        this.picture = picture;
        this.whole = Region.whole(picture.width(), picture.height());
        this.fit = sam.fit(picture.height(), picture.width());
    }

    /** Everything the case expects but what the generator makes. */
    @SuppressWarnings("try") // the scope and the mode only have to be open
    EagerFeatures run() {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final Compute cpu = Compute.cpu(Precision.SINGLE);
            final Tensor input = sam.input(picture, whole);
            features.put("preprocessed", input);
            features.put("preprocessed_no_antialias", fit.of(picture, whole, false, cpu));
            final Sam2Features seen = sam.imageEncoder().apply(input, this::keepExpected);
            features.put("image_embed", seen.embedding());
            features.put("high_res_feats.0", seen.fourTimes());
            features.put("high_res_feats.1", seen.twice());
            final Tensor embedding = seen.embedding();
            features.put("vision_pos.2", SinePosition.of(cpu, (int) embedding.size(1), (int) embedding.size(2), (int)
                    embedding.size(3)));
            features.put("prompt.dense_pe", sam.promptEncoder().densePosition());
            decode(seen);
        }
        return features;
    }

    /** All features of a large encoder would fill the heap. */
    private void keepExpected(final String name, final Tensor feature) {
        if (config.get("tensors").has(name)) {
            features.put(name, feature);
        }
    }

    private void decode(final Sam2Features seen) {
        final Tensor points = points();
        final Prompts prompts = Prompts.ofPoints(points, torch.full_like(points.select(2, 0), new Scalar(1)));
        features.put("prompt.sparse", sam.promptEncoder().sparse(prompts));
        put("dec.single_dynamic.", sam.decode(seen, prompts, false, FeatureTrace.NONE));
        final Sam2MaskDecoder.Answer several = sam.decode(seen, prompts, true, FeatureTrace.NONE);
        put("dec.multi.", several);
        features.put("predict.masks_logits", fit.enlarge(several.logits()));
        final Tensor corners = box();
        final Tensor boxAndPoint = torch.cat(new TensorVector(corners, points.narrow(0, 0, 1)), 1);
        final Tensor labels = Tensor.create(new float[] {2, 3, 1}, 1, 3);
        final Sam2MaskDecoder.Answer one =
                sam.decode(seen, Prompts.ofPoints(boxAndPoint, labels), false, FeatureTrace.NONE);
        final ScalarOptional least = new ScalarOptional(new Scalar(-CLAMP));
        features.put(
                "predict_box_point.low_res_clamped", one.logits().clamp(least, new ScalarOptional(new Scalar(CLAMP))));
        features.put("predict_box_point.iou", one.iou());
    }

    private void put(final String prefix, final Sam2MaskDecoder.Answer answer) {
        features.put(prefix + "low_res", answer.logits());
        features.put(prefix + "iou", answer.iou());
        features.put(prefix + "obj_score_logits", answer.objectScore());
        features.put(prefix + "mask_tokens", answer.tokens());
    }

    /** Pixels floor(u * size), in the square. */
    private Tensor points() {
        final long seed = Fill.seed(
                config.path("salt").asText() + config.get("points").get("key").asText());
        final float[] values = new float[2 * POINTS];
        for (int i = 0; i < values.length; i += 2) {
            values[i] = fit.x(Math.floor(Fill.uniform(seed, i) * picture.width()));
            values[i + 1] = fit.y(Math.floor(Fill.uniform(seed, i + 1) * picture.height()));
        }
        return Tensor.create(values, POINTS, 1, 2);
    }

    /** Two corners. */
    private Tensor box() {
        final float[] values = new float[4];
        for (int i = 0; i < values.length; i += 2) {
            values[i] = fit.x(config.get("box").get(i).asDouble());
            values[i + 1] = fit.y(config.get("box").get(i + 1).asDouble());
        }
        return Tensor.create(values, 1, 2, 2);
    }
}
