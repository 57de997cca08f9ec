package org.objectomaly.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.image.Picture;
import org.objectomaly.image.PilResize;
import org.objectomaly.image.Region;
import org.objectomaly.nn.PictureTensor;
import org.objectomaly.nn.eager.FeatureTrace;
import org.objectomaly.nn.random.Fill;
import org.objectomaly.nn.sam.LongestSide;
import org.objectomaly.nn.sam.MaskDecoder;
import org.objectomaly.nn.sam.Prompts;
import org.objectomaly.nn.sam.Sam;

/** Runs the stages of SAM on the pictures and prompts of a golden case. */
final class SamCase {
    private final JsonNode config;
    private final String salt;
    private final Sam sam;
    private final Picture picture;
    private final EagerFeatures features = new EagerFeatures();

    SamCase(final JsonNode config, final Sam sam, final Picture picture) {
        this.config = config;
        this.salt = config.path("salt").asText();
        this.sam = sam;
        this.picture = picture;
    }

    /** Everything the case expects but what the generator makes. */
    @SuppressWarnings("try") // the scope and the mode only have to be open
    EagerFeatures run() {
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            prepare();
            final Tensor input = sam.input(picture, whole());
            features.put("preprocessed", input);
            final Tensor embedding = sam.imageEncoder().apply(input, features.trace("enc."));
            features.put("image_embedding", embedding);
            features.put("pe.dense_pe", sam.promptEncoder().densePosition());
            decodeSynthetic();
            final MaskDecoder.Answer answer = sam.decode(embedding, points(), true, features.trace("real."));
            features.put("real.low_res_logits", answer.logits());
            features.put("real.iou", answer.iou());
        }
        return features;
    }

    private Region whole() {
        return Region.whole(picture.width(), picture.height());
    }

    private LongestSide fit() {
        return new LongestSide(
                picture.height(), picture.width(), sam.imageEncoder().imageSize());
    }

    private void prepare() {
        try (Picture resized = PilResize.of(picture, whole(), fit().rows(), fit().columns())) {
            features.put("resized_rgb_u8", PictureTensor.of(resized).squeeze(0).permute(1, 2, 0));
        }
    }

    private void decodeSynthetic() {
        final Tensor embedding = input("synthetic_embedding");
        final MaskDecoder.Answer several = decode(embedding, "pts", points());
        features.put("post.pts.multi.masks_logits", Sam.enlarge(several.logits().narrow(0, 0, 2), fit()));
        final Tensor labels = Tensor.create(new float[] {1, 0, 0, 1}, 2, 2);
        final Prompts pairs = Prompts.ofPoints(pixels("points2", 2, 2, 2), labels);
        decode(embedding, "pts2", pairs);
        decode(embedding, "box", new Prompts(null, null, boxes(), null));
        final Prompts all = new Prompts(pairs.points(), labels, boxes(), input("mask_input"));
        features.put("pe.pts2_box_mask.dense", sam.promptEncoder().dense(all));
        decode(embedding, "pts2_box_mask", all);
    }

    private MaskDecoder.Answer decode(final Tensor embedding, final String name, final Prompts prompts) {
        features.put("pe." + name + ".sparse", sam.promptEncoder().sparse(prompts));
        final MaskDecoder.Answer single = sam.decode(embedding, prompts, false, FeatureTrace.NONE);
        features.put("dec." + name + ".single.low_res_logits", single.logits());
        features.put("dec." + name + ".single.iou", single.iou());
        final MaskDecoder.Answer several = sam.decode(embedding, prompts, true, FeatureTrace.NONE);
        features.put("dec." + name + ".multi.low_res_logits", several.logits());
        features.put("dec." + name + ".multi.iou", several.iou());
        return several;
    }

    private Prompts points() {
        final Tensor points = pixels("points", 6, 1, 2);
        return Prompts.ofPoints(points, torch.full_like(points.select(2, 0), new Scalar(1)));
    }

    private Tensor boxes() {
        final Tensor corners = pixels("boxes", 2, 2, 2);
        return torch.cat(
                new org.bytedeco.pytorch.TensorVector(
                        corners.amin(new long[] {1}, false), corners.amax(new long[] {1}, false)),
                1);
    }

    /** floor(u * size) */
    private Tensor pixels(final String name, final long... shape) {
        final long seed =
                Fill.seed(salt + config.get("inputs").get(name).get("key").asText());
        final float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float)
                    Math.floor(Fill.uniform(seed, i) * sam.imageEncoder().imageSize());
        }
        return Tensor.create(values, shape);
    }

    private Tensor input(final String name) {
        final JsonNode input = config.get("inputs").get(name);
        final long[] shape = new long[input.get("shape").size()];
        Arrays.setAll(shape, i -> input.get("shape").get(i).asLong());
        final int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        final String key = salt + input.get("key").asText();
        return Tensor.create(
                Fill.values(key, input.get("s").asDouble(), input.get("b").asDouble(), count), shape);
    }
}
