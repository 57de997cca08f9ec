/**
 * Networks, written so that a file reads like the paper's figure.
 *
 * <p>A network is a function of {@link org.objectomaly.nn.Weights named weights}: it takes what it needs under the
 * official checkpoint's own key names and keeps it as plain values ({@link org.objectomaly.nn.Conv},
 * {@link org.objectomaly.nn.Norm}, {@link org.objectomaly.nn.Activation}). It is then drawn once for each size of
 * picture with a {@link org.objectomaly.nn.Sketch}, whose operations are libtorch's, and the drawing runs as a
 * {@link org.objectomaly.nn.Program}: one native call a picture. So a run allocates next to nothing on the Java heap,
 * temporaries are freed by libtorch the moment they are no longer needed, and the engine's own fused convolutions with
 * weights in their final layout can be used, which libtorch offers only inside such programs.
 */
package org.objectomaly.nn;
