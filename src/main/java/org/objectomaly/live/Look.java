package org.objectomaly.live;

import org.objectomaly.annotate.View;

/**
 * How a camera is shown to everybody; may be changed at any time.
 *
 * @param view what the picture shows
 * @param threshold scores above it make an object anomalous
 */
public record Look(View view, float threshold) {}
