package org.objectomaly.cli;

import java.nio.file.Path;
import org.objectomaly.annotate.MapFolder;
import org.objectomaly.pipeline.MapSink;
import org.objectomaly.video.MapWriter;
import org.objectomaly.video.VideoReader;

/**
 * Where {@code --maps} goes: a folder of 16-bit pictures, a lossless video, or nowhere.
 *
 * @param sink takes each map; null when no maps are wanted
 * @param finish completes what was written after a run that ended in order
 * @param release gives back what is held
 */
record MapOutput(MapSink sink, Runnable finish, Runnable release) implements AutoCloseable {
    private static final String VIDEO = ".mkv";

    static MapOutput open(final Path target, final VideoReader reader, final boolean overwrite) {
        if (target == null) {
            return new MapOutput(null, () -> {}, () -> {});
        }
        if (target.toString().endsWith(VIDEO)) {
            final MapWriter video = MapWriter.create(
                    target, reader, reader.info().width(), reader.info().height(), overwrite);
            return new MapOutput((frame, map) -> video.write(map, frame), video::finish, video::close);
        }
        final MapFolder folder = new MapFolder(target);
        return new MapOutput((frame, map) -> folder.write(frame.index(), map), () -> {}, folder::close);
    }

    @Override
    public void close() {
        release.run();
    }
}
