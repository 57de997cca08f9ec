package org.objectomaly.live;

import java.util.Locale;

/** Why a frame was not shown. */
public enum DropCause {
    /** A newer frame came before the corridor had room for this one. */
    BUSY,
    /** It, or a frame it is predicted from, could not be decoded. */
    DAMAGED;

    /** The cause as pages, the API and metrics call it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
