package org.objectomaly.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.image.Picture;
import org.objectomaly.image.Region;

/**
 * What a network is given of a picture: its content, resized and normalised.
 *
 * <p>On the processor, two networks that want the same of a picture get the same tensor, made by the one that asks first. To be
 * used by one thread at a time; the picture by any number.
 */
public final class PictureInput implements AutoCloseable {
    private final Normalisation wanted;
    private final AnalysisSize size;
    private final Compute compute;
    private Program program;
    private Region drawnFor;
    private Wish wish;

    /** Equal for networks that can share. */
    private record Wish(Normalisation wanted, int width, int height) {}

    /** A tensor that outlives the scopes of those who look at it. */
    private record Made(Tensor tensor) implements Picture.Derived {
        static Made of(final Tensor tensor) {
            // A handle of its own: the program's is gone with its next run.
            final Made made = new Made(new Tensor(tensor));
            made.tensor.retainReference();
            return made;
        }

        @Override
        public void close() {
            tensor.releaseReference();
        }
    }

    /**
     * An input that was asked for nothing yet.
     *
     * @param wanted how the network wants its pictures
     * @param size at which it looks at a picture's content
     * @param compute where it runs
     */
    public PictureInput(final Normalisation wanted, final AnalysisSize size, final Compute compute) {
        this.wanted = wanted;
        this.size = size;
        this.compute = compute;
    }

    /**
     * The input of a picture.
     *
     * @param picture any
     * @return {@code [1,3,h,w]} in single precision, where the network runs; not to be changed, and valid until the picture
     *     changes or, on a GPU, until the next call
     */
    public Tensor of(final Picture picture) {
        final Region content = picture.content();
        if (program == null || content.width() != drawnFor.width() || content.height() != drawnFor.height()) {
            close();
            draw(content);
        }
        if (!compute.onCpu()) {
            // What a GPU makes is there only for who works on the same stream.
            return program.run(PictureTensor.of(picture));
        }
        return picture.shared(wish, Made.class, () -> Made.of(program.run(PictureTensor.of(picture))))
                .tensor();
    }

    private void draw(final Region content) {
        final int[] sides = size.of(content.width(), content.height());
        wish = new Wish(wanted, sides[0], sides[1]);
        program = Program.of(compute, sketch -> {
            final Node bytes = sketch.input(3, content.height(), content.width());
            return List.of(wanted.draw(sketch, bytes, sides[1], sides[0]));
        });
        drawnFor = content;
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
            program = null;
        }
    }
}
