package org.objectomaly.train;

import java.util.List;

/**
 * How {@code road-masks} is trained, as its YAML file says. Folders are below the data folder.
 *
 * @param schedule how long and how fast
 * @param height rows of a sample, a multiple of 32
 * @param width columns of a sample, a multiple of 32
 * @param segments folder of pictures with people's segments (BSDS500)
 * @param classes folder of road pictures with class labels (CamVid)
 * @param classShare share of the samples that come from the class labels, 0..1
 * @param unlabelled folders of pictures and videos of roads, for the teacher alone
 * @param every which frames of the videos
 * @param unlabelledShare share of the samples that come from these, 0..1
 * @param teacher a boundary network whose answers are learnt beside the labels, by name or as a file; null or empty for none
 * @param teaching how much its answers count against the labels
 * @param certain share of the people who must agree on a boundary; where fewer see one, nothing is learnt
 * @param balance how much a boundary counts against the rest
 */
public record MasksRecipe(
        Schedule schedule,
        int height,
        int width,
        String segments,
        String classes,
        double classShare,
        List<String> unlabelled,
        int every,
        double unlabelledShare,
        String teacher,
        double teaching,
        double certain,
        double balance) {
    /**
     * Checks the size.
     *
     * @throws org.objectomaly.Fault of kind USAGE if it is none that the network can look at
     */
    public MasksRecipe {
        Recipes.requireSize(height, width);
        teacher = teacher == null || teacher.isBlank() ? null : teacher;
    }
}
