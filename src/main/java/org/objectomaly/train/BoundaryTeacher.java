package org.objectomaly.train;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.objectomaly.image.Picture;
import org.objectomaly.nn.AnalysisSize;
import org.objectomaly.objectness.EdgeMap;
import org.objectomaly.objectness.NetworkEdges;

/**
 * What a published boundary network says of a picture: probabilities as bytes, of the picture's size. For one thread at a
 * time.
 */
final class BoundaryTeacher implements UnaryOperator<Mat>, AutoCloseable {
    private final NetworkEdges network;
    private final String name;
    private final Answers answers;
    private final EdgeMap edges = new EdgeMap();

    /**
     * A teacher.
     *
     * @param checkpoint of the network
     * @param answers where answers are kept
     */
    BoundaryTeacher(final Path checkpoint, final Answers answers) {
        this.network = NetworkEdges.of(checkpoint, AnalysisSize.fraction(1));
        this.name = checkpoint.getFileName().toString();
        this.answers = answers;
    }

    @Override
    public Mat apply(final Mat picture) {
        final Path file = answers.file(name, picture);
        final Mat known = opencv_imgcodecs.imread(file.toString(), opencv_imgcodecs.IMREAD_GRAYSCALE);
        if (known.cols() == picture.cols() && known.rows() == picture.rows()) {
            return known;
        }
        known.close();
        answers.stopIfAsked();
        try (Picture seen = new Picture(picture.cols(), picture.rows())) {
            seen.overwrite().put(Mats.bytes(picture));
            network.detect(seen, edges);
        }
        final float[] strengths = edges.stretched(picture.cols(), picture.rows());
        final byte[] bytes = new byte[picture.cols() * picture.rows()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(255 * strengths[i]);
        }
        final Mat answer = Mats.of(bytes, picture.cols(), picture.rows(), opencv_core.CV_8UC1);
        opencv_imgcodecs.imwrite(file.toString(), answer);
        return answer;
    }

    @Override
    public void close() {
        network.close();
    }
}
