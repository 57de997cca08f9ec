package org.objectomaly.dataset;

import java.nio.file.Path;
import java.util.List;
import org.objectomaly.Fault;
import org.objectomaly.image.Picture;
import org.objectomaly.image.SegmentMap;

/**
 * A picture that one or more people cut into segments; nothing is read before it is asked for, and nothing is kept.
 *
 * @param name what it is called, unique in its set
 * @param picturePath where the picture lies
 * @param segmentPaths where the segmentations lie, one a person, at least one
 */
public record SegmentedPicture(String name, Path picturePath, List<Path> segmentPaths) {
    /**
     * Reads the picture as {@link LabelledPicture#readPicture} does.
     *
     * @return the picture, {@code [H,W,3]}, to be closed by the caller
     * @throws Fault of kind INPUT if the file is damaged or no picture
     */
    public Picture readPicture() {
        return PictureFile.read(picturePath);
    }

    /**
     * Reads the segmentations.
     *
     * @param width columns of the picture
     * @param height rows of the picture
     * @return one a person, each {@code [H,W]}
     * @throws Fault of kind INPUT if a file is damaged or has another size
     */
    public List<SegmentMap> readSegments(final int width, final int height) {
        return segmentPaths.stream().map(path -> read(path, width, height)).toList();
    }

    private static SegmentMap read(final Path path, final int width, final int height) {
        final SegmentMap segments = LabelFile.readNumbers(path);
        if (segments.width() != width || segments.height() != height) {
            throw Fault.of(
                    Fault.Kind.INPUT,
                    "The segments %s are %dx%d pixels, but their picture has %dx%d; get them again.",
                    path,
                    segments.width(),
                    segments.height(),
                    width,
                    height);
        }
        return segments;
    }
}
