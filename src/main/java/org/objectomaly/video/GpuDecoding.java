package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_CUDA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_CUDA;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_hwdevice_ctx_create;
import static org.bytedeco.ffmpeg.global.avutil.av_hwframe_transfer_data;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The video engine of an NVIDIA GPU (NVDEC), as FFmpeg uses it. What it cannot decode the processor does: FFmpeg falls back
 * by itself, and where there is no such GPU this is never opened.
 */
final class GpuDecoding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GpuDecoding.class);

    private AVBufferRef device;
    private AVFrame here = av_frame_alloc();

    private GpuDecoding(final AVBufferRef device) {
        this.device = device;
    }

    /**
     * Opens a GPU's engine, in the context that libtorch also uses if it can be shared.
     *
     * @param options may name a GPU
     * @return the engine; null if none is wanted or there
     */
    static GpuDecoding open(final ReaderOptions options) {
        if (options.gpu() == ReaderOptions.NO_GPU) {
            return null;
        }
        final AVBufferRef device = new AVBufferRef(null);
        int code = create(device, options.gpu(), true);
        if (code < 0) {
            // Whoever used the GPU before may have set up its context in a way that FFmpeg does not share.
            code = create(device, options.gpu(), false);
        }
        if (code < 0) {
            LOG.info(
                    "the processor decodes: the video engine of cuda:{} does not open ({})",
                    options.gpu(),
                    AvError.text(code));
            return null;
        }
        return new GpuDecoding(device);
    }

    private static int create(final AVBufferRef device, final int gpu, final boolean shared) {
        final AVDictionary settings = new AVDictionary(null);
        if (shared) {
            av_dict_set(settings, "primary_ctx", "1", 0);
        }
        final int code = av_hwdevice_ctx_create(device, AV_HWDEVICE_TYPE_CUDA, Integer.toString(gpu), settings, 0);
        av_dict_free(settings);
        return code;
    }

    /**
     * Lets a decoder that is not open yet use it.
     *
     * @param decoder holds a reference of its own
     */
    void offerTo(final AVCodecContext decoder) {
        decoder.hw_device_ctx(av_buffer_ref(device));
    }

    /**
     * Brings a decoded frame to the machine's memory if it is on the GPU.
     *
     * @param frame of any kind; afterwards of planes here
     */
    void fetch(final AVFrame frame) {
        if (frame.format() != AV_PIX_FMT_CUDA) {
            return;
        }
        AvError.check(av_hwframe_transfer_data(here, frame, 0), "av_hwframe_transfer_data");
        av_frame_copy_props(here, frame);
        av_frame_unref(frame);
        av_frame_move_ref(frame, here);
    }

    @Override
    public void close() {
        if (here != null) {
            av_frame_free(here);
            av_buffer_unref(device);
            here = null;
            device = null;
        }
    }
}
