package org.objectomaly.eval;

import java.util.List;
import java.util.Locale;

/** The report on boundaries to be read. */
public final class BoundaryPages {
    private static final List<String> FOOTNOTES = List.of(
            "Boundaries: F is the harmonic mean of precision and recall, at the best threshold of all pictures (ODS) or of"
                    + " each (OIS); AP is the mean precision over recall. Pixels match by distance alone, within 0.75 % of"
                    + " the diagonal, where the Berkeley benchmark matches them one to one, so that the figures are about"
                    + " 0.05 above its own and compare only with figures of this program.",
            "Covering: how well the regions of one cut of the hierarchy cover what people see as segments, at the best"
                    + " height of all pictures (ODS) or of each (OIS), as the Berkeley benchmark defines it.",
            "The published PiDiNet weights were trained on train and val of BSDS500: on these parts they show what such a"
                    + " network has learned, not how it does on new pictures.");

    private BoundaryPages() {}

    /**
     * The pages of a report.
     *
     * @param report with at least one outcome
     * @return the pages
     */
    public static ReportPages of(final PictureReport<BoundaryOutcome> report) {
        return new TablePages(
                "objectomaly: boundaries against people's segments",
                report,
                List.of(figures(report)),
                FOOTNOTES,
                report.outcomes().stream().map(BoundaryPages::pictures).toList());
    }

    private static Table figures(final PictureReport<BoundaryOutcome> report) {
        return new Table(
                "Boundaries",
                List.of(
                        "masks",
                        "size",
                        "pictures",
                        "ODS F",
                        "threshold",
                        "precision",
                        "recall",
                        "OIS F",
                        "AP",
                        "covering ODS",
                        "covering OIS",
                        "network ms"),
                report.outcomes().stream().map(BoundaryPages::row).toList(),
                2);
    }

    private static List<String> row(final BoundaryOutcome outcome) {
        return List.of(
                outcome.masks(),
                outcome.maskSize(),
                Integer.toString(outcome.pictures().size()),
                number(outcome.ods().f()),
                String.format(Locale.ROOT, "%.2f", outcome.ods().threshold()),
                number(outcome.ods().precision()),
                number(outcome.ods().recall()),
                number(outcome.ois().f()),
                number(outcome.ap()),
                number(outcome.coveringOds()),
                number(outcome.coveringOis()),
                String.format(Locale.ROOT, "%.1f", outcome.networkMs()));
    }

    private static Table pictures(final BoundaryOutcome outcome) {
        return new Table(
                "Pictures: " + outcome.masks() + ", " + outcome.maskSize(),
                List.of("picture", "best F", "threshold", "precision", "recall", "best covering"),
                outcome.pictures().stream()
                        .map(picture -> List.of(
                                picture.name(),
                                number(picture.boundary().f()),
                                String.format(
                                        Locale.ROOT, "%.2f", picture.boundary().threshold()),
                                number(picture.boundary().precision()),
                                number(picture.boundary().recall()),
                                number(picture.covering())))
                        .toList(),
                1);
    }

    private static String number(final double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
