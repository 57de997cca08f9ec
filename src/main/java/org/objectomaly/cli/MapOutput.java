package org.objectomaly.cli;

import java.nio.file.Path;
import org.objectomaly.annotate.MapFolder;
import org.objectomaly.pipeline.Slot;
import org.objectomaly.pipeline.Stage;
import org.objectomaly.video.MapWriter;
import org.objectomaly.video.StreamInfo;
import org.objectomaly.video.VideoReader;

/** Where {@code --maps} goes: a folder of 16-bit pictures, or a lossless video. */
final class MapOutput implements Stage, AutoCloseable {
    private static final String VIDEO = ".mkv";

    private final MapFolder folder;
    private final MapWriter video;

    private MapOutput(final MapFolder folder, final MapWriter video) {
        this.folder = folder;
        this.video = video;
    }

    /** The output that a target asks for; null when no maps are wanted. */
    static MapOutput open(final Path target, final VideoReader reader, final boolean overwrite) {
        if (target == null) {
            return null;
        }
        if (target.toString().endsWith(VIDEO)) {
            final StreamInfo info = reader.info();
            return new MapOutput(null, MapWriter.create(target, reader, info.width(), info.height(), overwrite));
        }
        return new MapOutput(new MapFolder(target), null);
    }

    @Override
    public String name() {
        return "maps";
    }

    @Override
    public void process(final Slot slot) {
        if (video != null) {
            video.write(slot.refined(), slot.frame());
        } else {
            folder.write(slot.index(), slot.refined());
        }
    }

    /** Completes what was written, after a run that ended in order. */
    void finish() {
        if (video != null) {
            video.finish();
        }
    }

    @Override
    public void close() {
        if (video != null) {
            video.close();
        } else {
            folder.close();
        }
    }
}
