package org.objectomaly.objectness;

import java.util.List;
import org.objectomaly.nn.MaskPredictor;

/** From a network's answers about a batch of points to the masks among them that count. */
interface AnswerRule {
    /**
     * Asks and chooses.
     *
     * @param look the crop as the network has seen it
     * @param question points on that crop
     * @return masks over the content, in the order of the points
     */
    List<FoundMask> masks(MaskPredictor.Look look, Question question);
}
