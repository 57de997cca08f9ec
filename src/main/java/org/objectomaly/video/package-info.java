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
 *
 * <p>For cameras: {@link org.objectomaly.video.ClipRecorder} listens to a reader's packets as a {@link
 * org.objectomaly.video.PacketTap} and writes clips of them as they came. {@link org.objectomaly.video.LiveEncoder} encodes
 * an annotated picture without delay for a {@link org.objectomaly.video.FragmentStream} (browsers) and a {@link
 * org.objectomaly.video.StreamPublisher} (other servers), and {@link org.objectomaly.video.JpegEncoder} makes single
 * pictures.
 *
 * <pre>
 *   Demuxer -- every packet --&gt; ClipRecorder --&gt; ClipFile (OutputTrack, CopiedStreams, FragmentedMp4) --&gt; FastStart
 *   VideoFrame --&gt; LiveEncoder -- packets --&gt; FragmentStream --&gt; moof, mdat
 *                              \-- packets --&gt; StreamPublisher --&gt; PublishConnection --&gt; rtsp, rtmp, srt, udp
 * </pre>
 */
package org.objectomaly.video;
