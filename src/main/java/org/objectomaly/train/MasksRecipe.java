package org.objectomaly.train;

/**
 * How {@code road-masks} is trained, as its YAML file says. Folders are below the data folder.
 *
 * @param schedule how long and how fast
 * @param height rows of a sample, a multiple of 32
 * @param width columns of a sample, a multiple of 32
 * @param segments folder of pictures with people's segments (BSDS500)
 * @param classes folder of road pictures with class labels (CamVid)
 * @param classShare share of the samples that come from the class labels, 0..1
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
        double certain,
        double balance) {}
