package org.objectomaly.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.objectomaly.eval.Chart;

/** The course of a run as pictures: the loss, and the figures measured on the validation pictures. */
final class Curves {
    private Curves() {}

    static void draw(final Path folder, final List<Map<String, Object>> log) throws IOException {
        final double[] steps = column(log, "step");
        final double[] loss = column(log, "loss");
        final Chart losses = new Chart("step", "loss", highest(loss));
        losses.line("mean loss of the training batches", steps, loss);
        Files.writeString(folder.resolve("loss.svg"), losses.svg());
        final Chart figures = new Chart("step", "percent", 100);
        log.get(0).keySet().stream().skip(2).forEach(name -> figures.line(name, steps, column(log, name)));
        Files.writeString(folder.resolve("figures.svg"), figures.svg());
    }

    private static double[] column(final List<Map<String, Object>> log, final String name) {
        return log.stream()
                .mapToDouble(line -> line.get(name) instanceof Number number ? number.doubleValue() : Double.NaN)
                .toArray();
    }

    private static double highest(final double[] values) {
        double highest = Double.MIN_NORMAL;
        for (final double value : values) {
            highest = Math.max(highest, value);
        }
        return highest;
    }
}
