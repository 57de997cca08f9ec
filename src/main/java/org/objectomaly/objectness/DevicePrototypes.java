package org.objectomaly.objectness;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;

/** {@link PrototypeMasks} on the GPU where the prototypes are mixed: what comes from there is one bit a pixel of each box. */
final class DevicePrototypes {
    private final PrototypeMasks painter;
    private final DeviceMasks masks;
    private Region laid;
    private int width;
    private int height;

    DevicePrototypes(final PrototypeMasks painter, final CudaDevice device) {
        this.painter = painter;
        this.masks = new DeviceMasks(device);
    }

    /**
     * Adds masks until there are as many as the bounds allow.
     *
     * @param logits one map a detection, {@code [N,h,w]} in single precision, without gaps
     * @param window the part of the maps that lies over the grid of the masks
     * @param boxes the detections with their boxes on that grid, N
     * @param into the masks, with their grid set
     */
    void paint(final Tensor logits, final Region window, final List<Detection> boxes, final MaskSet into) {
        lay(window, into);
        final List<DeviceMasks.Part> parts = new ArrayList<>(boxes.size());
        for (int i = 0; i < boxes.size(); i++) {
            final Detection box = boxes.get(i);
            parts.add(new DeviceMasks.Part(
                    i,
                    span(window.y(), window.height(), box.top(), box.bottom(), height),
                    span(window.x(), window.width(), box.left(), box.right(), width)));
        }
        for (final RunMask mask : masks.draw(logits, parts, 0, 0)) {
            if (!painter.isFull(into) && painter.isWithinBounds(mask.area(), into)) {
                mask.addTo(into);
            }
        }
    }

    private void lay(final Region window, final MaskSet grid) {
        if (window.equals(laid) && grid.width() == width && grid.height() == height) {
            return;
        }
        laid = window;
        width = grid.width();
        height = grid.height();
        masks.lay(way(window.x(), window.width(), width), way(window.y(), window.height(), height));
    }

    private static DeviceMasks.Way way(final int begin, final int few, final int many) {
        final PrototypeMasks.Taps taps = new PrototypeMasks.Taps(few, many);
        return new DeviceMasks.Way(
                many, i -> begin + taps.before(i), i -> new float[] {1 - taps.share(i), taps.share(i)});
    }

    private static DeviceMasks.Span span(
            final int begin, final int cells, final float first, final float end, final int size) {
        final int from = PrototypeMasks.firstPixel(first, size);
        return new DeviceMasks.Span(begin, cells, from, Math.max(from, PrototypeMasks.firstPixel(end, size)));
    }
}
