package org.objectomaly.bench;

/**
 * What a step of the method takes on a GPU, by itself.
 *
 * @param name of the step
 * @param width columns of the map
 * @param height rows of the map
 * @param masks objects
 * @param milliseconds median of several runs, on the device's own clock
 * @param megabytes that it must move at least, 10^6 bytes
 * @param share of the bandwidth of a plain copy that this makes, 0 to 1
 */
public record KernelCost(
        String name, int width, int height, int masks, double milliseconds, double megabytes, double share) {}
