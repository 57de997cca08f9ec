package org.objectomaly.objectness;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.objectomaly.nn.Work;

/**
 * Mixed prototypes: for each detection a coarse map that is above 0 where the object is.
 *
 * @param values {@code [N,height,width]}
 * @param width columns
 * @param height rows
 */
public record MaskLogits(FloatBuffer values, int width, int height) {
    /**
     * Mixes prototypes.
     *
     * @param prototypes {@code [1,M,h,w]}
     * @param detections N with M coefficients each
     * @return N maps; their memory belongs to the caller's scope
     */
    public static MaskLogits of(final Tensor prototypes, final List<Detection> detections) {
        final Tensor mixed = mixed(prototypes, detections);
        return new MaskLogits(floats(mixed.cpu()), Math.toIntExact(mixed.size(2)), Math.toIntExact(mixed.size(1)));
    }

    /** The same where the prototypes are, {@code [N,h,w]}, without gaps. */
    static Tensor mixed(final Tensor prototypes, final List<Detection> detections) {
        final int count = Math.toIntExact(prototypes.size(1));
        final float[] coefficients = new float[detections.size() * count];
        for (int i = 0; i < detections.size(); i++) {
            System.arraycopy(detections.get(i).coefficients(), 0, coefficients, i * count, count);
        }
        final Tensor factors = Tensor.create(coefficients, new long[] {detections.size(), count})
                .to(prototypes.device(), ScalarType.Float);
        // With its channels last a map is a matrix of one row a pixel, so that nothing is copied here.
        final Tensor pixels =
                prototypes.to(ScalarType.Float).permute(0, 2, 3, 1).contiguous().view(new long[] {-1, count});
        Work.ofThisThread().add(factors.numel() * pixels.size(0), false);
        return torch.matmul(factors, pixels.t())
                .contiguous()
                .view(new long[] {-1, prototypes.size(2), prototypes.size(3)});
    }

    /** The values of a tensor of single precision without gaps, valid as long as the tensor is. */
    static FloatBuffer floats(final Tensor tensor) {
        return new FloatPointer(tensor.data_ptr()).capacity(tensor.numel()).asBuffer();
    }
}
