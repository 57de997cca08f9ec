package org.objectomaly.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.objectomaly.dataset.RoadClasses;

/** The report on classes to be read. */
public final class ClassPages {
    private static final List<String> FOOTNOTES = List.of(
            "IoU is the intersection over union over all pixels of all pictures together, mIoU its mean over the classes that"
                    + " occur; pixels that are labelled as none of the classes are passed over. All in percent.",
            "A network that knows Cityscapes' 19 classes is measured with these put together to CamVid's: walls to buildings,"
                    + " traffic lights to signs, terrain to trees, trucks, buses and trains to cars, riders, motorcycles and"
                    + " bicycles to bicyclists.",
            "A network's figures on pictures that it was trained on say nothing; road-cas was trained on train, and val chose"
                    + " among its weights.");

    private ClassPages() {}

    /**
     * The pages of a report.
     *
     * @param report with at least one outcome
     * @return the pages
     */
    public static ReportPages of(final PictureReport<ClassOutcome> report) {
        return new TablePages(
                "objectomaly: classes of the road against labels",
                report,
                List.of(figures(report), classes(report)),
                FOOTNOTES,
                report.outcomes().stream().map(ClassPages::pictures).toList());
    }

    private static Table figures(final PictureReport<ClassOutcome> report) {
        return new Table(
                "Classes",
                List.of("cas", "size", "pictures", "mIoU", "pixel accuracy", "network ms"),
                report.outcomes().stream()
                        .map(outcome -> List.of(
                                outcome.cas(),
                                outcome.casSize(),
                                Integer.toString(outcome.pictures().size()),
                                Tables.percent(outcome.meanIou()),
                                Tables.percent(outcome.accuracy()),
                                String.format(Locale.ROOT, "%.1f", outcome.networkMs())))
                        .toList(),
                2);
    }

    private static Table classes(final PictureReport<ClassOutcome> report) {
        final List<String> header = new ArrayList<>(List.of("class", "pixels"));
        report.outcomes().forEach(outcome -> header.add(outcome.cas() + ", " + outcome.casSize()));
        final List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < RoadClasses.KNOWN; c++) {
            final List<String> row = new ArrayList<>();
            row.add(RoadClasses.NAMES.get(c));
            row.add(Long.toString(report.outcomes().get(0).classes().get(c).pixels()));
            for (final ClassOutcome outcome : report.outcomes()) {
                row.add(Tables.percent(outcome.classes().get(c).iou()));
            }
            rows.add(row);
        }
        return new Table("IoU of single classes", header, rows, 1);
    }

    private static Table pictures(final ClassOutcome outcome) {
        return new Table(
                "Pictures: " + outcome.cas() + ", " + outcome.casSize(),
                List.of("picture", "mIoU", "pixel accuracy"),
                outcome.pictures().stream()
                        .map(picture -> List.of(
                                picture.name(), Tables.percent(picture.meanIou()), Tables.percent(picture.accuracy())))
                        .toList(),
                1);
    }
}
