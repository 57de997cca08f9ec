package org.objectomaly.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a golden case must give: the tensors of {@code expected*.safetensors} with what the config's {@code tensors}
 * entry says of them (full shape, every how manieth element is stored, spread, measured rounding).
 */
public final class Expected {
    private static final String CHANNEL_MEANS = "@chmean";
    private final Map<String, StoredTensors.Stored> stored;
    private final JsonNode infos;

    private Expected(final Map<String, StoredTensors.Stored> stored, final JsonNode infos) {
        this.stored = stored;
        this.infos = infos;
    }

    /**
     * Reads the expected tensors of a case.
     *
     * @param config {@code config.json} or {@code config_TAG.json}; its tensors lie in {@code expected*.safetensors}
     *     beside it
     * @return the expectations
     */
    public static Expected of(final Path config) {
        return of(GoldenRoot.beside(config, "expected", ".safetensors"), GoldenRoot.json(config));
    }

    /**
     * Reads the expected tensors of a case that lie beside it under its own name.
     *
     * @param json {@code NAME.json}; the tensors are in {@code NAME.safetensors}
     * @return the expectations
     */
    public static Expected besides(final Path json) {
        final String name = json.getFileName().toString().replaceFirst("\\.json$", ".safetensors");
        return of(json.resolveSibling(name), GoldenRoot.json(json));
    }

    /**
     * Reads expected tensors from any file.
     *
     * @param safetensors the file
     * @param config the case's config; without a {@code tensors} entry every tensor counts as stored in full
     * @return the expectations
     */
    public static Expected of(final Path safetensors, final JsonNode config) {
        return new Expected(StoredTensors.read(safetensors), config.path("tensors"));
    }

    /**
     * Names of the stored tensors.
     *
     * @return in file order
     */
    public Set<String> names() {
        return stored.keySet();
    }

    /**
     * Whether a tensor is stored.
     *
     * @param name its name
     * @return true if {@link #values} has it
     */
    public boolean has(final String name) {
        return stored.containsKey(name);
    }

    /**
     * Shape of the whole tensor, stored in full or not.
     *
     * @param name its name
     * @return the full shape
     */
    public long[] shape(final String name) {
        if (!infos.has(name)) {
            return tensor(name).shape().clone();
        }
        final JsonNode sides = infos.get(name).get("shape");
        final long[] shape = new long[sides.size()];
        Arrays.setAll(shape, i -> sides.get(i).asLong());
        return shape;
    }

    /**
     * Every how manieth element of the flat tensor is stored.
     *
     * @param name its name
     * @return 1 if all are
     */
    public int stride(final String name) {
        return infos.path(name).path("stride").asInt(1);
    }

    /**
     * The stored values, exactly.
     *
     * @param name its name
     * @return elements 0, k, 2k, ... of the flat tensor, k being {@link #stride}
     */
    public double[] values(final String name) {
        return tensor(name).values();
    }

    /**
     * The stored values as floats, to be used as an input.
     *
     * @param name its name
     * @return as {@link #values}
     */
    public float[] floats(final String name) {
        final double[] values = values(name);
        final float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /**
     * How far a float32 network may be off: 20 times the rounding measured between float32 and float64, and at least
     * a ten-thousandth of the tensor's standard deviation (golden/README.md).
     *
     * @param name a tensor with a {@code tensors} entry
     * @return largest absolute difference
     */
    public double tolerance(final String name) {
        final JsonNode info = infos.path(name);
        assertTrue(info.has("std"), name + " has no std in the config, so no tolerance follows from it");
        return Math.max(
                20 * info.path("fp32_vs_fp64_maxabs").asDouble(0),
                1e-4 * info.get("std").asDouble());
    }

    /**
     * Compares a whole computed tensor within {@link #tolerance}.
     *
     * @param name its name, with {@code @chmean} for the means over the two last axes of {@code actual}
     * @param actual the whole tensor, flat and row-major
     * @param actualShape its shape, to be equal up to leading ones
     */
    public void assertClose(final String name, final float[] actual, final long... actualShape) {
        assertClose(name, tolerance(name), actual, actualShape);
    }

    /**
     * Compares a whole computed tensor.
     *
     * @param name its name, with {@code @chmean} for the means over the two last axes of {@code actual}
     * @param tolerance largest absolute difference; NaN equals NaN, infinities their like
     * @param actual the whole tensor, flat and row-major
     * @param actualShape its shape, to be equal up to leading ones; none to leave it unchecked
     */
    public void assertClose(
            final String name, final double tolerance, final float[] actual, final long... actualShape) {
        final boolean means = name.endsWith(CHANNEL_MEANS) && actualShape.length >= 2;
        if (actualShape.length > 0 && !means) {
            assertArrayEquals(
                    squeezed(shape(name)),
                    squeezed(actualShape),
                    () -> "shape of " + name + ", expected " + Arrays.toString(shape(name)));
        }
        final float[] whole = means ? channelMeans(actual, actualShape) : actual;
        final double[] expected = values(name);
        final int stride = stride(name);
        assertEquals(expected.length, (whole.length + stride - 1) / stride, "stored elements of " + name);
        for (int i = 0; i < expected.length; i++) {
            final double is = whole[i * stride];
            final double must = expected[i];
            if (Double.compare(is, must) != 0 && !(Math.abs(is - must) <= tolerance)) {
                throw new AssertionError("%s: element %d is %s but must be %s within %s; largest difference %s"
                        .formatted(name, i * (long) stride, is, must, tolerance, difference(name, whole)));
            }
        }
    }

    /**
     * Largest absolute difference between the stored values and a whole computed tensor, for reports.
     *
     * @param name its name
     * @param actual the whole tensor, flat and row-major
     * @return 0 or more; NaN if one of two is NaN
     */
    public double difference(final String name, final float[] actual) {
        final double[] expected = values(name);
        final int stride = stride(name);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            final double is = actual[i * stride];
            largest = Math.max(largest, Double.compare(is, expected[i]) == 0 ? 0 : Math.abs(is - expected[i]));
        }
        return largest;
    }

    private StoredTensors.Stored tensor(final String name) {
        final StoredTensors.Stored tensor = stored.get(name);
        assertTrue(tensor != null, () -> "no tensor " + name + " is stored; there are " + List.copyOf(names()));
        return tensor;
    }

    private static float[] channelMeans(final float[] whole, final long[] shape) {
        final int plane = Math.toIntExact(shape[shape.length - 1] * shape[shape.length - 2]);
        final float[] means = new float[whole.length / plane];
        for (int c = 0; c < means.length; c++) {
            double sum = 0;
            for (int i = 0; i < plane; i++) {
                sum += whole[c * plane + i];
            }
            means[c] = (float) (sum / plane);
        }
        return means;
    }

    private static long[] squeezed(final long[] shape) {
        int first = 0;
        while (first < shape.length && shape[first] == 1) {
            first++;
        }
        return Arrays.copyOfRange(shape, first, shape.length);
    }
}
