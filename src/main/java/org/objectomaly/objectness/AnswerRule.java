package org.objectomaly.objectness;

import java.util.List;
import org.objectomaly.nn.MaskPredictor;

/** From a network's answers about points on a crop to the masks among them that count. */
interface AnswerRule {
    /**
     * Asks and chooses.
     *
     * @param look the crop as the network has seen it
     * @param question points on that crop
     * @return masks over the content, none of them twice, the best first
     */
    List<FoundMask> masks(MaskPredictor.Look look, Question question);
}
