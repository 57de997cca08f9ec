package org.objectomaly.oasc;

import org.objectomaly.cuda.CudaDevice;
import org.objectomaly.cuda.DeviceBuffer;
import org.objectomaly.cuda.DeviceMap;
import org.objectomaly.cuda.Kernel;
import org.objectomaly.image.MaskSet;
import org.objectomaly.image.ScoreMap;

/**
 * OASC on a GPU ({@code src/main/cuda/oasc.cu}): the same means and the same order as {@link RunCalibration}.
 *
 * <p>Masks become bits, 32 masks a word, at the map's size; then A0 and the words are read twice, once for the sums and
 * once to paint. The least it must move is 2 x (4 bytes of A0 + 4 bytes of every word) + 4 bytes of A1 a pixel. The words of
 * N masks take N / 8 bytes a pixel: 12 MB for 100 masks at 1280 x 720, 8 GB for 2,000 at 7680 x 4320. Nothing waits for the
 * result. Not for use by two threads at once; memory grows to the video's and is then used again.
 */
public final class CudaCalibration implements Calibration, AutoCloseable {
    private static final int THREADS = 256;
    private static final int WARP = 32;
    /** Masks of a word. */
    private static final int MASKS = Integer.SIZE;
    /** As in the kernel. */
    private static final int PIXELS_A_BLOCK = 4096;

    private static final int INTS_A_RUN = 4;

    private final CudaDevice device;
    private final MaskOrder order;
    private final MaskGrid grid = new MaskGrid();
    private final Kernel masksOfRuns;
    private final Kernel sum;
    private final Kernel rank;
    private final Kernel paint;
    private final DeviceBuffer runs;
    private final DeviceBuffer columnStarts;
    private final DeviceBuffer rowStarts;
    private final DeviceBuffer words;
    private final DeviceBuffer areas;
    private final DeviceBuffer sums;
    private final DeviceBuffer counts;
    private final DeviceBuffer ranks;
    private final DeviceBuffer means;
    private int[] packed = new int[0];
    private int loaded;

    /**
     * A calibration that paints in one order.
     *
     * @param device where it runs
     * @param order who ends on top
     */
    public CudaCalibration(final CudaDevice device, final MaskOrder order) {
        this.device = device;
        this.order = order;
        this.masksOfRuns = device.kernel("masks", "masks_of_runs");
        this.sum = device.kernel("oasc", "oasc_sums");
        this.rank = device.kernel("oasc", "oasc_ranks");
        this.paint = device.kernel("oasc", "oasc_paint");
        this.runs = new DeviceBuffer(device);
        this.columnStarts = new DeviceBuffer(device);
        this.rowStarts = new DeviceBuffer(device);
        this.words = new DeviceBuffer(device);
        this.areas = new DeviceBuffer(device);
        this.sums = new DeviceBuffer(device);
        this.counts = new DeviceBuffer(device);
        this.ranks = new DeviceBuffer(device);
        this.means = new DeviceBuffer(device);
    }

    @Override
    public void calibrate(final ScoreMap coarse, final MaskSet masks, final ScoreMap into) {
        loaded = masks.size();
        if (loaded > 0) {
            load(masks, coarse.width(), coarse.height());
        }
        calibrateAgain(coarse, into);
    }

    /**
     * Calibrates with the masks of the latest call, which are there already; for measurements.
     *
     * @param coarse a map A0 of the same size
     * @param into the map A1
     */
    public void calibrateAgain(final ScoreMap coarse, final ScoreMap into) {
        final long scores = DeviceMap.read(coarse, device).address();
        DeviceMap.write(
                into,
                device,
                calibrated -> run(scores, loaded, planes(), coarse.width() * coarse.height(), calibrated));
    }

    /**
     * What the masks of the latest call take.
     *
     * @return bytes a pixel
     */
    public int bytesOfWords() {
        return Integer.BYTES * planes();
    }

    private int planes() {
        return Kernel.blocks(loaded, MASKS);
    }

    /** Puts the masks there as bits, at the size of the map. */
    private void load(final MaskSet masks, final int width, final int height) {
        grid.lay(masks, width, height);
        final int count = masks.firstRun(masks.size());
        final int columns = masks.width() + 1;
        final int rows = masks.height() + 1;
        pack(Math.max(INTS_A_RUN * count, Math.max(masks.size(), Math.max(columns, rows))));
        words.clear((long) planes() * width * height);
        grid.columns().starts(packed);
        columnStarts.put(packed, columns);
        grid.rows().starts(packed);
        rowStarts.put(packed, rows);
        for (int mask = 0; mask < masks.size(); mask++) {
            packed[mask] = masks.area(mask);
        }
        areas.put(packed, masks.size());
        int at = 0;
        for (int mask = 0; mask < masks.size(); mask++) {
            for (int run = masks.firstRun(mask); run < masks.firstRun(mask + 1); run++) {
                packed[at++] = mask;
                packed[at++] = masks.row(run);
                packed[at++] = masks.from(run);
                packed[at++] = masks.to(run);
            }
        }
        if (count > 0) {
            runs.put(packed, at);
            masksOfRuns
                    .begin()
                    .buffer(runs)
                    .integer(count)
                    .buffer(columnStarts)
                    .buffer(rowStarts)
                    .buffer(words)
                    .integer(width)
                    .integer(height)
                    .launch(Kernel.blocks((long) count * WARP, THREADS), 1, 1, THREADS);
        }
    }

    private void pack(final int ints) {
        if (packed.length < ints) {
            packed = new int[ints];
        }
    }

    private void run(final long scores, final int masks, final int planes, final int pixels, final long calibrated) {
        if (planes > 0) {
            sums.clear(2L * planes * MASKS);
            counts.clear((long) planes * MASKS);
            sum.begin()
                    .address(scores)
                    .buffer(words)
                    .integer(pixels)
                    .buffer(sums)
                    .buffer(counts)
                    .launch(Kernel.blocks(pixels, PIXELS_A_BLOCK), planes, 1, THREADS);
            rank.begin()
                    .buffer(sums)
                    .buffer(counts)
                    .buffer(areas)
                    .integer(masks)
                    .integer(order == MaskOrder.PAPER ? 1 : 0)
                    .buffer(ranks.room((long) Integer.BYTES * masks))
                    .buffer(means.room((long) Float.BYTES * masks))
                    .launch(Kernel.blocks(masks, THREADS), 1, 1, THREADS);
        }
        paint.begin()
                .address(scores)
                .buffer(words)
                .integer(pixels)
                .integer(planes)
                .buffer(ranks)
                .buffer(means)
                .address(calibrated)
                .launch(Kernel.blocks(pixels, THREADS), 1, 1, THREADS);
    }

    /**
     * The order in which the latest call painted.
     *
     * @param masks how many masks it had
     * @return for every mask its place, 0 for the lowest
     */
    public int[] ranks(final int masks) {
        final int[] values = new int[masks];
        ranks.get(values, masks);
        return values;
    }

    /**
     * The means that the latest call found.
     *
     * @param masks how many masks it had
     * @return for every mask its mean of A0, NaN for one without pixels
     */
    public float[] means(final int masks) {
        final float[] values = new float[masks];
        means.get(values, masks);
        return values;
    }

    @Override
    public void close() {
        for (final Kernel kernel : new Kernel[] {masksOfRuns, sum, rank, paint}) {
            kernel.close();
        }
        for (final DeviceBuffer buffer :
                new DeviceBuffer[] {runs, columnStarts, rowStarts, words, areas, sums, counts, ranks, means}) {
            buffer.close();
        }
    }
}
