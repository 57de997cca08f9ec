package org.objectomaly.oasc;

import org.objectomaly.image.MaskSet;
import org.objectomaly.image.Region;

/** How the masks' grid lies over the map. */
final class MaskGrid {
    private final GridAxis columns = new GridAxis();
    private final GridAxis rows = new GridAxis();

    /**
     * Lays the grid; costs nothing if nothing has changed since the last call.
     *
     * @param masks whose grid it is
     * @param width columns of the map
     * @param height rows of the map
     * @throws IllegalArgumentException if the masks cover what is outside the map
     */
    void lay(final MaskSet masks, final int width, final int height) {
        final Region covers = masks.covers();
        if (covers == null) {
            columns.lay(masks.width(), width, 0);
            rows.lay(masks.height(), height, 0);
            return;
        }
        if (covers.x() < 0
                || covers.y() < 0
                || covers.x() + covers.width() > width
                || covers.y() + covers.height() > height) {
            throw new IllegalArgumentException(
                    "the masks cover " + covers + ", which is not inside a map of " + width + "x" + height);
        }
        columns.lay(masks.width(), covers.width(), covers.x());
        rows.lay(masks.height(), covers.height(), covers.y());
    }

    GridAxis columns() {
        return columns;
    }

    GridAxis rows() {
        return rows;
    }
}
