package org.objectomaly.annotate;

/**
 * The colours of the scores. The scale is fixed: a score has the same colour in every frame of every video, whatever
 * else the picture holds. It runs from dark to bright as well as from violet to yellow, so that it reads the same
 * without colour vision.
 */
enum ColourScale implements Ink.Paint {
    /** Laid over the picture: ordinary pixels stay as they are, unexpected ones show through their colour. */
    TINT {
        @Override
        public double opacity(final double score) {
            final double part = Math.max(0, score - ORDINARY) / (1 - ORDINARY);
            return STRONGEST * part * part * (3 - part) / 2;
        }
    },
    /** The colours alone. */
    SOLID {
        @Override
        public double opacity(final double score) {
            return 1;
        }
    };

    /** Opacity of the tint at a score of 1. */
    private static final double STRONGEST = 0.65;

    /** Scores up to this leave the picture as it is. */
    private static final double ORDINARY = 0.1;

    private static final Rgb[] ANCHORS = {
        Rgb.BLACK,
        new Rgb(0.24, 0.03, 0.39),
        new Rgb(0.57, 0.08, 0.43),
        new Rgb(0.86, 0.20, 0.27),
        new Rgb(0.97, 0.52, 0.08),
        new Rgb(0.99, 0.90, 0.36),
    };

    @Override
    public Rgb colour(final double score) {
        final double place = Math.min(Math.max(score, 0), 1) * (ANCHORS.length - 1);
        final int below = Math.min((int) place, ANCHORS.length - 2);
        return ANCHORS[below].towards(ANCHORS[below + 1], place - below);
    }
}
