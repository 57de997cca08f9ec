package org.objectomaly.video;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Feeds a demuxer from a pipe. FFmpeg blocks inside open and read of a pipe where no interrupt callback is asked; here a
 * thread of our own blocks, and the demuxer waits for it no longer than its deadline.
 */
final class PipeInput implements Closeable {
    private static final int CHUNK = 1 << 16;
    private static final int CHUNKS = 4;

    /** How often a wait asks whether it is still wanted. */
    private static final long ASK_MILLIS = 50;

    private static final Handles<PipeInput> OPEN = new Handles<>();

    private final Path path;
    private final Deadline deadline;
    private final BlockingQueue<ByteBuffer> empty = new ArrayBlockingQueue<>(CHUNKS);
    private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final ByteBuffer end = ByteBuffer.allocate(0);
    private final Thread thread = new Thread(this::pump, "video-pipe");
    private final Pointer handle = OPEN.put(this);
    private final AVIOContext context;
    private volatile ReadableByteChannel channel;
    private volatile boolean closed;
    private ByteBuffer current;

    /**
     * Starts reading.
     *
     * @param path the pipe; null for standard input
     * @param deadline restarted by the caller before each demuxer call
     */
    PipeInput(final Path path, final Deadline deadline) {
        this.path = path;
        this.deadline = deadline;
        for (int i = 0; i < CHUNKS; i++) {
            empty.add(ByteBuffer.allocate(CHUNK));
        }
        context = avio_alloc_context(new BytePointer(av_malloc(CHUNK)), CHUNK, 0, handle, Read.CALLBACK, null, null);
        context.seekable(0);
        thread.setDaemon(true);
        thread.start();
    }

    AVIOContext context() {
        return context;
    }

    private void pump() {
        try (ReadableByteChannel from = open()) {
            channel = from;
            while (!closed) {
                final ByteBuffer chunk = empty.take();
                chunk.clear();
                if (from.read(chunk) < 0) {
                    break;
                }
                full.put(chunk.flip());
            }
        } catch (final IOException e) {
            // The other end broke or this end was closed: for the demuxer both are the end of the stream.
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        full.offer(end);
    }

    private ReadableByteChannel open() throws IOException {
        if (path == null) {
            return new FileInputStream(FileDescriptor.in).getChannel();
        }
        return Files.newByteChannel(path, StandardOpenOption.READ);
    }

    private int read(final BytePointer into, final int size) throws InterruptedException {
        while (current == null && !deadline.isOver()) {
            current = full.poll(ASK_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (current == null) {
            return AVERROR_EXIT();
        }
        if (current == end) {
            return AVERROR_EOF();
        }
        final int count = Math.min(size, current.remaining());
        into.put(current.array(), current.position(), count);
        current.position(current.position() + count);
        if (!current.hasRemaining()) {
            empty.put(current);
            current = null;
        }
        return count;
    }

    /** Ends the thread and frees the native side; the demuxer must be closed before. */
    @Override
    public void close() throws IOException {
        closed = true;
        thread.interrupt();
        if (channel != null && path != null) {
            channel.close();
        } else if (path != null && thread.isAlive()) {
            // The thread still waits for a writer inside open: be that writer for a moment, which never blocks.
            new RandomAccessFile(path.toFile(), "rw").close();
        }
        av_free(context.buffer());
        avio_context_free(context);
        OPEN.remove(handle);
    }

    /** The demuxer's side of all pipes. */
    private static final class Read extends Read_packet_Pointer_BytePointer_int {
        private static final Read CALLBACK = new Read();

        @Override
        public int call(final Pointer handle, final BytePointer into, final int size) {
            final PipeInput pipe = OPEN.get(handle);
            if (pipe == null) {
                return AVERROR_EXIT();
            }
            try {
                return pipe.read(into, size);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return AVERROR_EXIT();
            }
        }
    }
}
