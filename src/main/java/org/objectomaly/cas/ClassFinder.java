package org.objectomaly.cas;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.nn.Compute;
import org.objectomaly.nn.Network;
import org.objectomaly.nn.Normalisation;
import org.objectomaly.nn.PictureProgram;

/**
 * What a segmentation network was trained for: the class of each pixel, that of the largest logit after the logits have
 * been enlarged. To be used by one thread at a time.
 */
public final class ClassFinder implements AutoCloseable {
    private final int known;
    private final PictureProgram program;

    /**
     * A finder; the network is built at the first picture.
     *
     * @param network gives logits {@code [1,C,h,w]} of any size
     * @param input how it wants its pictures
     * @param known number of known classes, the first channels, at most 128
     * @param size at which the network looks at a picture
     * @param compute where the network runs
     */
    public ClassFinder(
            final Network network,
            final Normalisation input,
            final int known,
            final AnalysisSize size,
            final Compute compute) {
        this.known = known;
        this.program = new PictureProgram(
                (sketch, picture) -> sketch.firstChannels(network.draw(sketch, picture), known), input, size, compute);
    }

    /**
     * How many classes there are.
     *
     * @return numbers of classes are below this
     */
    public int known() {
        return known;
    }

    /**
     * Looks at a picture.
     *
     * @param picture any, all of it content
     * @return the class of each pixel, row-major
     */
    @SuppressWarnings("try") // the scope and the mode only have to be open
    public byte[] find(final Picture picture) {
        final byte[] classes = new byte[picture.width() * picture.height()];
        try (PointerScope scope = new PointerScope();
                InferenceMode mode = new InferenceMode(true)) {
            final Tensor logits = torch.upsample_bilinear2d(
                    program.run(picture), new long[] {picture.height(), picture.width()}, false);
            final Tensor largest = logits.argmax(new LongOptional(1), false)
                    .to(torch.ScalarType.Byte)
                    .cpu()
                    .contiguous();
            new BytePointer(largest.data_ptr()).get(classes);
        }
        return classes;
    }

    @Override
    public void close() {
        program.close();
    }
}
