/**
 * What the method costs on a machine: {@link org.objectomaly.bench.Peak} is what the processor can do,
 * {@link org.objectomaly.bench.Combination} gathers what its runs took, {@link org.objectomaly.bench.KeptMaps} and
 * {@link org.objectomaly.bench.Agreement} say what the speed of one combination is paid with against another, and
 * {@link org.objectomaly.bench.BenchReport} holds it all.
 */
package org.objectomaly.bench;
