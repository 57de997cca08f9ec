package org.objectomaly.live;

/** A camera as pages, the API and metrics see it. Every method may be called from any thread and returns at once. */
public interface CameraView {
    /**
     * Its name.
     *
     * @return one word of letters, digits, {@code -} and {@code _}; no two cameras have the same
     */
    String name();

    /**
     * Where its picture comes from.
     *
     * @return an address without password, or a path
     */
    String source();

    /**
     * How it fares.
     *
     * @return the present figures
     */
    CameraStatus status();

    /**
     * How it is shown.
     *
     * @return the present look
     */
    Look look();

    /**
     * Shows it differently from the next frame on.
     *
     * @param look the new look
     */
    void look(Look look);

    /**
     * The annotated picture as JPEG pictures.
     *
     * @return a feed whose pieces are whole pictures
     */
    Feed jpegs();

    /**
     * The annotated picture as fragmented MP4.
     *
     * @return a feed whose header is the initialisation segment and whose pieces are fragments
     */
    Feed fragments();
}
