package org.objectomaly.annotate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectomaly.Fault;

/**
 * The event file: one JSON line for each anomalous object and frame, as docs/events.md describes. Lines reach the file
 * with their frame, so that a run that is killed keeps whole lines.
 */
public final class EventLog implements AutoCloseable {
    private static final int TIME_DIGITS = 6;
    private static final int AGE_DIGITS = 3;
    private static final int SCORE_DIGITS = 4;

    private final Path path;
    private final JsonGenerator json;
    private final char[] number = new char[32];

    /**
     * Creates the file, replacing what was there.
     *
     * @param path the file
     * @throws Fault of kind OUTPUT if it cannot be written
     */
    public EventLog(final Path path) {
        this.path = path;
        try {
            json = new JsonFactory().createGenerator(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16));
            json.setPrettyPrinter(new MinimalPrettyPrinter(""));
        } catch (final IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Notes the objects of a frame.
     *
     * @param frame its number, from 0
     * @param seconds its presentation time
     * @param evidenceAge how long before it the networks looked, seconds
     * @param objects its objects, tracked
     * @throws Fault of kind OUTPUT if the file cannot be written
     */
    public void write(final long frame, final double seconds, final double evidenceAge, final AnomalyObjects objects) {
        if (objects.size() == 0) {
            return;
        }
        try {
            for (int i = 0; i < objects.size(); i++) {
                write(frame, seconds, evidenceAge, objects.get(i));
            }
            json.flush();
        } catch (final IOException e) {
            throw unwritable(e);
        }
    }

    private void write(final long frame, final double seconds, final double evidenceAge, final AnomalyObject object)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("frame", frame);
        decimal("pts", seconds, TIME_DIGITS);
        decimal("age", evidenceAge, AGE_DIGITS);
        json.writeNumberField("track", object.track());
        json.writeArrayFieldStart("box");
        json.writeNumber(object.x());
        json.writeNumber(object.y());
        json.writeNumber(object.width());
        json.writeNumber(object.height());
        json.writeEndArray();
        json.writeNumberField("area", object.area());
        decimal("mean", object.mean(), SCORE_DIGITS);
        decimal("max", object.max(), SCORE_DIGITS);
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /** A number with so many digits behind the point, written without making a string of it. */
    private void decimal(final String field, final double value, final int digits) throws IOException {
        long scale = 1;
        for (int i = 0; i < digits; i++) {
            scale *= 10;
        }
        final long rounded = Math.round(Math.abs(value) * scale);
        int at = number.length;
        long rest = rounded;
        for (int i = 0; i <= digits || rest > 0; i++) {
            if (i == digits) {
                number[--at] = '.';
            }
            number[--at] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        if (value < 0 && rounded > 0) {
            number[--at] = '-';
        }
        json.writeFieldName(field);
        json.writeRawValue(number, at, number.length - at);
    }

    private Fault unwritable(final IOException cause) {
        return Fault.of(
                        Fault.Kind.OUTPUT,
                        "The event file %s cannot be written (%s); check the folder, its rights and the disk.",
                        path,
                        Fault.reason(cause))
                .because(cause);
    }

    @Override
    public void close() {
        try {
            json.close();
        } catch (final IOException e) {
            throw unwritable(e);
        }
    }
}
