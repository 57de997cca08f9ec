package org.objectomaly.train;

import java.util.List;

/**
 * How {@code road-cas} is trained, as its YAML file says. Folders are below the data folder.
 *
 * @param schedule how long and how fast
 * @param height rows of a sample, a multiple of 32
 * @param width columns of a sample, a multiple of 32
 * @param labelled folder of pictures with CamVid's labels ({@code train}, {@code trainannot}, {@code val},
 *     {@code valannot})
 * @param unlabelled folders of pictures and videos of ordinary roads
 * @param every which frames of the videos
 * @param rendered folders as {@code labelled}, of streets that never were; what they look like is learnt, and no figure is
 *     measured on them
 * @param renderedShare share of the samples that come from these, 0..1
 * @param segments folder of pictures with people's segments (BSDS500)
 * @param teachers backbones that know Cityscapes' classes; none, and nothing is learnt from unlabelled pictures
 * @param things checkpoint that knows PASCAL VOC's classes, or null or empty: then every closed segment counts as a thing
 * @param otherWeight how much a pixel of an unexpected thing counts
 * @param energyWeight share of the energy's margins in the loss
 */
public record CasRecipe(
        Schedule schedule,
        int height,
        int width,
        String labelled,
        List<String> unlabelled,
        int every,
        List<String> rendered,
        double renderedShare,
        String segments,
        List<String> teachers,
        String things,
        double otherWeight,
        double energyWeight) {
    /**
     * Checks the size.
     *
     * @throws org.objectomaly.Fault of kind USAGE if it is none that the network can look at
     */
    public CasRecipe {
        Recipes.requireSize(height, width);
        things = things == null || things.isBlank() ? null : things;
    }
}
