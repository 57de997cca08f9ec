/**
 * The corridor: an LMAX Disruptor ring on which every frame walks from the grabber to the encoder. Start reading at {@link
 * org.objectomaly.pipeline.Corridor}, which draws and wires it.
 */
package org.objectomaly.pipeline;
