package org.objectomaly.video;

/**
 * What a video is, known once its first frame is decoded.
 *
 * @param width columns of every frame the reader gives
 * @param height rows of every frame the reader gives
 * @param timeBaseNumerator numerator of the unit of presentation timestamps, in seconds
 * @param timeBaseDenominator its denominator
 * @param frameRate frames a second, the average of a variable rate
 * @param expectedFrames number of frames by the container or by duration and rate; -1 when nothing tells
 * @param durationSeconds length in seconds; 0 when nothing tells
 * @param rotationDegrees 0, 90, 180 or 270: how far clockwise the frames are turned to stand upright, as the file asks
 * @param codec FFmpeg's short name of the video codec, for instance h264
 * @param container FFmpeg's short name of the container, for instance mov,mp4,m4a,3gp,3g2,mj2
 * @param bt709 true for the BT.709 matrix, false for BT.601
 * @param fullRange true for samples of 0..255, false for 16..235
 * @param sampleAspectNumerator width of a pixel; 0 when unknown
 * @param sampleAspectDenominator height of a pixel
 * @param otherStreams number of streams beside the video (audio, subtitles, data)
 * @param pixelFormat FFmpeg's name of the format the frames were coded in, for instance yuv420p
 */
public record StreamInfo(
        int width,
        int height,
        int timeBaseNumerator,
        int timeBaseDenominator,
        double frameRate,
        long expectedFrames,
        double durationSeconds,
        int rotationDegrees,
        String codec,
        String container,
        boolean bt709,
        boolean fullRange,
        int sampleAspectNumerator,
        int sampleAspectDenominator,
        int otherStreams,
        String pixelFormat) {}
