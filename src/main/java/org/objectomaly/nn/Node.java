package org.objectomaly.nn;

import org.bytedeco.pytorch.Value;

/**
 * A map of features while a network is drawn: {@code [1, channels, height, width]}, in memory channels last.
 *
 * @param value its place in the drawing
 * @param channels number of channels
 * @param height rows
 * @param width columns
 */
public record Node(Value value, int channels, int height, int width) {
    Node as(final Value other) {
        return new Node(other, channels, height, width);
    }
}
