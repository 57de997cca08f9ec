package org.objectomaly.cas;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.objectomaly.nn.mask2former.QueryMaps;

/**
 * How the queries of a mask classifier become an anomaly score, higher for what fits no known class.
 *
 * <p>K is the number of known classes, p<sub>qc</sub> the probability that query q is of class c, m<sub>q</sub> its mask from
 * 0 to 1, and s<sub>c</sub> = sum<sub>q</sub> p<sub>qc</sub> m<sub>q</sub>, which can exceed 1.
 */
public enum QueryRule implements ScoreRule {
    /** 1 - max<sub>c</sub> s<sub>c</sub> (Mask2Anomaly, Rai et al., 2023, without its final refinement): the paper's CAS. */
    MASK2ANOMALY {
        @Override
        public Tensor score(final QueryMaps maps, final int known) {
            return maps.semantic(known).amax(new long[] {0}, false).neg().add(new Scalar(1));
        }
    },
    /** -sum<sub>c</sub> tanh s<sub>c</sub> (RbA, Nayal et al., 2023). */
    RBA {
        @Override
        public Tensor score(final QueryMaps maps, final int known) {
            return maps.semantic(known).tanh().sum(0).neg();
        }
    },
    /** -log sum<sub>c</sub> exp s<sub>c</sub>, the energy of PEBAL (Tian et al., 2022). */
    PEBAL {
        @Override
        public Tensor score(final QueryMaps maps, final int known) {
            return maps.semantic(known).logsumexp(0).neg();
        }
    },
    /** 1 - sum<sub>q</sub> m<sub>q</sub> max<sub>c</sub> p<sub>qc</sub> (EAM, Grcić et al., 2023). */
    EAM {
        @Override
        public Tensor score(final QueryMaps maps, final int known) {
            final Tensor best = maps.probabilities().narrow(1, 0, known).amax(new long[] {1}, false);
            return maps.weighted(best.neg()).add(new Scalar(1));
        }
    },
    /**
     * -sum<sub>q</sub> m<sub>q</sub> (max<sub>c</sub> p<sub>qc</sub> - p<sub>q,K</sub>), where class K is that of the
     * negatives it was trained with (UNO, Delić et al., 2024).
     */
    UNO {
        @Override
        public Tensor score(final QueryMaps maps, final int known) {
            final Tensor p = maps.probabilities();
            return maps.weighted(p.select(1, known).sub(p.narrow(1, 0, known).amax(new long[] {1}, false)));
        }
    },
    /**
     * 0.6 of what no confident query rejects and 0.4 of what the queries for anomalies show (Maskomaly, Ackermann et al.,
     * 2023). The numbers of these queries belong to one checkpoint, {@code model_final_17c1ee.pkl}; with others it has no
     * meaning.
     */
    MASKOMALY {
        @Override
        public Tensor score(final QueryMaps maps, final int known) {
            return MaskomalyScore.of(maps, known);
        }
    };

    /**
     * Scores one picture.
     *
     * @param maps what the queries say
     * @param known K
     * @return {@code [height,width]}
     */
    public abstract Tensor score(QueryMaps maps, int known);
}
