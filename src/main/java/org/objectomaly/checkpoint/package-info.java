/**
 * Files of weights to named tensors, read by this program alone and without running anything.
 *
 * <p>{@link org.objectomaly.checkpoint.Checkpoint#read} is the one door. Behind it the containers come first (zip and
 * legacy files of {@code torch.save}, plain pickles of NumPy arrays, safetensors), then the pickle inside, which is
 * unpickled into inert data: a class named in a file is never looked up, let alone called. A second pass finds the
 * state dict in that data and gives its tensors as views of the memory-mapped file.
 *
 * <p>A file may be damaged or hostile. Every length is checked against the file before memory is taken for it, all
 * counts and depths have bounds, and what cannot be read ends in one {@link org.objectomaly.Fault} of kind MODEL.
 */
package org.objectomaly.checkpoint;
