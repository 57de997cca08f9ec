/**
 * Reading and writing video on FFmpeg's own API: demux, decode, encode and mux, without a wrapper in between.
 *
 * <p>A tour: {@link org.objectomaly.video.VideoReader} moves decoded frames into {@link
 * org.objectomaly.video.VideoFrame}s, which a pipeline allocates once and reuses; the packets of all other streams (audio,
 * mostly) travel inside the frames, so that {@link org.objectomaly.video.VideoWriter}, on whatever thread, is the only
 * one that touches the output. {@link org.objectomaly.video.Encoders} says what this machine can encode with, and
 * {@link org.objectomaly.video.MapWriter} keeps anomaly maps as a lossless video.
 *
 * <pre>
 *   Demuxer -- video packets --&gt; decoder --&gt; FrameConverter --&gt; VideoFrame --&gt; encoder --\
 *      \------ other packets ---------------- PacketList -----/     \-------- packets ------- FragmentedMp4 --&gt; FastStart
 * </pre>
 */
package org.objectomaly.video;
