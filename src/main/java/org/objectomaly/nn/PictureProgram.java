package org.objectomaly.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;

/**
 * A drawn network that looks at the content of pictures:
 *
 * <pre>   content of the picture -- resize, normalise -- network </pre>
 *
 * <p>One program, drawn anew when the size of the content changes. On a GPU with this program's kernels, a picture that was
 * made of a frame's planes is made again there, of the planes. To be used by one thread at a time.
 */
public final class PictureProgram implements AutoCloseable {
    private final Network network;
    private final Normalisation wanted;
    private final AnalysisSize size;
    private final Compute compute;
    private final PictureInput ofPixels;
    private Program program;
    private Tensor input;
    private DevicePicture planes;
    private Region drawnFor;

    /**
     * A network that has seen nothing yet.
     *
     * @param network is given a normalised picture
     * @param wanted how it wants its pictures
     * @param size at which it looks at a picture's content
     * @param compute where it runs
     */
    public PictureProgram(
            final Network network, final Normalisation wanted, final AnalysisSize size, final Compute compute) {
        this.network = network;
        this.wanted = wanted;
        this.size = size;
        this.compute = compute;
        this.ofPixels = new PictureInput(wanted, size, compute);
    }

    /**
     * Looks at a picture.
     *
     * @param picture any
     * @return what the network draws, where it runs; valid until the next run
     */
    public Tensor run(final Picture picture) {
        final Region content = picture.content();
        final boolean ofPlanes = compute.gpu() != null && picture.planes() != null;
        if (program == null
                || content.width() != drawnFor.width()
                || content.height() != drawnFor.height()
                || ofPlanes != (input != null)) {
            close();
            draw(content, ofPlanes);
        }
        if (!ofPlanes) {
            return program.run(ofPixels.of(picture));
        }
        planes.make(
                picture.planes(), content, side(3), side(2), input.data_ptr().address());
        return program.run(input);
    }

    private int side(final int dimension) {
        return Math.toIntExact(input.size(dimension));
    }

    private void draw(final Region content, final boolean ofPlanes) {
        final int[] sides = size.of(content.width(), content.height());
        drawnFor = content;
        if (ofPlanes) {
            planes = new DevicePicture(compute.gpu(), wanted);
            input = compute.single(torch.empty(1, 3, sides[1], sides[0]));
            input.retainReference();
        }
        program = Program.of(
                compute,
                sketch -> List.of(network.draw(sketch, sketch.converted(sketch.input(3, sides[1], sides[0])))));
    }

    @Override
    public void close() {
        ofPixels.close();
        if (program != null) {
            program.close();
            program = null;
        }
        if (input != null) {
            input.releaseReference();
            input = null;
            planes.close();
        }
    }
}
