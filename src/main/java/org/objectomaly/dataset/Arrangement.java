package org.objectomaly.dataset;

import java.util.Optional;

/** One way in which pictures and labels lie in a folder. */
interface Arrangement {
    /**
     * Looks at a folder.
     *
     * @param folder what the user named
     * @return what belongs together, perhaps nothing; empty if the folder does not look like this at all
     */
    Optional<Pairs> look(Folder folder);

    /** The files it looks for, for a message. */
    String pattern();
}
