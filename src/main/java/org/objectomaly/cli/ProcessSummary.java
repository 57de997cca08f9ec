package org.objectomaly.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Locale;
import org.objectomaly.pipeline.Annotator;
import org.objectomaly.pipeline.RunReport;
import org.objectomaly.video.Addresses;

/**
 * What {@code process} says at its end; the JSON has these names.
 *
 * @param input what was read
 * @param output the file written; null if no frame was
 * @param cas the network that scored
 * @param masks what found the objects
 * @param refresh the networks looked at every Nth frame, or as often as they could (auto)
 * @param looks how often they looked
 * @param evidence how old the scores were in the frames that show them
 * @param maskEvidence how old the masks were in which the scores were averaged
 * @param threshold scores above it made an anomaly
 * @param encoder the encoder used
 * @param interrupted whether the user ended the run early
 * @param report frames and times
 * @param damagedPackets packets the decoder could not use
 * @param anomalies what was found
 */
record ProcessSummary(
        String input,
        String output,
        String cas,
        String masks,
        String refresh,
        long looks,
        Annotator.Evidence evidence,
        Annotator.Evidence maskEvidence,
        float threshold,
        String encoder,
        boolean interrupted,
        @JsonUnwrapped RunReport report,
        long damagedPackets,
        Annotator.Found anomalies) {

    static ProcessSummary of(
            final ProcessCommand options,
            final RunReport report,
            final long damagedPackets,
            final Annotator annotator,
            final String encoder,
            final boolean interrupted) {
        return new ProcessSummary(
                Addresses.withoutSecrets(options.inputs.get(0)),
                report.frames() == 0 ? null : options.outputPath().toString(),
                options.method.cas,
                options.method.masks,
                options.refresh,
                looks(report),
                annotator.evidence(),
                annotator.masksEvidence(),
                options.drawing.threshold,
                encoder,
                interrupted,
                report,
                damagedPackets,
                annotator.found());
    }

    /** How often the scoring network ran. */
    private static long looks(final RunReport report) {
        return report.stages().stream()
                .filter(stage -> stage.name().equals("cas"))
                .mapToLong(RunReport.Stage::frames)
                .sum();
    }

    /** The same for people. */
    String text() {
        final StringBuilder text = new StringBuilder();
        line(
                text,
                "%s%d frames in %.1f s, %.1f fps, %d dropped%s%n",
                interrupted ? "interrupted: " : "",
                report.frames(),
                report.seconds(),
                report.fps(),
                report.dropped(),
                damagedPackets == 0 ? "" : ", " + damagedPackets + " damaged packets");
        line(
                text,
                "anomalies: %d objects in %d frames (score above %.2f)%n",
                anomalies.objects(),
                anomalies.frames(),
                threshold);
        if (!refresh.equals("1")) {
            line(text, "evidence: %d looks; scores are %s, masks %s%n", looks, age(evidence), age(maskEvidence));
        }
        line(text, "%-11s %7s %12s %10s %6s%n", "stage", "frames", "median ms", "p95 ms", "busy");
        for (final RunReport.Stage stage : report.stages()) {
            line(
                    text,
                    "%-11s %7d %12.2f %10.2f %5.0f%%%n",
                    stage.name(),
                    stage.frames(),
                    stage.medianMs(),
                    stage.p95Ms(),
                    100 * stage.busy());
        }
        if (output == null) {
            line(text, "no frame was written%n");
        } else {
            line(text, "written: %s (%s); any player shows it, such as: xdg-open %s%n", output, encoder, output);
        }
        return text.toString();
    }

    private String age(final Annotator.Evidence of) {
        return of.frames() == 0
                ? "in no frame yet"
                : String.format(
                        Locale.ROOT,
                        "%.2f s old (median; p95 %.2f, most %.2f; %d frames)",
                        of.medianSeconds(),
                        of.p95Seconds(),
                        of.maxSeconds(),
                        of.frames());
    }

    private static void line(final StringBuilder text, final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
