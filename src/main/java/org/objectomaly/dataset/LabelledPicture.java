package org.objectomaly.dataset;

import java.nio.file.Path;
import org.objectomaly.Fault;
import org.objectomaly.image.LabelMap;
import org.objectomaly.image.Picture;

/** A picture with its ground truth; nothing is read before it is asked for, and nothing is kept. */
public final class LabelledPicture {
    private final String name;
    private final Path picturePath;
    private final Path labelPath;
    private final LabelRule rule;

    LabelledPicture(final String name, final Path picturePath, final Path labelPath, final LabelRule rule) {
        this.name = name;
        this.picturePath = picturePath;
        this.labelPath = labelPath;
        this.rule = rule;
    }

    /**
     * What it is called in its data set.
     *
     * @return the name without extension, unique in its set
     */
    public String name() {
        return name;
    }

    /**
     * Where the picture lies.
     *
     * @return a file
     */
    public Path picturePath() {
        return picturePath;
    }

    /**
     * Where the ground truth lies.
     *
     * @return a file
     */
    public Path labelPath() {
        return labelPath;
    }

    /**
     * Reads the picture as it is stored: 8-bit RGB of the file's own size. Grey and 16-bit pictures are converted,
     * transparency is dropped, and a note of the camera that the picture should be turned is not followed, since labels
     * know nothing of it.
     *
     * @return the picture, {@code [H,W,3]}, to be closed by the caller
     * @throws Fault of kind INPUT if the file is damaged or no picture
     */
    public Picture readPicture() {
        return PictureFile.read(picturePath);
    }

    /**
     * Reads the ground truth at the picture's size. Labels of another size or shape are stretched over the whole
     * picture; pixel (x, y) takes the stored label at column {@code floor((x + 0.5) * storedWidth / width)} and the row
     * likewise.
     *
     * @param width columns of the picture, at least 1
     * @param height rows of the picture, at least 1
     * @return the labels, {@code [H,W]}
     * @throws Fault of kind INPUT if the file is damaged, or has a value that means nothing in this layout
     */
    public LabelMap readLabels(final int width, final int height) {
        return LabelFile.read(labelPath, rule, width, height);
    }
}
